"""One attempt at one delivery: translate, deliver, read back, prove.

Everything that was already exchanged is replayed from the journal, so an attempt may be cut off
anywhere and made again.
"""

from __future__ import annotations

from functools import partial

import msgspec

from gateway.delivery.aside import aside
from gateway.delivery.destination import Destination
from gateway.delivery.evidence import pack_receipt
from gateway.delivery.pinning import pinned
from gateway.delivery.reading import read_back, with_receipt
from gateway.delivery.rereading import first_reread
from gateway.delivery.runner import run
from gateway.delivery.work import Tools, Work, prepared, run_of
from gateway.sdk.consignment import Delivered
from gateway.store.lanes import Lease
from gateway.store.records import DeliveryRow

__all__ = ["Tools", "attempt"]


async def attempt(
    row: DeliveryRow, destination: Destination, tools: Tools, lease: Lease | None = None
) -> DeliveryRow:
    """Carry a delivery to its receipt and return its new state, already stored.

    Every write is made under the lease; raises ``LeaseLost`` once somebody else has it, ``Later``
    when it has to be tried again, ``DeliveryError`` when a person has to look.
    """
    current = tools.in_force(destination)
    row, plan = await pinned(row, destination, tools.store, current, lease)
    work = await prepared(row, destination, plan, tools.store, lease)
    delivered = await _deliver(work, tools)
    row = msgspec.structs.replace(
        row,
        ref=delivered.ref,
        url=_opened_at(destination, delivered.url),
        delivered=msgspec.json.encode(delivered),
    )
    await tools.store.save_delivery(row, lease)
    receipt = await read_back(work, delivered, tools)
    evidence = await aside(work.size, partial(pack_receipt, receipt))
    row = with_receipt(row, receipt)
    row = msgspec.structs.replace(row, reread_at=first_reread(receipt, tools.now()), rereads=0)
    await tools.store.settle(row, evidence, lease)
    return row


async def _deliver(work: Work, tools: Tools) -> Delivered:
    adapter, settings = work.destination.adapter, work.destination.settings
    flow = adapter.deliver(work.consignment, settings)
    return await run(flow, run_of(work, "deliver", work.row.generation, tools))


def _opened_at(destination: Destination, url: str) -> str:
    """Where a person opens the work item; some vendors never say at which address they are."""
    if not url.startswith("/"):
        return url
    return destination.configured.base_url.rstrip("/") + url
