"""A vendor on a loopback socket that answers with raw bytes, as rudely as a test wants."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.unit.gateway.delivery.works import Floor, Vendor, floor, open_works

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
StartVendor = Callable[[Answer], Awaitable["RawVendor"]]


class RawVendor:
    """Reads one request after the other, keeps them, and lets ``answer`` write what it likes."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._tasks: set[asyncio.Task[None]] = set()
        self.requests: list[bytes] = []
        self.connections = 0
        self._heard = asyncio.Condition()

    async def has_heard(self, requests: int) -> None:
        """Wait until so many requests have come."""
        async with self._heard:
            await self._heard.wait_for(lambda: len(self.requests) >= requests)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        # A client that hangs up, and the end of the test, are the ordinary ways out.
        with contextlib.suppress(
            ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError
        ):
            while not writer.is_closing():
                self.requests.append(await _read_request(reader))
                async with self._heard:
                    self._heard.notify_all()
                await self._answer(writer)
        writer.close()
        self._tasks.discard(task)


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    return head + await reader.readexactly(length)


@pytest.fixture
async def start_vendor() -> AsyncIterator[StartVendor]:
    started: list[RawVendor] = []

    async def start(answer: Answer) -> RawVendor:
        vendor = RawVendor(answer)
        await vendor.start()
        started.append(vendor)
        return vendor

    yield start
    for vendor in started:
        await vendor.stop()


@pytest.fixture
def unused_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
async def works(tmp_path: Path, vendor: Vendor) -> AsyncIterator[Floor]:
    async with floor(tmp_path, open_works(vendor)) as opened:
        yield opened
