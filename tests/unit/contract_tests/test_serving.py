"""Serving an app on a loopback socket, from start to clean end."""

from __future__ import annotations

import socket
from typing import Any

import httpx
import pytest

from contract_tests.serving import serve
from contract_tests.stand_ins.zendesk import create


async def _refuses_to_start(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "no"})


def test_an_app_answers_on_a_free_loopback_port() -> None:
    with serve(create()) as base_url:
        reply = httpx.get(f"{base_url}/api/v2/users/me", trust_env=False)

    assert base_url.startswith("http://127.0.0.1:")
    assert "Anonymous user" == reply.json()["user"]["name"]


def test_the_urls_in_replies_lead_back_to_the_socket() -> None:
    with serve(create()) as base_url, httpx.Client(trust_env=False) as client:
        client.auth = ("agent@example.com/token", "stand-in-api-token")
        ticket = {"ticket": {"comment": {"html_body": "Hello"}}}
        created = client.post(f"{base_url}/api/v2/tickets", json=ticket).json()["ticket"]
        shown = client.get(created["url"]).json()["ticket"]

    assert created == shown


def test_the_port_is_free_again_afterwards() -> None:
    with serve(create()) as base_url:
        port = int(base_url.rpartition(":")[2])

    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_lost_reply_drops_the_connection_after_the_work() -> None:
    app = create(behave=["lose_reply_once@POST /oauth"])
    with serve(app) as base_url, httpx.Client(base_url=base_url, trust_env=False) as client:
        asked = {
            "grant_type": "client_credentials",
            "client_id": "readback",
            "client_secret": "stand-in-client-secret",
        }
        with pytest.raises(httpx.RemoteProtocolError):
            client.post("/oauth/tokens", json=asked)
        again = client.post("/oauth/tokens", json=asked)

    assert 200 == again.status_code
    assert 2 == len(app.account.tokens)


def test_an_app_that_does_not_start_is_an_error_and_not_a_hang() -> None:
    with pytest.raises(RuntimeError), serve(_refuses_to_start):
        pass
