"""Reading back: what the vendor holds now, compared with what was sent."""

from __future__ import annotations

from functools import partial

import msgspec

from gateway.delivery.aside import aside
from gateway.delivery.proof import Receipt
from gateway.delivery.receipt import proved
from gateway.delivery.runner import run
from gateway.delivery.tracing import span
from gateway.delivery.trouble import fixed_trouble
from gateway.delivery.work import Tools, Work, run_of
from gateway.sdk.consignment import Delivered, Stored
from gateway.store.records import DeliveryRow

# A place that is not there yet may only be late: vendors index and scan after they answer.
REREAD_AFTER: tuple[float, ...] = (0.5, 2.0)


async def read_back(work: Work, delivered: Delivered, tools: Tools) -> Receipt:
    """Read; what is not there is looked for again before it is called missing."""
    receipt = await read_once(work, delivered, "read_back", 1, tools)
    for round_, pause in enumerate(REREAD_AFTER, start=2):
        if not _may_be_late(receipt):
            break
        await work.journal.secure()
        await tools.sleep(pause)
        receipt = await read_once(work, delivered, "read_back", round_, tools)
    return receipt


async def read_once(
    work: Work,
    delivered: Delivered,
    phase: str,
    round_: int,
    tools: Tools,
    *,
    is_last: bool = False,
) -> Receipt:
    """One reading. The last one waits for nothing more: what is pending then is missing."""
    adapter, settings = work.destination.adapter, work.destination.settings
    flow = adapter.read_back(delivered, work.consignment, settings)
    stored: Stored = await run(flow, run_of(work, phase, round_, tools))
    if is_last:
        stored = msgspec.structs.replace(stored, pending=frozenset())
    proof = partial(
        proved,
        work.translation,
        work.consignment,
        stored,
        target=work.destination.target,
        leaves=work.leaves,
        account=work.account,
    )
    with span("receipt", readback_destination=work.destination.name):
        return await aside(work.size, proof)


def with_receipt(row: DeliveryRow, receipt: Receipt) -> DeliveryRow:
    """The delivery as a receipt says it stands."""
    return msgspec.structs.replace(
        row,
        status=receipt.status,
        proofs=msgspec.json.encode(receipt.proofs()),
        fates=msgspec.json.encode(receipt.fates()),
        problem=fixed_trouble(receipt),
        next_attempt_at=None,
    )


def _may_be_late(receipt: Receipt) -> bool:
    return not receipt.places().isdisjoint(("missing", "pending"))
