"""Requests and replies of a stand-in, as values: its core is a function from one to the other."""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

Headers: TypeAlias = tuple[tuple[str, str], ...]


class Request(Struct, frozen=True, kw_only=True):
    """One request as it came. Header names are lower case; ``origin`` is the scheme and host."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Headers = ()
    body: bytes = b""
    origin: str = "http://stand-in.test"

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    def parameter(self, name: str) -> str | None:
        """The first value of a query parameter."""
        return next((value for key, value in self.query if key == name), None)


class Reply(Struct, frozen=True, kw_only=True):
    """One reply. ``lost`` says that the work was done and the answer never arrives."""

    status: int = 200
    headers: Headers = ()
    body: bytes = b""
    lost: bool = False


def json_reply(document: Any, status: int = 200, headers: Headers = ()) -> Reply:
    """A JSON document as a reply."""
    return Reply(
        status=status,
        headers=(("content-type", "application/json; charset=utf-8"), *headers),
        body=msgspec.json.encode(document),
    )


def text_reply(text: str, status: int = 200, headers: Headers = ()) -> Reply:
    """Plain text, which vendors also answer where JSON is expected."""
    return Reply(
        status=status,
        headers=(("content-type", "text/plain; charset=utf-8"), *headers),
        body=text.encode(),
    )


def html_reply(page: str, status: int = 200, headers: Headers = ()) -> Reply:
    """A page for a person, or the error page of a proxy."""
    return Reply(
        status=status,
        headers=(("content-type", "text/html; charset=utf-8"), *headers),
        body=page.encode(),
    )


def with_headers(reply: Reply, *headers: tuple[str, str]) -> Reply:
    """The same reply with more headers."""
    return msgspec.structs.replace(reply, headers=(*reply.headers, *headers))
