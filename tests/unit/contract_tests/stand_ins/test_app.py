"""The ASGI shell: requests in, replies out, and a record without credentials."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from contract_tests.stand_ins.app import ReplyLost, StandInApp
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Reply, Request, json_reply


def _echo(request: Request) -> Reply:
    document = {
        "method": request.method,
        "path": request.path,
        "query": list(request.query),
        "body": request.body.decode(),
        "origin": request.origin,
        "authorization": request.header("authorization"),
    }
    return json_reply(document, 201, (("x-odd", "yes"),))


def _app(handle: Any = _echo) -> StandInApp[None]:
    return StandInApp(
        handle, account=None, switches=Switches(()), secret_paths=frozenset({"/secret"})
    )


def _client(app: StandInApp[None]) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here:1234")


async def test_a_request_reaches_the_core_whole() -> None:
    async with _client(_app()) as client:
        reply = await client.put("/a%20b?x=1&x=&y=%C3%BC", content="ü")

    assert (201, "yes") == (reply.status_code, reply.headers["x-odd"])
    assert ("PUT", "/a b", [["x", "1"], ["x", ""], ["y", "ü"]], "ü", "http://here:1234") == tuple(
        reply.json()[name] for name in ("method", "path", "query", "body", "origin")
    )


async def test_requests_are_recorded_without_their_credentials() -> None:
    app = _app()
    async with _client(app) as client:
        reply = await client.post("/a", content="kept", headers={"authorization": "Bearer x"})

    assert "Bearer x" == reply.json()["authorization"]
    assert [("POST", "/a", b"kept", None)] == [
        (request.method, request.path, request.body, request.header("authorization"))
        for request in app.requests
    ]


async def test_bodies_sent_to_secret_paths_are_not_recorded() -> None:
    app = _app()
    async with _client(app) as client:
        reply = await client.post("/secret", content="client_secret=x")

    assert "client_secret=x" == reply.json()["body"]
    assert [b""] == [request.body for request in app.requests]


async def test_a_lost_reply_is_a_transport_error_in_the_same_process() -> None:
    app = _app(lambda _: Reply(lost=True))
    async with _client(app) as client:
        with pytest.raises(ReplyLost) as error:
            await client.get("/")

    assert isinstance(error.value, httpx.TransportError)
    assert 1 == len(app.requests)


async def test_a_body_in_several_pieces_is_put_together() -> None:
    async def pieces() -> Any:
        for piece in (b"a", b"", b"bc"):
            yield piece

    async with _client(_app()) as client:
        reply = await client.post("/", content=pieces())

    assert "abc" == reply.json()["body"]
