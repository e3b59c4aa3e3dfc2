"""The account's error replies, in the four envelopes the vendor is known to use, and its pages.

Envelopes as captured and reported (facts of 2026-11-20, section 3.2): ``error`` with
``description``, the same with ``details``, ``error`` as an object, and a list of ``errors``.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from typing import Any, TypeAlias
from urllib.parse import urlencode

from contract_tests.stand_ins.wire import Reply, Request, json_reply, text_reply

Details: TypeAlias = dict[str, list[dict[str, str]]]

PAGE_SIZE = 100
# Offset paging ends here with a 400; cursors go on.
OFFSET_END = 10_000


class Refused(Exception):
    """A handler's early end: ``reply`` is the answer."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        super().__init__(f"refused with {reply.status}")


def record_not_found() -> Reply:
    return json_reply({"error": "RecordNotFound", "description": "Not found"}, 404)


def no_endpoint() -> Reply:
    return json_reply({"error": "InvalidEndpoint", "description": "Not found"}, 404)


def not_authenticated() -> Reply:
    return json_reply({"error": "Couldn't authenticate you"}, 401)


def forbidden() -> Reply:
    return json_reply(
        {"error": "Forbidden", "description": "You do not have access to this page."}, 403
    )


def too_many_values(name: str, most: int) -> Reply:
    description = f"Parameter {name} cannot specify more than {most} values"
    return json_reply(
        {"error": "TooManyValues", "description": description, "max_count": most}, 400
    )


def record_invalid(details: Details) -> Reply:
    document = {
        "error": "RecordInvalid",
        "description": "Record validation errors",
        "details": details,
    }
    return json_reply(document, 422)


def invalid_attribute(message: str) -> Reply:
    return json_reply({"error": {"title": "Invalid attribute", "message": message}}, 400)


def error_list(code: str, title: str) -> Reply:
    return json_reply({"errors": [{"code": code, "title": title}]}, 400)


def idempotency_mismatch() -> Reply:
    description = "The idempotency key was already used with another request body."
    return json_reply({"error": "IdempotentRequestError", "description": description}, 400)


def update_conflict() -> Reply:
    description = "Safe Update prevented the update due to outdated ticket data."
    return json_reply({"error": "UpdateConflict", "description": description}, 409)


def too_many_requests(text: str, seconds: int) -> Reply:
    """Plain text where JSON is expected, as the vendor does it."""
    return text_reply(text, 429, (("retry-after", str(seconds)),))


def problem(description: str, error: str = "InvalidValue") -> list[dict[str, str]]:
    """What one member of ``details`` holds."""
    return [{"description": description, "error": error}]


def listing(request: Request, name: str, items: Sequence[dict[str, Any]]) -> Reply:
    """One page of a list: by cursor when asked with ``page[size]``, else by page number."""
    size = request.parameter("page[size]")
    if size is not None or request.parameter("page[after]") is not None:
        return _cursor_page(request, name, items, _whole(size, PAGE_SIZE))
    if request.parameter("sort_order") == "desc":
        items = items[::-1]
    return _numbered_page(request, name, items)


def _cursor_page(request: Request, name: str, items: Sequence[dict[str, Any]], asked: int) -> Reply:
    # Sorting parameters beside a cursor are ignored with a 200 (field report, 2026).
    size = min(asked, PAGE_SIZE)
    start = _position(request.parameter("page[after]"))
    page = items[start : start + size]
    more = start + size < len(items)
    after = _cursor(start + size) if more else None
    following = {**dict(request.query), "page[size]": str(size), "page[after]": after or ""}
    document = {
        name: page,
        "meta": {"has_more": more, "after_cursor": after, "before_cursor": _cursor(start)},
        "links": {"next": _url(request, following) if more else None, "prev": None},
    }
    return json_reply(document)


def _numbered_page(request: Request, name: str, items: Sequence[dict[str, Any]]) -> Reply:
    size = min(_whole(request.parameter("per_page"), PAGE_SIZE), PAGE_SIZE)
    number = _whole(request.parameter("page"), 1)
    if number * size > OFFSET_END:
        return error_list("InvalidPaginationDepth", "The page is too deep")
    start = (number - 1) * size
    query = dict(request.query)
    following = {**query, "page": str(number + 1)} if start + size < len(items) else None
    preceding = {**query, "page": str(number - 1)} if number > 1 else None
    document = {
        name: items[start : start + size],
        "next_page": following and _url(request, following),
        "previous_page": preceding and _url(request, preceding),
        "count": len(items),
    }
    return json_reply(document)


def _whole(text: str | None, default: int) -> int:
    if not text or not re.fullmatch(r"[0-9]{1,9}", text):
        return default
    return int(text) or default


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(f"at:{position}".encode()).decode()


def _position(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor).removeprefix(b"at:"))
    except (binascii.Error, ValueError):
        raise Refused(error_list("InvalidCursor", "page[after] is not a cursor")) from None


def _url(request: Request, query: dict[str, str]) -> str:
    return f"{request.origin}{request.path}?{urlencode(query)}"
