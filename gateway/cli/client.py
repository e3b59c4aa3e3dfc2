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
    401: SignInFailed,
    403: SignInFailed,
    404: NotFound,
    409: Conflict,
    413: InvalidHandoff,
    415: InvalidHandoff,
    422: InvalidHandoff,
    429: Unreachable,
    502: Unreachable,
    503: Unreachable,
    504: Unreachable,
}
# A key that stands for another body is a conflict, though HTTP has 422 for it.
_BY_CODE: dict[str, type[ReadbackError]] = {"idempotency.mismatch": Conflict}


class Client:
    """Calls a gateway with an API key."""

    def __init__(self, url: str, key: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self.url = url
        try:
            self._http = httpx.Client(
                base_url=url,
                headers={"authorization": f"Bearer {key}"},
                timeout=_TIMEOUT,
                transport=transport,
                trust_env=False,
            )
        except httpx.InvalidURL:
            raise Unreachable(why=f"{url!r} is not the address of a gateway.") from None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, path: str, **query: str | int | None) -> Any:
        """A reading call's document; raises one of our errors unless it succeeds."""
        wanted = {name: value for name, value in query.items() if value is not None}
        return self._document("GET", path, params=wanted)

    def post(self, path: str, body: bytes, headers: dict[str, str], **query: str) -> Any:
        """A writing call's document; raises one of our errors unless it succeeds."""
        return self._document("POST", path, content=body, headers=headers, params=query)

    def text(self, path: str, **query: str) -> str:
        """A file's text; raises one of our errors unless it succeeds."""
        return self._answer("GET", path, params=query).text

    def _document(self, method: str, path: str, **request: Any) -> Any:
        response = self._answer(method, path, **request)
        try:
            return msgspec.json.decode(response.content)
        except msgspec.MsgspecError:
            raise Unreachable(
                why=f"What answers at {self.url} is not a Readback gateway."
            ) from None

    def _answer(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            response = self._http.request(method, path, **request)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(
                why=f"No gateway answers at {self.url} ({type(error).__name__}). "
                "Start one with: readback serve"
            ) from None
        if not response.is_success:
            raise _error(response)
        return response


def open_client(config: Path, url: str | None) -> Client:
    """A client for ``--url``, else for what the configuration file listens on."""
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        raise SignInFailed(
            why=f"Set {KEY_VARIABLE} to an API key. Make one with: readback keys create"
        )
    if not key.isascii():
        raise SignInFailed(why=f"What {KEY_VARIABLE} holds is not an API key of Readback's.")
    return Client(url or _configured(config), key)


def _configured(config: Path) -> str:
    from gateway.config.load import load_settings

    return f"http://{load_settings(config).gateway.listen}"


def _error(response: httpx.Response) -> ReadbackError:
    document = _problem(response)
    code = str(document.get("code") or "")
    detail = str(document.get("detail") or document.get("title") or "The gateway refused this.")
    type_ = _BY_CODE.get(code) or _BY_STATUS.get(response.status_code, ReadbackError)
    problems = _problems(document)
    if issubclass(type_, (SignInFailed, Unreachable)):
        error: ReadbackError = type_(why=detail, problems=problems)
    else:
        error = type_(detail, problems)
    error.code = code or error.code
    return error


def _problems(document: dict[str, Any]) -> list[Problem]:
    errors = document.get("errors", [])
    try:
        return msgspec.convert(errors, list[Problem])
    except msgspec.ValidationError:
        return _mapping_problems(errors)


def _mapping_problems(errors: Any) -> list[Problem]:
    """A mapping's problems have a line where others have a pointer."""
    from mappings.problems import MappingProblem

    try:
        found = msgspec.convert(errors, list[MappingProblem])
    except msgspec.ValidationError:
        return []
    return [Problem(code=one.code, detail=one.message, pointer=f"line {one.line}") for one in found]


def _problem(response: httpx.Response) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(response.content)
    except msgspec.MsgspecError:
        return {"detail": f"{response.request.url.host} answered {response.status_code}."}
    return cast("dict[str, Any]", document) if isinstance(document, dict) else {}
