"""Request bodies that are not handoffs: read whole, refused with every problem at once."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from litestar import Request

from gateway.schema.check import check
from gateway.sdk.errors import Problem, ReadbackError

T = TypeVar("T")

_ANY = Request[Any, Any, Any]


class BodyRefused(ReadbackError):
    """The body is not what this call takes; correct it."""

    code = "request.invalid"
    public = "The request cannot be read."


async def read_struct(request: _ANY, type_: type[T]) -> T:
    """The JSON body as a struct; no body at all is an empty object. Raises ``BodyRefused``."""
    body = await request.body() or b"{}"
    try:
        value = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BodyRefused("The body is not JSON.") from None
    checked = check(value, type_)
    problems = [
        Problem(code="request.invalid", pointer=flaw.pointer, detail=flaw.detail)
        for flaw in checked.problems
    ]
    problems.extend(
        Problem(code="request.invalid", pointer=pointer, detail="is not known here")
        for pointer in checked.unknown
    )
    if problems:
        raise BodyRefused("The body has members that this call does not take.", problems)
    return msgspec.json.decode(body, type=type_)


async def read_text(request: _ANY, largest: int) -> str:
    """The body as a text: itself, or the member ``text`` of a JSON object.

    ``largest`` is in characters. Raises ``BodyRefused``.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip()
    if content_type == "application/json":
        text = (await read_struct(request, _Text)).text
    else:
        text = _decoded(await request.body())
    if len(text) > largest:
        raise BodyRefused(f"The text has more than {largest} characters.")
    return text


class _Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BodyRefused("The text is not UTF-8.") from None
