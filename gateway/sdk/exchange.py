"""One request to a vendor and its reply, as values; a flow is a generator of them.

An adapter yields requests and is sent replies. It never opens a socket, so every exchange can be
journaled, replayed after a crash, and driven by hand in a test.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, Literal, TypeAlias, TypeVar, cast

import msgspec

from gateway.sdk.errors import UnexpectedReply, VendorRefused

T = TypeVar("T")

Repeat: TypeAlias = Literal["safe", "keyed", "search"]
"""What may happen after an unknown outcome (a timeout, a crash between sending and hearing).

``safe``: sending again changes nothing (reads, upserts). ``keyed``: the request carries a key by
which the vendor recognises a repeat. ``search``: it must not be sent again before
``FindsExisting`` has looked for what the first one may have made.
"""


class VendorRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One request, without credentials: the transport adds them.

    ``step`` names the exchange in journals and errors ("create ticket"). ``path`` is relative to
    the destination's base URL, or an absolute URL when the vendor handed one out;
    ``credentials=False`` then keeps the destination's credentials away from a foreign host.
    A vendor whose API has several hosts names the one it means as ``service``: it fills
    ``{service}`` in the base URL.
    """

    step: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    repeat: Repeat = "safe"
    credentials: bool = True
    service: str = ""


class VendorResponse(msgspec.Struct, frozen=True, kw_only=True):
    """One reply as it came; header names are lower case."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)


Flow: TypeAlias = Generator[VendorRequest, VendorResponse, T]


def json_request(
    step: str,
    method: str,
    path: str,
    document: object = None,
    *,
    headers: tuple[tuple[str, str], ...] = (),
    repeat: Repeat = "safe",
) -> VendorRequest:
    """A request with a JSON body; member order is kept, so equal input gives equal bytes."""
    return VendorRequest(
        step=step,
        method=method,
        path=path,
        headers=(("content-type", "application/json"), *headers),
        body=msgspec.json.encode(document),
        repeat=repeat,
    )


def expect(request: VendorRequest, response: VendorResponse, *statuses: int) -> None:
    """Let a documented success pass.

    Raises ``VendorRefused`` for any other 4xx, ``UnexpectedReply`` for everything else.
    """
    if response.status in statuses:
        return
    if 400 <= response.status < 500:
        raise VendorRefused(step=request.step, status=response.status)
    raise UnexpectedReply(step=request.step, why=f"status {response.status} is not documented")


def decode_reply(request: VendorRequest, response: VendorResponse, type_: type[T]) -> T:
    """The reply's JSON body as the struct the vendor documents.

    Raises ``UnexpectedReply`` naming the step when the body is empty, HTML, or of another shape.
    The vendor's words stay out of the error: they may hold customer text.
    """
    try:
        return msgspec.json.decode(response.body, type=type_)
    except msgspec.ValidationError as error:
        raise UnexpectedReply(step=request.step, why=_shape(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnexpectedReply(step=request.step, why="the body is not JSON") from None


def decode_object(request: VendorRequest, response: VendorResponse) -> dict[str, Any]:
    """The reply's JSON object, where its members are the account's own and have no struct."""
    return cast("dict[str, Any]", decode_reply(request, response, dict))


def _shape(error: msgspec.ValidationError) -> str:
    # msgspec's text ends in " - at `$.ticket.id`"; the part before may quote a value.
    _, place, path = str(error).rpartition(" - at ")
    where = f", at {path}" if place else ""
    return f"the body has another shape than documented{where}"
