"""A delivery keeps the mapping and the vendor's schema that it began with.

Resumed after an edit, or after the vendor has changed its fields, it plans the same.
"""

from __future__ import annotations

import asyncio

from msgspec.structs import asdict, replace

from gateway.delivery.destination import Destination, compile_for
from gateway.delivery.plans import InForce, as_opened, pin_of
from gateway.delivery.vocabulary import pick_target
from gateway.sdk.manifest import Target
from gateway.store.port import Store
from gateway.store.records import DeliveryRow
from mappings import Plan


async def pinned(
    row: DeliveryRow,
    destination: Destination,
    store: Store,
    current: InForce | None = None,
) -> tuple[DeliveryRow, Plan]:
    """The delivery with its mapping, whose text is kept, and that mapping's plan.

    Where the delivery has changed by this, it has to be saved before anything is sent.

    ``current`` is what new deliveries are made with; without it, what the destination was opened
    with.
    """
    current = current or as_opened(destination)
    plan = current.plan
    sought = (row.mapping_sha256, row.schema_sha256)
    if sought == (plan.sha256, current.schema_sha256):
        return row, plan
    if row.mapping_sha256 is None:
        await store.keep_mapping(plan.sha256, current.text)
        return replace(row, **asdict(pin_of(current))), plan
    text = await store.mapping(row.mapping_sha256)
    if text is None:
        return row, plan
    # Compiling a mapping takes long enough to be felt by everybody else.
    begun_with = await asyncio.to_thread(
        compile_for, destination, text, row.mapping or "", _schema(row, destination)
    )
    return row, begun_with


def _schema(row: DeliveryRow, destination: Destination) -> Target:
    described, sha256 = destination.described, row.schema_sha256
    if described is None or sha256 == described.sha256:
        return destination.target
    if sha256 is None:
        return pick_target(destination.adapter.manifest, destination.configured.object)
    return described.earlier.get(sha256, destination.target)
