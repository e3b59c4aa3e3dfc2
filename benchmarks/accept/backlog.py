"""What a long queue costs: accepting and delivering with 200,000 deliveries waiting."""

from __future__ import annotations

import asyncio
import shutil
import time
from contextlib import ExitStack
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.accept.bodies import body
from benchmarks.accept.homes import PAUSED, destination, gateway, gateway_beside
from benchmarks.accept.sheets import Sheet
from benchmarks.accept.sink import Sink
from benchmarks.accept.turns import in_turns
from benchmarks.report import Goal
from gateway.store.clock import new_id, now
from gateway.store.open import open_store
from gateway.store.records import NewDelivery, NewHandoff

FEW, MANY = 1_000, 200_000
_LEAST = 0.95
_STORE = "sqlite:///readback.db"
_GROUP = 1_000
_TURNS, _SECONDS = 5, 1.2
# The first deliveries open connections; these ones are counted.
_FROM, _TO = 200, 900
_PATIENCE = 120.0

_NOTE = (
    "SQLite. Accepting: {size:,} bytes, the queue is of a disabled destination, both gateways in"
    " turns. Delivering: small handoffs, each of another conversation, to a webhook that answers at"
    f" once; timed are the {_FROM}th to the {_TO}th after the start. The handoffs that wait were"
    " written into the store before the gateway was started."
)


class Pace(Struct, frozen=True):
    """A second, with few and with many waiting."""

    few: float
    many: float


def measured(folder: Path) -> tuple[Sheet, tuple[Goal, ...]]:
    """The table and its goals."""
    queues = {count: _filled(folder / f"queue-{count}", count) for count in (FEW, MANY)}
    paces = {"accepting": _accepting(folder, queues), "delivering": _delivering(folder, queues)}
    sheet = Sheet(
        title="A long queue",
        columns=(f"{FEW:,} waiting", f"{MANY:,} waiting", "ratio"),
        rows=tuple(
            (
                f"{name}, a second",
                f"{one.few:,.0f}",
                f"{one.many:,.0f}",
                f"{one.many / one.few:.2f}",
            )
            for name, one in paces.items()
        ),
        note=_NOTE.format(size=len(body())),
    )
    return sheet, tuple(
        Goal(what=f"{name} with {MANY:,} waiting:", ratio=one.many / one.few, least=_LEAST)
        for name, one in paces.items()
    )


def _filled(folder: Path, count: int) -> Path:
    """The folder, with a store of so many handoffs that nobody has delivered yet."""
    folder.mkdir()
    asyncio.run(_fill(folder, count))
    return folder


async def _fill(folder: Path, count: int) -> None:
    store = open_store(_STORE, folder=folder)
    await store.open()
    for first in range(0, count, _GROUP):
        await asyncio.gather(*(store.accept(_small(first + number)) for number in range(_GROUP)))
    await store.close()


def _small(number: int) -> NewHandoff:
    id_, conversation = new_id(), f"waiting-{number}"
    package = msgspec.json.encode(
        {
            "schema_version": "1.0",
            "id": id_,
            "source": {"system": "bench"},
            "conversation": {
                "id": conversation,
                "messages": [{"role": "customer", "content": "Is anybody there?"}],
            },
        }
    )
    return NewHandoff(
        id=id_,
        conversation_id=conversation,
        created_at=now(),
        dialect="canonical",
        media_type="application/json",
        raw=package,
        raw_sha256=f"{number:064}",
        package=package,
        deliveries=(NewDelivery(id=new_id(), destination="desk"),),
        client="bench",
    )


def _accepting(folder: Path, queues: dict[int, Path]) -> Pace:
    with ExitStack() as open_:
        served = {
            str(count): open_.enter_context(
                gateway(_copied(queue, folder / f"accepting-{count}"), _STORE, PAUSED)
            )
            for count, queue in queues.items()
        }
        results = in_turns(served, body(), turns=_TURNS, seconds=_SECONDS)
    few, many = results[str(FEW)], results[str(MANY)]
    return Pace(few.rate, few.rate * many.share_of(few))


def _delivering(folder: Path, queues: dict[int, Path]) -> Pace:
    paces = {
        count: asyncio.run(_pace(_copied(queue, folder / f"delivering-{count}")))
        for count, queue in queues.items()
    }
    return Pace(paces[FEW], paces[MANY])


def _copied(queue: Path, to: Path) -> Path:
    shutil.copytree(queue, to)
    return to


async def _pace(folder: Path) -> float:
    """Deliveries a second."""
    sink = Sink()
    async with (
        sink.listening() as url,
        gateway_beside(folder, _STORE, destination("desk", url)),
    ):
        began = await _reached(sink, _FROM)
        return (_TO - _FROM) / (await _reached(sink, _TO) - began)


async def _reached(sink: Sink, count: int) -> float:
    deadline = time.perf_counter() + _PATIENCE
    while sink.count < count:
        if time.perf_counter() > deadline:
            raise RuntimeError(f"only {sink.count} were delivered")
        await asyncio.sleep(0.002)
    return time.perf_counter()
