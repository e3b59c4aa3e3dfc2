"""Zendesk's replies as structs, and asking for one; members we do not use are let through.

Shapes from the Support API's OpenAPI document (2025-07-25) and captured replies.
"""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec import UNSET, Struct, UnsetType

from adapters.zendesk.verdict import vendor_code
from gateway import sdk

T = TypeVar("T")

# A ticket holds at most 5,000 comments, and a page 100.
_MOST_PAGES = 50


class User(Struct, frozen=True):
    """A user; ``id`` is null for the anonymous one, and what a reply does not have is ``UNSET``."""

    id: int | None = None
    name: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    phone: str | UnsetType | None = UNSET
    external_id: str | UnsetType | None = UNSET
    role: str | None = None


class UserReply(Struct, frozen=True):
    """One user."""

    user: User


class Upload(Struct, frozen=True):
    """An uploaded file, not attached to anything yet."""

    token: str


class UploadReply(Struct, frozen=True):
    """One upload."""

    upload: Upload


class CustomField(Struct, frozen=True):
    """A custom field's value: text, number, boolean, list of tags, or null."""

    id: int
    value: Any = None


class Ticket(Struct, frozen=True):
    """A ticket; what a reply does not have is ``UNSET``."""

    id: int
    url: str = ""
    requester_id: int = 0
    updated_at: str = ""
    subject: str | UnsetType | None = UNSET
    priority: str | UnsetType | None = UNSET
    type: str | UnsetType | None = UNSET
    tags: list[str] | UnsetType = UNSET
    external_id: str | UnsetType | None = UNSET
    group_id: int | UnsetType | None = UNSET
    brand_id: int | UnsetType | None = UNSET
    ticket_form_id: int | UnsetType | None = UNSET
    custom_fields: tuple[CustomField, ...] = ()

    @property
    def site(self) -> str:
        """The account's address, as the vendor itself writes it."""
        return self.url.partition("/api/v2/")[0]


class AuditEvent(Struct, frozen=True):
    """One thing that an update did; a comment's event has the comment's id."""

    type: str = ""
    id: int | None = None


class Audit(Struct, frozen=True):
    """The record of one update; under ``custom`` is the ``metadata`` that was sent with it."""

    events: tuple[AuditEvent, ...] = ()
    metadata: dict[str, Any] = {}

    def comment_id(self) -> str:
        """The comment that the update wrote; empty where it shows none."""
        return next((str(event.id) for event in self.events if event.type == "Comment"), "")


class TicketReply(Struct, frozen=True):
    """A ticket, as shown."""

    ticket: Ticket


class WriteReply(Struct, frozen=True):
    """A ticket after a write, with the record of that write."""

    ticket: Ticket
    audit: Audit


class TicketList(Struct, frozen=True):
    """Tickets with one external id, which is not unique."""

    tickets: tuple[Ticket, ...]


class Attachment(Struct, frozen=True):
    """A file on a comment."""

    file_name: str = ""
    content_url: str = ""


class Comment(Struct, frozen=True):
    """A comment as shown to agents."""

    id: int
    html_body: str | None = None
    public: bool | None = None
    attachments: tuple[Attachment, ...] = ()


class Meta(Struct, frozen=True):
    """Where the next page begins."""

    has_more: bool = False
    after_cursor: str | None = None


class Option(Struct, frozen=True):
    """One choice of a field: agents see its name, and what is sent is its value."""

    name: str
    value: str


class TicketField(Struct, frozen=True):
    """A field of the account's tickets, custom or the system's own."""

    id: int
    type: str
    title: str = ""
    active: bool = True
    required: bool = False
    regexp_for_validation: str | None = None
    custom_field_options: tuple[Option, ...] = ()
    system_field_options: tuple[Option, ...] = ()


class Page(Struct, frozen=True):
    """Comments or audits of a ticket, oldest first, or the account's ticket fields.

    ``next_page`` is set where pages are numbered instead of having cursors.
    """

    comments: tuple[Comment, ...] = ()
    audits: tuple[Audit, ...] = ()
    ticket_fields: tuple[TicketField, ...] = ()
    meta: Meta = Meta()
    next_page: str | None = None


def ask(request: sdk.VendorRequest, type_: type[T], *statuses: int) -> sdk.Flow[T]:
    """One exchange: the reply as its struct, or the error that its status stands for."""
    response = yield request
    return read(request, response, type_, *statuses)


def read(
    request: sdk.VendorRequest, response: sdk.VendorResponse, type_: type[T], *statuses: int
) -> T:
    """The struct in a documented success.

    Raises ``SignInFailed`` where a permission is lacking, ``VendorRefused`` with the vendor's code.
    """
    if response.status == 403:
        raise sdk.SignInFailed(
            step=request.step, why="status 403: the user or token lacks permission"
        )
    if 400 <= response.status < 500:
        code = vendor_code(response.body)
        raise sdk.VendorRefused(step=request.step, status=response.status, vendor_code=code)
    sdk.expect(request, response, *statuses)
    return sdk.decode_reply(request, response, type_)


def show(step: str, path: str, type_: type[T]) -> sdk.Flow[T | None]:
    """One record; None where it is gone or was never there."""
    request = sdk.VendorRequest(step=step, method="GET", path=path)
    response = yield request
    return None if response.status == 404 else read(request, response, type_, 200)


def pages(step: str, path: str) -> sdk.Flow[tuple[Page, ...]]:
    """Every page of a list.

    The next page is asked for by its cursor, not by the URL in the reply, which may name any host.
    """
    found: tuple[Page, ...] = ()
    query: tuple[tuple[str, str], ...] = (("page[size]", "100"),)
    for _ in range(_MOST_PAGES):
        request = sdk.VendorRequest(step=step, method="GET", path=path, query=query)
        page = yield from ask(request, Page, 200)
        found = (*found, page)
        if not (page.meta.has_more and page.meta.after_cursor):
            return found
        query = (("page[size]", "100"), ("page[after]", page.meta.after_cursor))
    raise sdk.UnexpectedReply(step=step, why=f"more than {_MOST_PAGES} pages")
