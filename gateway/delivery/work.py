"""What one delivery is about: its package, translated and accounted for, for one destination."""

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
from gateway.delivery.journal import StoreJournal
from gateway.delivery.meters import Meters
from gateway.delivery.plans import InForce, as_opened
from gateway.delivery.protection import protected
from gateway.delivery.runner import Run
from gateway.delivery.tracing import span
from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff
from gateway.schema.leaf_view import LeafView
from gateway.sdk.consignment import Consignment
from gateway.sdk.errors import DeliveryError, Problem
from gateway.store.port import Store
from gateway.store.records import DeliveryRow
from mappings import MappingStopped, Plan
from mappings.accounting import Account, account, brief_account
from mappings.translation import Translation


class Tools(Struct, frozen=True, kw_only=True):
    """What an attempt works with; clock and sleep are given so that tests need not wait.

    ``in_force`` gives the mapping that a delivery which begins now is made with.
    """

    store: Store
    now: Callable[[], str]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    in_force: Callable[[Destination], InForce] = as_opened
    meters: Meters = msgspec.field(default_factory=Meters)


class Work(Struct, frozen=True, kw_only=True):
    """One delivery, ready to be made or read; ``size`` is the package's, in bytes."""

    row: DeliveryRow
    journal: StoreJournal
    destination: Destination
    leaves: Mapping[str, Any]
    size: int
    translation: Translation
    account: Account
    consignment: Consignment


async def prepared(
    row: DeliveryRow,
    destination: Destination,
    plan: Plan,
    package: bytes | None,
    journal: StoreJournal,
) -> Work:
    """Raises ``DeliveryError`` where the mapping stops this handoff, or nobody has it any more."""
    if package is None:
        raise DeliveryError(why="the package of this handoff is not in the store")
    with span("translate", readback_destination=destination.name):
        made = partial(_planned, row, destination, plan, package, journal)
        return await aside(len(package), made)


def run_of(work: Work, phase: str, round_: int, tools: Tools) -> Run:
    """What a flow about this work runs with."""
    return Run(
        phase=phase,
        round=round_,
        delivery_id=work.row.id,
        journal=work.journal,
        send=protected(work.destination, tools.meters),
        adapter=work.destination.adapter,
        consignment=work.consignment,
        settings=work.destination.settings,
        now=tools.now,
        renew=work.destination.transport.renew,
        sleep=tools.sleep,
        # With another mapping than before, what an earlier one made has to be found and not made.
        searches_first=work.row.generation > 0,
    )


def _planned(
    row: DeliveryRow, destination: Destination, plan: Plan, package: bytes, journal: StoreJournal
) -> Work:
    every = LeafView(msgspec.json.decode(package))
    translation, briefly = _translate(decode_handoff(package), every, plan, destination)
    stranding = briefly.otherwise == "stranded"
    consignment = consign(
        translation,
        fates=account(translation, every) if stranding else briefly.named,
        package=package,
        delivery_id=row.id,
        handoff_id=row.handoff_id,
    )
    return Work(
        row=row,
        journal=journal,
        destination=destination,
        leaves=every,
        size=len(package),
        translation=translation,
        account=briefly,
        consignment=consignment,
    )


def _translate(
    handoff: Handoff, every: Mapping[str, Any], plan: Plan, destination: Destination
) -> tuple[Translation, Account]:
    """The translation, and its account of every leaf: what is not accounted for is not sent."""
    try:
        translation = plan.apply(handoff, destination.visible)
        return translation, brief_account(translation, every)
    except MappingStopped as stopped:
        problem = Problem(code=stopped.code, detail=stopped.message, pointer=f"line {stopped.line}")
        raise DeliveryError(step="translate", why=stopped.message, problems=[problem]) from None
