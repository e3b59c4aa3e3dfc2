"""Sockets: bound before anything is promised, free again afterwards."""

from __future__ import annotations

import socket
from typing import Any

import httpx
import pytest

from gateway.cli.listening import address, bind, in_background
from gateway.sdk.errors import ConfigurationError


async def hello(scope: Any, receive: Any, send: Any) -> None:
    """An app that answers one word."""
    if scope["type"] != "http":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


async def broken(scope: Any, receive: Any, send: Any) -> None:
    """An app that cannot start."""
    await receive()
    await send({"type": "lifespan.startup.failed", "message": ""})


def test_port_0_takes_a_free_one() -> None:
    with bind("127.0.0.1", 0) as one, bind("127.0.0.1", 0) as other:
        assert address(one) != address(other)
        assert address(one).startswith("http://127.0.0.1:")


def test_answers_are_not_held_back() -> None:
    with bind("127.0.0.1", 0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_in_use_says_what_to_do() -> None:
    with bind("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match="Stop the other program") as refused:
            bind("127.0.0.1", port)

    assert f"127.0.0.1:{port}: Address already in use" in refused.value.detail


def test_an_address_that_is_not_ours_says_so() -> None:
    with pytest.raises(ConfigurationError, match=r"Cannot listen on 192\.0\.2\.1:0"):
        bind("192.0.2.1", 0)


def test_an_app_is_served_for_as_long_as_the_block_runs() -> None:
    with in_background(hello) as url:
        assert "hello" == httpx.get(url).text
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_it_ends_with_the_block_even_after_an_error() -> None:
    with pytest.raises(RuntimeError, match="mine"), in_background(hello) as url:
        raise RuntimeError("mine")
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_app_that_does_not_start_is_an_error_of_ours() -> None:
    with pytest.raises(ConfigurationError, match="did not start"), in_background(broken):
        pass
