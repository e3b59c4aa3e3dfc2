"""A webhook that takes everything: when did the first byte of a request come, how many came?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

_ANSWER = (
    b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n{"ref":"1"}'
)


class Sink:
    """``came`` is told when a request begins to arrive; ``count`` counts the whole ones."""

    def __init__(self) -> None:
        self.came: asyncio.Future[float] | None = None
        self.count = 0

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[str, None]:
        """The URL, for as long as the block runs."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Request(self), "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()

    def told(self, at: float) -> None:
        """A request begins."""
        if self.came is not None and not self.came.done():
            self.came.set_result(at)


class _Request(asyncio.Protocol):
    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._held = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if not self._held:
            self._sink.told(time.perf_counter())
        self._held += data
        if self._is_whole() and self._transport is not None:
            self._held = b""
            self._sink.count += 1
            self._transport.write(_ANSWER)

    def _is_whole(self) -> bool:
        end = self._held.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = self._held[:end].lower()
        _, named, rest = head.partition(b"content-length: ")
        return len(self._held) >= end + 4 + (int(rest.split(b"\r", 1)[0]) if named else 0)
