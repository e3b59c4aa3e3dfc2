"""Errors as problem documents: a status for every code, and nobody's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import msgspec
import pytest
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    InternalServerException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)

from gateway.api import problems
from gateway.api.problems import MEDIA_TYPE, on_bug, on_http_error, on_readback_error
from gateway.sdk.errors import (
    ConfigurationError,
    DeliveryError,
    InvalidHandoff,
    Problem,
    ReadbackError,
    StoreUnavailable,
)

REQUEST = cast("Request[Any, Any, Any]", None)


def told(response: Response[bytes]) -> dict[str, Any]:
    assert MEDIA_TYPE == response.media_type
    document = msgspec.json.decode(response.content)
    assert response.status_code == document["status"]
    return document


def family(error: type[ReadbackError]) -> Iterator[type[ReadbackError]]:
    for child in error.__subclasses__():
        if child not in (ConfigurationError, DeliveryError) and child.__module__[:7] == "gateway":
            yield child
            yield from family(child)


@pytest.mark.parametrize("error", [*family(ReadbackError)], ids=lambda error: error.code)
def test_every_error_a_caller_can_meet_has_a_status_of_its_own(error: type[ReadbackError]) -> None:
    assert error.code in problems._STATUS


def test_all_problems_are_told_at_once() -> None:
    wrong = [Problem(code="a", detail="A", pointer="/a"), Problem(code="b", detail="B")]
    document = told(on_readback_error(REQUEST, InvalidHandoff("Two things.", problems=wrong)))
    assert (422, "handoff.invalid", "Two things.") == (
        document["status"],
        document["code"],
        document["detail"],
    )
    assert [{"code": "a", "detail": "A", "pointer": "/a"}, {"code": "b", "detail": "B"}] == (
        document["errors"]
    )
    assert "urn:readback:problem:handoff.invalid" == document["type"]


def test_an_error_nobody_gave_a_status_is_a_500() -> None:
    assert 500 == told(on_readback_error(REQUEST, ReadbackError()))["status"]


def test_a_503_says_when_to_come_back() -> None:
    assert "1" == on_readback_error(REQUEST, StoreUnavailable()).headers["retry-after"]


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (NotFoundException("secret"), 404, "resource.not_found"),
        (MethodNotAllowedException("secret"), 405, "request.method"),
        (ValidationException("secret"), 400, "request.invalid"),
        (HTTPException("secret", status_code=418), 418, "request.invalid"),
        (InternalServerException("secret"), 500, "gateway.bug"),
    ],
)
def test_the_frameworks_errors_are_told_in_our_words(
    error: HTTPException, status: int, code: str
) -> None:
    response = on_http_error(REQUEST, error)
    assert (status, code) == (told(response)["status"], told(response)["code"])
    assert b"secret" not in response.content


def test_a_bug_is_told_by_its_type_and_logged_by_its_place(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(KeyError) as raised:
        _break()
    response = on_bug(REQUEST, raised.value)
    assert (500, "KeyError") == (told(response)["status"], told(response)["detail"])
    assert "a bug in the gateway: KeyError at test_problems.py:" in caplog.text
    assert "customer said" not in caplog.text + response.content.decode()


def _break() -> None:
    raise KeyError("what the customer said")
