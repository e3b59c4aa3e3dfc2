"""One attempt at one delivery: translate, deliver, read back, prove.

Everything that was already exchanged is replayed from the journal, so an attempt may be cut off
anywhere and made again.
"""

from __future__ import annotations

import asyncio
from functools import partial

import msgspec
from msgspec import Struct

from gateway.delivery.aside import LARGE, aside
from gateway.delivery.destination import Destination
from gateway.delivery.evidence import pack_receipt
from gateway.delivery.journal import StoreJournal
from gateway.delivery.pinning import pinned
from gateway.delivery.reading import read_back, with_receipt
from gateway.delivery.rereading import first_reread
from gateway.delivery.runner import run
from gateway.delivery.work import Tools, Work, prepared, run_of
from gateway.sdk.consignment import Delivered
from gateway.sdk.errors import StoreUnavailable
from gateway.store.lanes import LeaseLost
from gateway.store.records import DeliveryRow

__all__ = ["Attempted", "Tools", "attempt", "attempted"]


class Attempted(Struct, frozen=True, kw_only=True):
    """A delivery's new state, already stored; ``is_last`` where its lane was given back with it."""

    row: DeliveryRow
    is_last: bool


async def attempt(row: DeliveryRow, destination: Destination, tools: Tools) -> DeliveryRow:
    """``attempted`` by who has the store to himself; the delivery's new state."""
    package = await tools.store.package(row.handoff_id)
    done = await attempted(row, package, destination, tools, StoreJournal(tools.store))
    return done.row


async def attempted(
    row: DeliveryRow,
    package: bytes | None,
    destination: Destination,
    tools: Tools,
    journal: StoreJournal,
) -> Attempted:
    """Carry a delivery to its receipt.

    Every write is the journal's; raises ``LeaseLost`` once somebody else has the lane, ``Later``
    when it has to be tried again, ``DeliveryError`` when a person has to look.
    """
    try:
        return await _attempted(row, package, destination, tools, journal)
    except (StoreUnavailable, LeaseLost):
        raise
    except (Exception, asyncio.CancelledError):
        await journal.keep()
        raise


async def _attempted(
    row: DeliveryRow,
    package: bytes | None,
    destination: Destination,
    tools: Tools,
    journal: StoreJournal,
) -> Attempted:
    current = tools.in_force(destination)
    begun, plan = await pinned(row, destination, tools.store, current)
    if begun is not row:
        journal.save(begun)
    work = await prepared(begun, destination, plan, package, journal)
    delivered = await _deliver(work, tools)
    row = _made(begun, delivered, destination)
    journal.save(row)
    if work.size >= LARGE:
        await journal.secure()
    receipt = await read_back(work, delivered, tools)
    evidence = await aside(work.size, partial(pack_receipt, receipt))
    row = with_receipt(row, receipt)
    row = msgspec.structs.replace(row, reread_at=first_reread(receipt, tools.now()), rereads=0)
    journal.save(row, evidence)
    return Attempted(row=row, is_last=await journal.keep(gives_back=True))


def _made(row: DeliveryRow, delivered: Delivered, destination: Destination) -> DeliveryRow:
    return msgspec.structs.replace(
        row,
        ref=delivered.ref,
        url=_opened_at(destination, delivered.url),
        delivered=msgspec.json.encode(delivered),
    )


async def _deliver(work: Work, tools: Tools) -> Delivered:
    adapter, settings = work.destination.adapter, work.destination.settings
    flow = adapter.deliver(work.consignment, settings)
    return await run(flow, run_of(work, "deliver", work.row.generation, tools))


def _opened_at(destination: Destination, url: str) -> str:
    """Where a person opens the work item; some vendors never say at which address they are."""
    if not url.startswith("/"):
        return url
    return destination.configured.base_url.rstrip("/") + url
