"""A proxy of our own between gateway and vendor: whole requests in, and any mishap on the way."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from benchmarks.storm.weather import Mishap, Sky

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_BUSY = (
    b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\ncontent-type: text/plain\r\n"
    b"content-length: 4\r\n\r\nbusy"
)
_DOWN = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n"
    b"<html></html>"
)
_BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"


_INSTEAD: dict[Mishap, bytes] = {"429": _BUSY, "503 before": _DOWN}


class Gone(Exception):
    """The other side has hung up."""


class Proxy:
    """Forwards to one vendor, one connection of its own for each request."""

    def __init__(self, upstream: str, sky: Sky) -> None:
        address = urlsplit(upstream)
        self._host, self._port = str(address.hostname), int(address.port or 80)
        self._sky = sky
        # asyncio itself lets go of a connection's task when a killed gateway hangs up.
        self._serving: set[asyncio.Task[None] | None] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, for as many requests as it lasts."""
        task = asyncio.current_task()
        self._serving.add(task)
        try:
            while True:
                await self._carry(await _message(reader), writer)
        except (Gone, OSError, asyncio.IncompleteReadError):
            _reset(writer)
        finally:
            self._serving.discard(task)

    async def _carry(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        mishap = self._sky.draw()
        if mishap in _INSTEAD:
            writer.write(_INSTEAD[mishap])
        elif mishap == "reset before":
            raise Gone
        else:
            await self._carry_out(request, mishap, writer)
        await writer.drain()

    async def _carry_out(
        self, request: bytes, mishap: Mishap, writer: asyncio.StreamWriter
    ) -> None:
        """The vendor does what it was asked; what its answer becomes is another matter."""
        if mishap == "latency":
            await asyncio.sleep(self._sky.seconds())
        answer = await self._ask(request)
        if mishap == "half answer":
            writer.write(answer[: max(len(answer) // 2, 1)])
            await writer.drain()
        if mishap in ("half answer", "reset after"):
            raise Gone
        writer.write(_BAD_GATEWAY if mishap == "502 after" else answer)

    async def _ask(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(request)
            await writer.drain()
            return await _message(reader)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One whole HTTP/1.1 message; both sides always say how long theirs are."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        raise Gone from None
    length = _LENGTH.search(head)
    return head + (await reader.readexactly(int(length[1])) if length else b"")


def _reset(writer: asyncio.StreamWriter) -> None:
    """Hang up so that the other side sees a reset and not an end."""
    with suppress(OSError):
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.close()


@contextmanager
def proxied(upstream: str, sky: Sky) -> Generator[str, None, None]:
    """A proxy in a thread of its own on a free port; gives its base URL."""
    proxy, loop = Proxy(upstream, sky), asyncio.new_event_loop()
    server = loop.run_until_complete(
        asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=1 << 24)
    )
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
