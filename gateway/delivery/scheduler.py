"""Says when which lane is worked on: in order of asking, so many of a destination at a time.

This is the whole queue of a gateway that runs alone. Nothing here is durable and nothing needs to
be: what is owed stands in the store, and is asked for again at the next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeAlias

from gateway.delivery.bug import whereabouts
from gateway.store.lanes import Lane

_log = logging.getLogger("readback.delivery")

Carry: TypeAlias = Callable[[Lane], Awaitable[float | None]]
"""Works a lane off; the seconds after which to come again, None when nothing is left."""

AFTER_A_BUG = 60.0


class Timer(Protocol):
    """Something that will happen unless it is cancelled."""

    def cancel(self) -> None: ...


StartTimer: TypeAlias = Callable[[float, Callable[[], None]], Timer]
"""Calls a function after so many seconds."""


def on_the_loop(seconds: float, then: Callable[[], None]) -> Timer:
    """A timer of the running event loop, whose clock never jumps."""
    return asyncio.get_running_loop().call_later(seconds, then)


class Scheduler(Protocol):
    """What hands lanes to whoever carries them. It may hand one out twice: leases see to that."""

    async def start(self) -> None:
        """Begin to hand lanes out."""
        ...

    async def wake(self, lane: Lane, after: float = 0.0) -> None:
        """Have a lane worked on, in ``after`` seconds. Raises ``StoreUnavailable``."""
        ...

    async def given_work(self, lane: Lane) -> None:
        """A delivery of this lane was just committed, as accepted or as owed again."""
        ...

    async def refill(self, owed: Sequence[tuple[Lane, float]]) -> None:
        """Make sure of lanes that the store says are owed, each with the seconds to wait.

        Raises ``StoreUnavailable``.
        """
        ...

    async def stop(self, drain: float = 0.0) -> None:
        """Hand nothing out any more; cut off what is still being worked on in ``drain`` seconds."""
        ...


class _Desk:
    """One destination: the lanes that wait for a seat, and those that have one."""

    def __init__(self, seats: int) -> None:
        self.seats = seats
        self.queue: deque[Lane] = deque()
        self.queued: set[Lane] = set()
        self.running: set[Lane] = set()
        self.again: set[Lane] = set()

    def put(self, lane: Lane) -> None:
        """A lane that is being worked on is looked at once more; one that waits has its place."""
        if lane in self.running:
            self.again.add(lane)
        elif lane not in self.queued:
            self.queued.add(lane)
            self.queue.append(lane)

    def next(self) -> Lane | None:
        """The lane that gets a seat, if there is both."""
        if not self.queue or len(self.running) >= self.seats:
            return None
        lane = self.queue.popleft()
        self.queued.discard(lane)
        self.running.add(lane)
        return lane

    def done(self, lane: Lane) -> bool:
        """Whether a lane that gives its seat back was asked for in the meantime."""
        self.running.discard(lane)
        was_asked_for = lane in self.again
        self.again.discard(lane)
        return was_asked_for


class LocalScheduler:
    """``Scheduler`` for one process; ``seats`` is each destination's concurrency."""

    def __init__(
        self, carry: Carry, seats: Mapping[str, int], timer: StartTimer = on_the_loop
    ) -> None:
        self._carry = carry
        self._timer = timer
        self._desks = {name: _Desk(count) for name, count in seats.items()}
        self._timers: dict[Lane, Timer] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_stopped = False

    async def start(self) -> None:
        """See ``Scheduler``: there is nothing to begin with."""

    async def wake(self, lane: Lane, after: float = 0.0) -> None:
        """See ``Scheduler``."""
        self._wake(lane, after)

    async def given_work(self, lane: Lane) -> None:
        """See ``Scheduler``."""
        self._wake(lane, 0.0)

    async def refill(self, owed: Sequence[tuple[Lane, float]]) -> None:
        """See ``Scheduler``."""
        for lane, after in owed:
            self._wake(lane, after)

    async def stop(self, drain: float = 0.0) -> None:
        """See ``Scheduler``."""
        self._is_stopped = True
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        if self._tasks and drain:
            await asyncio.wait(tuple(self._tasks), timeout=drain)
        while tasks := tuple(self._tasks):
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            # From Python 3.12 on, waiting for what is done lets nothing else run: not the callback
            # that would take it out.
            self._tasks.difference_update(tasks)

    def _wake(self, lane: Lane, after: float) -> None:
        timer = self._timers.pop(lane, None)
        if timer is not None:
            timer.cancel()
        if self._is_stopped:
            return
        if after > 0:
            self._timers[lane] = self._timer(after, partial(self._wake, lane, 0.0))
            return
        desk = self._desks[lane.destination]
        desk.put(lane)
        self._fill(desk)

    def _fill(self, desk: _Desk) -> None:
        while not self._is_stopped and (lane := desk.next()) is not None:
            task = asyncio.create_task(self._run(lane, desk), name=f"lane {lane.destination}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _run(self, lane: Lane, desk: _Desk) -> None:
        after: float | None = None
        try:
            after = await self._carry(lane)
        except Exception as error:  # noqa: BLE001 - the other lanes go on
            _log.error("a lane of %s broke: %s", lane.destination, whereabouts(error))
            after = AFTER_A_BUG
        finally:
            if desk.done(lane):
                after = 0.0
        if after is not None:
            self._wake(lane, after)
        self._fill(desk)
