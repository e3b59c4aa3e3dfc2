"""Twilio's requests and replies: forms with JSON inside, and replies as structs.

Shapes from the OpenAPI documents of 2026-04-14 (v2.6.7); members we do not use are let through.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, TypeVar
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from msgspec import Struct

from adapters.twilio_flex.verdict import code_of
from gateway import sdk

T = TypeVar("T")

Service: TypeAlias = Literal["conversations", "flex-api", "sync", "taskrouter"]
"""The hosts of the API: each is one label before ``twilio.com``."""

Form: TypeAlias = Mapping[str, str | None]
"""What has the value None is left out: a form cannot say null."""

PAGE = 100
_MOST_PAGES = 50


class Workspace(Struct, frozen=True):
    """A TaskRouter workspace."""

    friendly_name: str = ""


class Conversation(Struct, frozen=True):
    """A conversation; its attributes are JSON as text."""

    sid: str
    unique_name: str | None = None
    friendly_name: str | None = None
    attributes: str | None = None
    date_created: str | None = None


class Message(Struct, frozen=True):
    """A message of a conversation."""

    sid: str
    author: str | None = None
    body: str | None = None
    attributes: str | None = None
    date_created: str | None = None


class Binding(Struct, frozen=True):
    """The addresses of a participant who is not in a chat."""

    address: str | None = None
    proxy_address: str | None = None


class Participant(Struct, frozen=True):
    """Somebody in a conversation."""

    sid: str
    identity: str | None = None
    attributes: str | None = None
    messaging_binding: Binding | None = None


class InteractionChannel(Struct, frozen=True):
    """The channel of an interaction; the reply to a create does not have its status."""

    sid: str
    status: str = ""


class Properties(Struct, frozen=True):
    """Of what routing says of a task, its SID."""

    sid: str


class Routing(Struct, frozen=True):
    """The task that an interaction made."""

    properties: Properties


class Interaction(Struct, frozen=True):
    """An interaction: that it is shown means only that the request for it was accepted."""

    sid: str
    channel: InteractionChannel
    routing: Routing


class Task(Struct, frozen=True):
    """A task. In a list its attributes are null, whatever they are (2026-11-20)."""

    sid: str
    attributes: str | None = None
    priority: int | None = None
    timeout: int | None = None
    task_channel_unique_name: str | None = None
    workflow_sid: str | None = None
    task_queue_sid: str | None = None
    date_created: str | None = None


class Document(Struct, frozen=True):
    """A Sync document; ``data`` is the JSON that was stored."""

    data: Any
    revision: str = ""


class Meta(Struct, frozen=True):
    """Where the next page is."""

    next_page_url: str | None = None


class Page(Struct, frozen=True):
    """One page of a list."""

    messages: tuple[Message, ...] = ()
    participants: tuple[Participant, ...] = ()
    tasks: tuple[Task, ...] = ()
    meta: Meta = Meta()


def form(
    step: str,
    service: Service,
    path: str,
    members: Form,
    *,
    repeat: sdk.Repeat = "safe",
    if_match: str | None = None,
) -> sdk.VendorRequest:
    """A POST; every body of these services is a form."""
    given = {name: value for name, value in members.items() if value is not None}
    match = (("if-match", if_match),) if if_match else ()
    return sdk.VendorRequest(
        step=step,
        method="POST",
        service=service,
        path=path,
        headers=(("content-type", "application/x-www-form-urlencoded"), *match),
        body=urlencode(given).encode("ascii"),
        repeat=repeat,
    )


def sent(request: sdk.VendorRequest) -> dict[str, str]:
    """The form in a request."""
    return dict(parse_qsl(request.body.decode("ascii"), keep_blank_values=True))


def get(step: str, service: Service, path: str, *query: tuple[str, str]) -> sdk.VendorRequest:
    """A GET."""
    return sdk.VendorRequest(step=step, method="GET", service=service, path=path, query=query)


def ask(request: sdk.VendorRequest, type_: type[T]) -> sdk.Flow[T]:
    """One exchange: the reply as its struct, or the error that its status stands for."""
    return read(request, (yield request), type_)


def show(request: sdk.VendorRequest, type_: type[T]) -> sdk.Flow[T | None]:
    """One resource; None where it is gone or was never there."""
    response = yield request
    return None if response.status == 404 else read(request, response, type_)


def read(request: sdk.VendorRequest, response: sdk.VendorResponse, type_: type[T]) -> T:
    """The struct in a documented success.

    Raises ``SignInFailed`` where a permission is lacking, ``VendorRefused`` with Twilio's code.
    """
    code = code_of(response.body)
    if response.status == 403:
        raise sdk.SignInFailed(
            step=request.step, why=f"status 403 {code or ''}: the API key lacks permission".strip()
        )
    if 400 <= response.status < 500:
        raise sdk.VendorRefused(
            step=request.step, status=response.status, vendor_code=str(code or "")
        )
    sdk.expect(request, response, 200, 201)
    return sdk.decode_reply(request, response, type_)


def pages(first: sdk.VendorRequest, most: int = _MOST_PAGES) -> sdk.Flow[tuple[Page, ...]]:
    """The pages of a list, at most so many.

    The next page is asked for by its token, not by the URL in the reply, which may name any host;
    counting pages with ``Page`` is "not supported" (2026-11-20).
    """
    found: tuple[Page, ...] = ()
    request = first
    while True:
        page = yield from ask(request, Page)
        found = (*found, page)
        token = _token(page.meta.next_page_url)
        if not token or len(found) >= most:
            return found
        query = (*first.query, ("PageToken", token))
        request = sdk.VendorRequest(
            step=first.step, method="GET", service=first.service, path=first.path, query=query
        )


def _token(url: str | None) -> str | None:
    return next(iter(parse_qs(urlsplit(url).query).get("PageToken", ())), None) if url else None
