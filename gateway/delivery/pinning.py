"""A delivery keeps the mapping it began with: resumed after an edit, it plans the same."""

from __future__ import annotations

import msgspec

from gateway.delivery.destination import Destination, compile_plan
from gateway.store.port import Store
from gateway.store.records import DeliveryRow
from mappings import Plan


async def pinned(
    row: DeliveryRow, destination: Destination, store: Store
) -> tuple[DeliveryRow, Plan]:
    """The delivery with its mapping on record, and that mapping's plan."""
    plan = destination.plan
    if row.mapping_sha256 == plan.sha256:
        return row, plan
    if row.mapping_sha256 is None:
        await store.keep_mapping(plan.sha256, destination.mapping)
        row = msgspec.structs.replace(row, mapping=plan.name, mapping_sha256=plan.sha256)
        await store.save_delivery(row)
        return row, plan
    text = await store.mapping(row.mapping_sha256)
    if text is None:
        return row, plan
    manifest = destination.adapter.manifest
    return row, compile_plan(text, manifest, destination.target, row.mapping or "")
