"""Signs in with one header that does not change: an API key in a header of the vendor's choice."""

from __future__ import annotations

from collections.abc import Generator

import httpx


class FixedHeader(httpx.Auth):
    """Sets one header on each request. Its value is in no repr."""

    def __init__(self, name: str, value: str) -> None:
        self._name = name
        self._value = value

    def __repr__(self) -> str:
        return f"FixedHeader({self._name!r})"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send it once; a refusal stands."""
        request.headers[self._name] = self._value
        yield request
