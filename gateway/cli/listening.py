"""Running an ASGI app on a socket: ``serve``, ``stand-in`` and ``demo`` share this."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import uvicorn

from gateway.sdk.errors import ConfigurationError

_START_SECONDS = 20.0


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ``ConfigurationError`` that says what is in the way."""
    try:
        listener = socket.create_server((host, port), backlog=512)
        # asyncio turns Nagle off only where a socket says that it is TCP; these say 0, and every
        # answer waited 40 ms for the other side's delayed ACK (seen 2026-11-20).
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        raise ConfigurationError(
            f"Cannot listen on {host}:{port}: {_reason(error)}. "
            "Stop the other program, or choose another port."
        ) from None


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


def address(listener: socket.socket) -> str:
    """The base URL of what listens there."""
    host, port = listener.getsockname()[:2]
    return f"http://{host}:{port}"


def server_of(app: Any) -> uvicorn.Server:
    """A quiet server: access is journaled per delivery, not per line."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,  # its records go where ours go
            log_level="warning",
            access_log=False,
            server_header=False,
            http="httptools",
            ws="none",
            timeout_graceful_shutdown=10,
        )
    )


@contextmanager
def in_background(app: Any, host: str = "127.0.0.1", port: int = 0) -> Generator[str, None, None]:
    """Serve in a thread with a loop of its own for as long as the block runs; gives the URL."""
    with bind(host, port) as listener:
        server = server_of(app)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            _wait(server, thread)
            yield address(listener)
        finally:
            server.should_exit = True
            thread.join()


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise ConfigurationError("The server did not start; the reason stands above.")
        time.sleep(0.005)
