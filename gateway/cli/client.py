"""The command line as a client of a running gateway."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

import httpx
import msgspec

from gateway.sdk.errors import (
    Conflict,
    InvalidHandoff,
    NotFound,
    Problem,
    ReadbackError,
    SignInFailed,
    Unreachable,
)

KEY_VARIABLE = "READBACK_API_KEY"
_TIMEOUT = httpx.Timeout(10.0, read=90.0)

_BY_STATUS: dict[int, type[ReadbackError]] = {
    400: InvalidHandoff,
    404: NotFound,
    409: Conflict,
    413: InvalidHandoff,
    415: InvalidHandoff,
    422: InvalidHandoff,
}


class Client:
    """Calls a gateway with the key from the environment."""

    def __init__(self, url: str, key: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self.url = url
        self._http = httpx.Client(
            base_url=url,
            headers={"authorization": f"Bearer {key}"},
            timeout=_TIMEOUT,
            transport=transport,
            trust_env=False,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, path: str, **query: str | int | None) -> httpx.Response:
        """A reading call; raises one of our errors unless it succeeds."""
        wanted = {name: value for name, value in query.items() if value is not None}
        return self._checked("GET", path, params=wanted)

    def post(self, path: str, body: bytes, headers: dict[str, str], **query: str) -> httpx.Response:
        """A writing call; raises one of our errors unless it succeeds."""
        return self._checked("POST", path, content=body, headers=headers, params=query)

    def _checked(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **request)
        except httpx.HTTPError as error:
            raise Unreachable(
                why=f"No gateway answers at {self.url} ({type(error).__name__}). "
                "Start one with: readback serve"
            ) from None
        if response.is_success:
            return response
        raise _error(response)


def open_client(config: Path, url: str | None) -> Client:
    """A client for ``--url``, else for what the configuration file listens on."""
    key = os.environ.get(KEY_VARIABLE, "")
    if not key:
        raise SignInFailed(
            why=f"Set {KEY_VARIABLE} to an API key. Make one with: readback keys create"
        )
    return Client(url or _configured(config), key)


def _configured(config: Path) -> str:
    from gateway.config.load import load_settings

    return f"http://{load_settings(config).gateway.listen}"


def _error(response: httpx.Response) -> ReadbackError:
    document = _problem(response)
    detail = str(document.get("detail") or document.get("title") or "The gateway refused this.")
    problems = [
        Problem(
            code=str(entry.get("code", "")),
            detail=str(entry.get("detail", "")),
            pointer=str(entry.get("pointer", "")),
        )
        for entry in cast("list[dict[str, Any]]", document.get("errors") or [])
    ]
    if response.status_code in (401, 403):
        return SignInFailed(why=detail, problems=problems)
    type_ = _BY_STATUS.get(response.status_code, ReadbackError)
    return type_(detail, problems)


def _problem(response: httpx.Response) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(response.content)
    except msgspec.MsgspecError:
        return {"detail": f"{response.request.url.host} answered {response.status_code}."}
    return cast("dict[str, Any]", document) if isinstance(document, dict) else {}
