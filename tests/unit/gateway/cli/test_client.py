"""The command line as a client: what it sends, and what a refusal becomes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.cli.client import Client, open_client
from gateway.cli.fail import exit_code
from gateway.sdk.errors import (
    ConfigurationError,
    Conflict,
    InvalidHandoff,
    NotFound,
    Problem,
    ReadbackError,
    SignInFailed,
    Unreachable,
)

URL = "http://gateway.test"


def _client(answer: Callable[[httpx.Request], httpx.Response]) -> Client:
    return Client(URL, "rb_k", transport=httpx.MockTransport(answer))


def _refused(status: int, document: Any = None, content: bytes | None = None) -> ReadbackError:
    """What a call raises when it is answered like this."""
    reply = (
        httpx.Response(status, json=document)
        if content is None
        else httpx.Response(status, content=content)
    )
    with _client(lambda _: reply) as client, pytest.raises(ReadbackError) as refused:
        client.get("/v1/handoffs")
    return refused.value


def test_a_call_carries_the_key_and_only_the_query_that_is_set() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"handoffs": []})

    with _client(answer) as client:
        document = client.get("/v1/handoffs", status=None, limit=20)

    assert {"handoffs": []} == document
    assert "Bearer rb_k" == seen[0].headers["authorization"]
    assert f"{URL}/v1/handoffs?limit=20" == str(seen[0].url)


def test_a_body_is_sent_byte_for_byte() -> None:
    body = b'\xef\xbb\xbf{"a": 1.0}\n'

    def answer(request: httpx.Request) -> httpx.Response:
        assert body == request.content
        return httpx.Response(202, json={"id": request.headers["prefer"]})

    with _client(answer) as client:
        assert {"id": "wait=5"} == client.post("/v1/handoffs", body, {"prefer": "wait=5"})


@pytest.mark.parametrize(
    ("status", "type_", "code"),
    [
        (400, InvalidHandoff, 1),
        (401, SignInFailed, 4),
        (403, SignInFailed, 4),
        (404, NotFound, 1),
        (409, Conflict, 6),
        (413, InvalidHandoff, 1),
        (415, InvalidHandoff, 1),
        (422, InvalidHandoff, 1),
        (429, Unreachable, 4),
        (500, ReadbackError, 1),
        (502, Unreachable, 4),
        (503, Unreachable, 4),
        (504, Unreachable, 4),
    ],
)
def test_each_refusal_has_its_error_and_exit_code(
    status: int, type_: type[ReadbackError], code: int
) -> None:
    error = _refused(status, {"detail": "No."})

    assert type_ is type(error)
    assert "No." == error.detail
    assert code == exit_code(error)


def test_a_key_that_stands_for_another_body_is_a_conflict() -> None:
    error = _refused(422, {"code": "idempotency.mismatch", "detail": "Another body."})

    assert isinstance(error, Conflict)
    assert "idempotency.mismatch" == error.code


def test_a_refusal_keeps_its_code_and_all_its_problems() -> None:
    document = {
        "code": "body.not_json",
        "title": "Not JSON.",
        "errors": [{"code": "a.b", "detail": "Here.", "pointer": "/x", "more": 1}],
    }
    error = _refused(400, document)

    assert ("body.not_json", "Not JSON.") == (error.code, error.detail)
    assert (Problem(code="a.b", detail="Here.", pointer="/x"),) == error.problems


@pytest.mark.parametrize("errors", ["none", [1], [{"detail": "no code"}], {}, None])
def test_problems_in_another_form_are_left_out(errors: Any) -> None:
    assert () == _refused(400, {"detail": "No.", "errors": errors}).problems


@pytest.mark.parametrize("content", [b"<h1>Bad gateway</h1>", b"[]", b'"no"', b"\xff", b""])
def test_a_refusal_that_is_no_problem_document_is_still_told(content: bytes) -> None:
    error = _refused(502, content=content)

    assert isinstance(error, Unreachable)
    assert error.detail
    assert "<h1>" not in error.detail


def test_what_answers_something_else_is_not_a_gateway() -> None:
    error = _refused(200, content=b"<html>hello</html>")

    assert isinstance(error, Unreachable)
    assert f"What answers at {URL} is not a Readback gateway." == error.detail


def test_no_gateway_says_how_to_start_one() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with _client(answer) as client, pytest.raises(Unreachable, match="readback serve"):
        client.get("/v1/handoffs")


@pytest.mark.parametrize("url", ["http://[", "http://a:b", "nowhere", "ftp://x"])
def test_an_address_that_is_none_is_unreachable(url: str) -> None:
    with pytest.raises(Unreachable), Client(url, "rb_k") as client:
        client.get("/v1/handoffs")


def test_without_a_key_it_says_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("READBACK_API_KEY", " ")

    with pytest.raises(SignInFailed, match="readback keys create"):
        open_client(tmp_path / "readback.toml", URL)


def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("READBACK_API_KEY", "rb_schlüssel")

    with pytest.raises(SignInFailed) as refused:
        open_client(tmp_path / "readback.toml", URL)
    assert "schlüssel" not in refused.value.detail


def test_a_key_is_taken_without_the_line_end_of_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("READBACK_API_KEY", "rb_k\n")

    with open_client(tmp_path / "none.toml", URL) as client:
        assert URL == client.url


def test_without_an_address_the_configuration_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("READBACK_API_KEY", "rb_k")
    config = tmp_path / "readback.toml"
    config.write_text('[gateway]\nlisten = "127.0.0.1:8123"\n')

    with open_client(config, None) as client:
        assert "http://127.0.0.1:8123" == client.url


def test_without_address_and_configuration_the_configuration_is_missed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("READBACK_API_KEY", "rb_k")

    with pytest.raises(ConfigurationError, match=r"none\.toml"):
        open_client(tmp_path / "none.toml", None)
