"""Any ASGI app on a loopback socket for as long as a test needs it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

_START_SECONDS = 10.0


@contextmanager
def serve(app: Any, port: int = 0) -> Generator[str]:
    """Run an ASGI app with uvicorn on 127.0.0.1 and give its base URL.

    It runs in a thread with a loop of its own, so that blocking clients can talk to it from the
    test's. Port 0 takes a free one. Raises ``RuntimeError`` when the app does not start.
    """
    with socket.create_server(("127.0.0.1", port)) as listener:
        # Accepted sockets inherit it; asyncio would not set it on a listener made here.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server = uvicorn.Server(_config(app))
        thread = threading.Thread(target=_run, args=(server, listener), daemon=True)
        thread.start()
        try:
            _wait(server, thread)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _run(server: uvicorn.Server, listener: socket.socket) -> None:
    # uvicorn leaves by SystemExit where an app does not start; `_wait` notices.
    with suppress(SystemExit):
        server.run([listener])


def _config(app: Any) -> uvicorn.Config:
    # An app that drops a connection on purpose would be logged as an error.
    return uvicorn.Config(
        app,
        interface="asgi3",
        log_config=None,
        log_level="critical",
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=1,
    )


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("The app did not start.")
        time.sleep(0.005)
