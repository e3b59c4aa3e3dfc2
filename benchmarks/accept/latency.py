"""From a handoff's being sent to the first byte at the vendor, one at a time."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.accept.bodies import body, request
from benchmarks.accept.homes import destination, gateway_beside
from benchmarks.accept.load import answer_size
from benchmarks.accept.sheets import Sheet
from benchmarks.accept.sink import Sink
from benchmarks.report import Goal

_MOST_MS = {"SQLite": 5.0, "PostgreSQL": 15.0}
_COUNT = 200
# These open connections and fill caches.
_FIRST = 20
_PAUSE = 0.01

_NOTE = (
    "{count} handoffs of {size:,} bytes, one at a time with pauses, from the last byte written to"
    " the gateway until the first byte of its request arrives at a webhook. The gateway has the"
    " first core; sender and webhook are one process on another."
)


def measured(folder: Path, stores: Mapping[str, str]) -> tuple[Sheet, tuple[Goal, ...]]:
    """The table and its goals."""
    waits = {name: asyncio.run(_waits(folder / name, store)) for name, store in stores.items()}
    sheet = Sheet(
        title="From accepting to the vendor's first byte",
        columns=("p50 ms", "p90 ms", "p99 ms"),
        rows=tuple((name, *_cuts(found)) for name, found in waits.items()),
        note=_NOTE.format(count=_COUNT, size=len(body())),
    )
    return sheet, tuple(
        Goal(
            what=f"accept to the vendor's first byte, p50 in ms, {name}:",
            ratio=statistics.median(found) * 1e3,
            most=_MOST_MS[name],
        )
        for name, found in waits.items()
    )


def _cuts(waits: list[float]) -> tuple[str, ...]:
    found = sorted(waits)
    return tuple(f"{found[int(len(found) * share)] * 1e3:.1f}" for share in (0.5, 0.9, 0.99))


async def _waits(folder: Path, store: str) -> list[float]:
    sink = Sink()
    async with (
        sink.listening() as url,
        gateway_beside(folder, store, destination("desk", url)) as served,
    ):
        template = request(body(), served.key)
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        waits = []
        for number in range(_FIRST + _COUNT):
            sink.came = asyncio.get_running_loop().create_future()
            writer.write(template.numbered(number))
            began = time.perf_counter()
            waits.append(await asyncio.wait_for(sink.came, 10) - began)
            await _answer(reader)
            await asyncio.sleep(_PAUSE)
        writer.close()
        await writer.wait_closed()
    return waits[_FIRST:]


async def _answer(reader: asyncio.StreamReader) -> None:
    came = await reader.readuntil(b"\r\n\r\n")
    if not came.startswith(b"HTTP/1.1 202"):
        raise RuntimeError(f"not accepted: {came!r}")
    await reader.readexactly((answer_size(came) or 0) - len(came))
