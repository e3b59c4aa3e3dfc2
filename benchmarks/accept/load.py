"""A load generator in a process of its own: ``python -m benchmarks.accept.load`` reads its task
from stdin and writes what it saw to stdout. It speaks just enough HTTP/1.1, so that it is not
itself what is measured.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable

import msgspec
import psutil
from msgspec import Struct

_END = b"\r\n\r\n"
_LENGTH = b"content-length: "
_WARM_SECONDS = 0.3


class Template(Struct, frozen=True):
    """A request's bytes around the conversation's number."""

    head: bytes
    tail: bytes

    def numbered(self, number: int) -> bytes:
        return b"%bweb-%012d%b" % (self.head, number, self.tail)


class Task(Struct, frozen=True, kw_only=True):
    """Send to ``port`` for ``seconds`` over so many connections; ``process`` is watched."""

    port: int
    process: int
    template: Template
    connections: int
    seconds: float
    first: int = 0


class Seen(Struct, frozen=True, kw_only=True):
    """How many were accepted within ``seconds``, the process's CPU seconds and bytes, and how long
    each answer took, in seconds and sorted.
    """

    accepted: int
    seconds: float
    cpu: float
    grown: int
    waits: list[float]
    last: int

    @property
    def rate(self) -> float:
        """Accepted a second."""
        return self.accepted / self.seconds

    def wait(self, share: float) -> float:
        """Within how many seconds so many of the answers came: 0.5 is the median."""
        return self.waits[min(int(len(self.waits) * share), len(self.waits) - 1)]


class Sender(asyncio.Protocol):
    """One connection: a request, its answer, the next request."""

    def __init__(self, take: Callable[[], bytes | None], told: Callable[[float], None]) -> None:
        self._take = take
        self._told = told
        self._came = b""
        self._began = 0.0
        self._transport: asyncio.Transport | None = None
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._came += data
        size = answer_size(self._came)
        if size is None or len(self._came) < size:
            return
        if not self._came.startswith(b"HTTP/1.1 202"):
            self._fail(RuntimeError(f"not accepted: {self._came[:2000]!r}"))
            return
        self._came = b""
        self._told(time.perf_counter() - self._began)
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self._fail(error or ConnectionError("the server hung up"))

    def _send(self) -> None:
        assert self._transport is not None
        request = self._take()
        if request is None:
            self.ended.set_result(None)
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)

    def _fail(self, error: Exception) -> None:
        assert self._transport is not None
        self.ended.set_exception(error)
        self._transport.close()


class Run:
    """Counts what is accepted between the end of the warm-up and the end."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._number = task.first
        self._waits: list[float] = []
        self._is_counting = False
        self._is_over = False
        self._process = psutil.Process(task.process)

    async def go(self) -> Seen:
        """Warm up, send, count."""
        loop = asyncio.get_running_loop()
        senders = [
            (await loop.create_connection(self._sender, "127.0.0.1", self._task.port))[1]
            for _ in range(self._task.connections)
        ]
        await self._lasting(_WARM_SECONDS, senders)
        self._is_counting = True
        began, cpu, size = time.perf_counter(), self._cpu(), self._process.memory_info().rss
        await self._lasting(self._task.seconds, senders)
        self._is_counting, ended = False, time.perf_counter()
        seen = Seen(
            accepted=len(self._waits),
            seconds=ended - began,
            cpu=self._cpu() - cpu,
            grown=self._process.memory_info().rss - size,
            waits=sorted(self._waits),
            last=self._number,
        )
        self._is_over = True
        await asyncio.gather(*(sender.ended for sender in senders))
        return seen

    async def _lasting(self, seconds: float, senders: list[Sender]) -> None:
        """Let it go on, and raise what went wrong meanwhile."""
        broken, _ = await asyncio.wait(
            [sender.ended for sender in senders],
            timeout=seconds,
            return_when=asyncio.FIRST_EXCEPTION,
        )
        for one in broken:
            one.result()

    def _sender(self) -> Sender:
        return Sender(self._take, self._told)

    def _take(self) -> bytes | None:
        if self._is_over:
            return None
        self._number += 1
        return self._task.template.numbered(self._number)

    def _told(self, wait: float) -> None:
        if self._is_counting:
            self._waits.append(wait)

    def _cpu(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)


def answer_size(came: bytes) -> int | None:
    """Of the whole answer, once its head is there."""
    end = came.find(_END)
    if end < 0:
        return None
    at = came[:end].lower().find(_LENGTH) + len(_LENGTH)
    return end + len(_END) + int(came[at:end].split(b"\r", 1)[0])


def main() -> None:
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    seen = asyncio.run(Run(task).go())
    sys.stdout.buffer.write(msgspec.json.encode(seen))


if __name__ == "__main__":
    main()
