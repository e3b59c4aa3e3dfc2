"""The account's error replies, in the two envelopes that Twilio uses, and its lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from contract_tests.stand_ins.wire import Reply, Request, json_reply

_MORE = "https://www.twilio.com/docs/errors"


class Refused(Exception):
    """A handler's early end: ``reply`` is the answer."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        super().__init__(f"refused with {reply.status}")


def error(code: int, message: str, status: int, *headers: tuple[str, str]) -> Reply:
    """The legacy envelope."""
    document = {
        "code": code,
        "message": message,
        "more_info": f"{_MORE}/{code}",
        "status": status,
    }
    return json_reply(document, status, headers)


def problem(code: int, title: str, status: int) -> Reply:
    """That of newer services, RFC 9457."""
    document = {
        "type": f"{_MORE}/{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": title,
        "instance": "/v1",
        "errors": [{"detail": title, "pointer": "#/Attributes"}],
    }
    return json_reply(document, status, (("content-type", "application/problem+json"),))


def invalid(message: str) -> Reply:
    return error(20001, message, 400)


def not_found(request: Request) -> Reply:
    path = request.path.split("/v1", 1)[-1]
    return error(20404, f"The requested resource {path} was not found", 404)


def not_authenticated() -> Reply:
    return error(20003, "Authenticate", 401)


def precondition_failed() -> Reply:
    return error(20412, "The supplied If-Match does not match the current ETag", 412)


def too_many() -> Reply:
    return error(20429, "Too Many Requests", 429, ("retry-after", "1"))


def stamp(at: datetime) -> str:
    """A time as the vendor writes it: seconds, UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def address(request: Request) -> str:
    """A resource's address on the real host, whatever the caller called it."""
    service, _, path = request.path.removeprefix("/").partition("/")
    return f"https://{service}.twilio.com/{path}"


def listing(request: Request, key: str, items: Sequence[dict[str, Any]], size: int = 50) -> Reply:
    """One page; the next is asked for with the token in its address."""
    size = _whole(request.parameter("PageSize"), size)
    start = _whole((request.parameter("PageToken") or "PT0").removeprefix("PT"), 0)
    more = start + size < len(items)
    base = f"{address(request)}?PageSize={size}"
    meta = {
        "page": start // size,
        "page_size": size,
        "first_page_url": f"{base}&Page=0",
        "previous_page_url": None,
        "url": f"{base}&Page={start // size}",
        "next_page_url": f"{base}&Page={start // size + 1}&PageToken=PT{start + size}"
        if more
        else None,
        "key": key,
    }
    return json_reply({"meta": meta, key: items[start : start + size]})


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else default
