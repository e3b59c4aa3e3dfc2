"""Several writes, one commit, and none of them spoils another.

A write is a plan: a generator that asks statements, looks at what they find and says what it has
written. The plans of a batch go forward together, so that equal statements share their journey.

Before anything else a batch takes the locks of all its writes, in one order everywhere, and holds
them to its end: no two batches of any replica wait for each other, and whatever a plan looks at
stays as it is until its commit.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Generator, Iterable, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from gateway.store.events import NewEvent
from gateway.store.postgres.driver import Connection, Record, failures
from gateway.store.postgres.queue import Wake

# Another session outside this protocol, an operator's for instance, was in the way.
_TRY_AGAIN = ("40001", "40P01")
_TRIES = 3
_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"


class Ask(NamedTuple):
    """A statement that gives exactly one row, always."""

    sql: str
    args: tuple[object, ...]


class Written(Struct, frozen=True, kw_only=True):
    """What a plan has come to: what its caller is told, what happened, which lanes have work."""

    value: Any = None
    events: tuple[NewEvent, ...] = ()
    wakes: tuple[Wake, ...] = ()


Plan: TypeAlias = Generator[Ask, Record, Written]


class Work(Struct, frozen=True, kw_only=True):
    """One write, and what it must be alone with.

    A plan that raises must not have written anything before. It may be made anew and run twice.
    ``locks`` are names; writes that share one follow one another, on whatever replica.
    """

    plan: Callable[[], Plan]
    locks: tuple[str, ...] = ()


def statement(sql: str, *args: object, locks: tuple[str, ...] = ()) -> Work:
    """The write that is one statement; its caller is told the row."""

    def plan() -> Plan:
        row = yield Ask(sql, args)
        return Written(value=row)

    return Work(plan=plan, locks=locks)


class Outcome(NamedTuple):
    """What a work's caller is told, or why nothing of it is stored."""

    value: Any = None
    error: BaseException | None = None


class Effects(NamedTuple):
    """What is written once for a whole batch, just before it is committed."""

    note: Callable[[Connection, Sequence[NewEvent]], Awaitable[None]]
    wake: Callable[[Connection, Sequence[Wake]], Awaitable[None]]


async def commit_batch(
    connection: Connection, works: Sequence[Work], effects: Effects
) -> list[Outcome]:
    """Run all works in one transaction; their outcomes, in order, once it is durable.

    Where the transaction as a whole is lost, each work gets one of its own. Raises one of
    ``failures`` when the connection broke: what was stored is not known.
    """
    if len(works) > 1:
        try:
            return await _together(connection, works, effects)
        except Exception:
            if connection.is_closed():
                raise
            await _roll_back(connection)
    return [await _alone(connection, work, effects) for work in works]


async def _alone(connection: Connection, work: Work, effects: Effects) -> Outcome:
    for left in reversed(range(_TRIES)):
        try:
            (outcome,) = await _together(connection, [work], effects)
        except Exception as error:
            if connection.is_closed():
                raise
            await _roll_back(connection)
            if not left or getattr(error, "sqlstate", "") not in _TRY_AGAIN:
                return Outcome(error=error)
        else:
            return outcome
    raise AssertionError


async def _together(
    connection: Connection, works: Sequence[Work], effects: Effects
) -> list[Outcome]:
    await connection.execute(_begin(works))
    running = [_Running(work) for work in works]
    for wave in _waves(running):
        await _go_forward(connection, wave)
    written = [one.written for one in running if one.written is not None]
    # Events come last: their sequence has to be that of the commits, see ``note_events``.
    if wakes := [wake for one in written for wake in one.wakes]:
        await effects.wake(connection, wakes)
    if events := [event for one in written for event in one.events]:
        await effects.note(connection, events)
    await connection.execute("COMMIT")
    return [one.outcome() for one in running]


class _Running:
    """A plan under way."""

    def __init__(self, work: Work) -> None:
        self.locks = frozenset(work.locks)
        self.written: Written | None = None
        self.ask: Ask | None = None
        self._error: BaseException | None = None
        self._plan = work.plan()

    def start(self) -> None:
        self._step(lambda: next(self._plan))

    def tell(self, row: Record) -> None:
        self._step(lambda: self._plan.send(row))

    def outcome(self) -> Outcome:
        if self.written is None:
            return Outcome(error=self._error)
        return Outcome(value=self.written.value)

    def _step(self, step: Callable[[], Ask]) -> None:
        self.ask = None
        try:
            self.ask = step()
        except StopIteration as done:
            self.written = done.value
        except Exception as error:  # noqa: BLE001 - handed to whoever awaits it; the others go on
            self._error = error


def _waves(running: Iterable[_Running]) -> list[list[_Running]]:
    """Works that share a lock follow one another within a batch, too."""
    waves: list[list[_Running]] = []
    depth: defaultdict[str, int] = defaultdict(int)
    for one in running:
        wave = max((depth[lock] for lock in one.locks), default=0)
        depth.update(dict.fromkeys(one.locks, wave + 1))
        if wave == len(waves):
            waves.append([])
        waves[wave].append(one)
    return waves


async def _go_forward(connection: Connection, wave: Sequence[_Running]) -> None:
    for one in wave:
        one.start()
    while asking := _by_statement(wave):
        for sql, ones in asking.items():
            rows = await connection.fetchmany(sql, [one.ask.args for one in ones if one.ask])
            for one, row in zip(ones, rows, strict=True):
                one.tell(row)


def _by_statement(wave: Sequence[_Running]) -> dict[str, list[_Running]]:
    asking: defaultdict[str, list[_Running]] = defaultdict(list)
    for one in wave:
        if one.ask is not None:
            asking[one.ask.sql].append(one)
    return asking


def _begin(works: Sequence[Work]) -> str:
    # Locks in a statement of their own: the next ones look at the store only once they are held.
    keys = sorted({key_of(name) for work in works for name in work.locks})
    if not keys:
        return _BEGIN
    numbers = ",".join(map(str, keys))
    return f"{_BEGIN}; SELECT pg_advisory_xact_lock(k) FROM unnest('{{{numbers}}}'::bigint[]) k"  # noqa: S608 - numbers only


def key_of(name: str) -> int:
    """A lock's name as PostgreSQL wants it. Two names with one key only wait for each other."""
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


async def _roll_back(connection: Connection) -> None:
    with contextlib.suppress(*failures()):
        await connection.execute("ROLLBACK")
