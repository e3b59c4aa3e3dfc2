"""One attempt at one delivery: translate, deliver, read back, prove.

Everything that was already exchanged is replayed from the journal, so an attempt may be cut off
anywhere and made again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from gateway.delivery.aside import aside
from gateway.delivery.consign import consign
from gateway.delivery.destination import Destination
from gateway.delivery.evidence import pack_receipt
from gateway.delivery.journal import StoreJournal
from gateway.delivery.pinning import pinned
from gateway.delivery.plans import InForce, as_opened
from gateway.delivery.proof import Receipt
from gateway.delivery.receipt import prove
from gateway.delivery.runner import Run, run
from gateway.delivery.trouble import fixed_trouble
from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.sdk.consignment import Consignment, Delivered, Stored
from gateway.sdk.errors import DeliveryError, Problem
from gateway.sdk.exchange import VendorRequest, VendorResponse
from gateway.store.lanes import Lease
from gateway.store.port import Store
from gateway.store.records import DeliveryRow
from mappings import MappingStopped, Plan
from mappings.accounting import account
from mappings.fate import Fate
from mappings.translation import Translation

# A place that is not there yet may only be late: vendors index and scan after they answer.
REREAD_AFTER: tuple[float, ...] = (0.5, 2.0)


class Tools(Struct, frozen=True, kw_only=True):
    """What an attempt works with; clock and sleep are given so that tests need not wait.

    ``in_force`` gives the mapping that a delivery which begins now is made with.
    """

    store: Store
    now: Callable[[], str]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    in_force: Callable[[Destination], InForce] = as_opened


class _Work(Struct, frozen=True, kw_only=True):
    """What one attempt is about; ``size`` is the package's, in bytes."""

    row: DeliveryRow
    lease: Lease | None
    destination: Destination
    leaves: Mapping[str, Any]
    size: int
    translation: Translation
    consignment: Consignment


async def attempt(
    row: DeliveryRow, destination: Destination, tools: Tools, lease: Lease | None = None
) -> DeliveryRow:
    """Carry a delivery to its receipt and return its new state, already stored.

    Every write is made under the lease; raises ``LeaseLost`` once somebody else has it, ``Later``
    when it has to be tried again, ``DeliveryError`` when a person has to look.
    """
    current = tools.in_force(destination)
    row, plan = await pinned(row, destination, tools.store, current, lease)
    work = await _prepare(row, destination, plan, tools.store, lease)
    delivered = await _deliver(work, tools)
    row = msgspec.structs.replace(
        row,
        ref=delivered.ref,
        url=_opened_at(destination, delivered.url),
        delivered=msgspec.json.encode(delivered),
    )
    await tools.store.save_delivery(row, lease)
    receipt = await _prove(work, delivered, tools)
    evidence = await aside(work.size, partial(pack_receipt, receipt))
    return await _settle(row, receipt, evidence, tools, lease)


def _opened_at(destination: Destination, url: str) -> str:
    """Where a person opens the work item; some vendors never say at which address they are."""
    if not url.startswith("/"):
        return url
    return destination.configured.base_url.rstrip("/") + url


async def _prepare(
    row: DeliveryRow, destination: Destination, plan: Plan, store: Store, lease: Lease | None
) -> _Work:
    package = await store.package(row.handoff_id)
    if package is None:
        raise DeliveryError(why="the package of this handoff is not in the store")
    return await aside(len(package), partial(_planned, row, destination, plan, package, lease))


def _planned(
    row: DeliveryRow, destination: Destination, plan: Plan, package: bytes, lease: Lease | None
) -> _Work:
    handoff = decode_handoff(package)
    every = leaves(handoff)
    translation, fates = _translate(handoff, every, plan, destination)
    consignment = consign(
        translation, fates=fates, package=package, delivery_id=row.id, handoff_id=row.handoff_id
    )
    return _Work(
        row=row,
        lease=lease,
        destination=destination,
        leaves=every,
        size=len(package),
        translation=translation,
        consignment=consignment,
    )


def _translate(
    handoff: Handoff, every: Mapping[str, Any], plan: Plan, destination: Destination
) -> tuple[Translation, Mapping[str, Fate]]:
    """The translation, and its account of every leaf: what is not accounted for is not sent."""
    try:
        translation = plan.apply(handoff, destination.visible)
        return translation, account(translation, every)
    except MappingStopped as stopped:
        problem = Problem(code=stopped.code, detail=stopped.message, pointer=f"line {stopped.line}")
        raise DeliveryError(step="translate", why=stopped.message, problems=[problem]) from None


async def _deliver(work: _Work, tools: Tools) -> Delivered:
    adapter, settings = work.destination.adapter, work.destination.settings
    flow = adapter.deliver(work.consignment, settings)
    return await run(flow, _context(work, "deliver", 0, tools))


async def _prove(work: _Work, delivered: Delivered, tools: Tools) -> Receipt:
    """Read back; what is not there is looked for again before it is called missing."""
    receipt = await _read(work, delivered, 1, tools)
    for round_, pause in enumerate(REREAD_AFTER, start=2):
        if not _may_be_late(receipt):
            break
        await tools.sleep(pause)
        receipt = await _read(work, delivered, round_, tools)
    return receipt


def _may_be_late(receipt: Receipt) -> bool:
    places = (place for row in receipt.rows for place in row.places)
    return any(place.proof in ("missing", "pending") for place in (*places, *receipt.fixed))


async def _read(work: _Work, delivered: Delivered, round_: int, tools: Tools) -> Receipt:
    adapter, settings = work.destination.adapter, work.destination.settings
    flow = adapter.read_back(delivered, work.consignment, settings)
    stored: Stored = await run(flow, _context(work, "read_back", round_, tools))
    proof = partial(
        prove,
        work.translation,
        work.consignment,
        stored,
        target=work.destination.target,
        leaves=work.leaves,
    )
    return await aside(work.size, proof)


def _context(work: _Work, phase: str, round_: int, tools: Tools) -> Run:
    return Run(
        phase=phase,
        round=round_,
        delivery_id=work.row.id,
        journal=StoreJournal(tools.store, work.lease),
        send=_sender(work.destination),
        adapter=work.destination.adapter,
        consignment=work.consignment,
        settings=work.destination.settings,
        now=tools.now,
        renew=work.destination.transport.renew,
        sleep=tools.sleep,
    )


def _sender(destination: Destination) -> Callable[[VendorRequest], Awaitable[VendorResponse]]:
    async def send(request: VendorRequest) -> VendorResponse:
        await destination.bucket.take()
        return await destination.transport.send(request)

    return send


async def _settle(
    row: DeliveryRow, receipt: Receipt, evidence: bytes, tools: Tools, lease: Lease | None
) -> DeliveryRow:
    row = msgspec.structs.replace(
        row,
        status=receipt.status,
        proofs=msgspec.json.encode(receipt.proofs()),
        fates=msgspec.json.encode(receipt.fates()),
        problem=fixed_trouble(receipt),
        next_attempt_at=None,
    )
    await tools.store.settle(row, evidence, lease)
    return row
