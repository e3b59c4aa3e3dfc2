"""Handoffs of the past for an effect diff: the newest ones that went where a mapping is used."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from gateway.delivery.effect import Effect, Seen, Shown, Tally, show
from gateway.delivery.revisions import Desk
from gateway.schema.codec import decode_handoff
from gateway.sdk.errors import NotFound
from gateway.store.records import HandoffRow
from mappings import Plan

_PAGE = 50
# How many handoffs are looked at to find one that went there.
_PATIENCE = 20


async def recent(desk: Desk, name: str, last: int) -> AsyncGenerator[Seen, None]:
    """The newest handoffs, at most ``last``, that went to a destination which uses the mapping.

    Where no destination uses it, the newest of all: that is what it may get to see.
    """
    found, before = 0, None
    for _ in range(max(1, last * _PATIENCE // _PAGE)):
        rows = await desk.store.handoffs(status=None, conversation=None, before=before, limit=_PAGE)
        for row in rows:
            if found < last and (seen := await _seen(desk, name, row)):
                found += 1
                yield seen
        if found == last or len(rows) < _PAGE:
            return
        before = rows[-1].id


async def effect_of(
    desk: Desk, name: str, before: Plan | None, after: Plan | None, *, last: int
) -> Effect:
    """The effect of going over from one mapping to the other, on the newest handoffs."""
    tally = Tally(before, after)
    async for seen in recent(desk, name, last):
        # Both mappings over a long conversation are felt by everybody else.
        await asyncio.to_thread(tally.add, seen)
    return tally.effect()


async def shown(
    desk: Desk, name: str, before: Plan | None, after: Plan | None, *, handoff_id: str
) -> Shown:
    """One handoff before and after, in full. Raises ``NotFound``."""
    row = await desk.store.handoff(handoff_id)
    seen = await _seen(desk, name, row, anywhere=True) if row else None
    if seen is None:
        raise NotFound
    return await asyncio.to_thread(show, before, after, seen)


async def _seen(desk: Desk, name: str, row: HandoffRow, *, anywhere: bool = False) -> Seen | None:
    using = {destination.name: destination for destination in desk.plans.using(name)}
    went = next((one.destination for one in row.deliveries if one.destination in using), None)
    if using and went is None and not anywhere:
        return None
    package = await desk.store.package(row.id)
    if package is None:
        return None
    handoff = await asyncio.to_thread(decode_handoff, package)
    return Seen(id=row.id, handoff=handoff, visible=using[went].visible if went else {})
