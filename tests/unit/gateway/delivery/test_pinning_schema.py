"""A delivery keeps the vendor's schema it began with, and says what of its mapping was skipped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from gateway.delivery.destination import Described, Destination, compile_plan
from gateway.delivery.evidence import unpack_receipt, unpack_stale
from gateway.delivery.pinning import pinned
from gateway.sdk.manifest import Target, TargetField
from tests.unit.gateway.delivery.works import TARGET, Vendor, Works, floor, mapping, open_works

OWN = TargetField(name="own", label="Own field", kind="text")
WITH_OWN = replace(TARGET, fields=(*TARGET.fields, OWN))
TEXT = mapping().replace("[capsule]", '[[field]]\nto = "own"\nfrom = "conversation.id"\n[capsule]')


def at(vendor: Vendor, target: Target, sha256: str, **earlier: Target) -> Destination:
    """The works as its vendor described it."""
    opened = open_works(vendor)
    described = Described(
        target=target, sha256=sha256, fetched_at="2026-11-20T09:30:00Z", earlier=earlier
    )
    plan = compile_plan(TEXT, Works.manifest, target, "plain", published=True)
    return replace(opened, target=target, described=described, plan=plan, mapping=TEXT)


def filled(plan: Any) -> list[str]:
    return [rule.to for rule in plan.rules]


async def test_a_new_delivery_is_pinned_to_the_schema_as_it_is_now(tmp_path: Path) -> None:
    destination = at(Vendor(), WITH_OWN, "new")
    async with floor(tmp_path, destination) as works:
        (row,) = await works.accept()
        begun, plan = await pinned(row, destination, works.store)

        assert ("new", ["title", "own"]) == (begun.schema_sha256, filled(plan))


async def test_a_delivery_keeps_its_schema_after_the_vendor_has_changed(tmp_path: Path) -> None:
    before = at(Vendor(), WITH_OWN, "old")
    async with floor(tmp_path, before) as works:
        (row,) = await works.accept()
        begun, _ = await pinned(row, before, works.store)
        after = at(Vendor(), TARGET, "new", old=WITH_OWN)
        resumed, plan = await pinned(begun, after, works.store)
        await after.transport.aclose()

        assert (begun, ["title", "own"]) == (resumed, filled(plan))


async def test_a_delivery_begun_before_the_first_description_keeps_what_was_declared(
    tmp_path: Path,
) -> None:
    before = open_works(Vendor(), text=mapping())
    async with floor(tmp_path, before) as works:
        (row,) = await works.accept()
        begun, _ = await pinned(row, before, works.store)
        after = at(Vendor(), replace(TARGET, fields=(OWN,)), "new")
        _, plan = await pinned(begun, after, works.store)
        await after.transport.aclose()

        assert (None, ["title"], ()) == (begun.schema_sha256, filled(plan), plan.stale)


async def test_where_a_schema_is_lost_the_current_one_is_taken(tmp_path: Path) -> None:
    before = at(Vendor(), WITH_OWN, "old")
    async with floor(tmp_path, before) as works:
        (row,) = await works.accept()
        begun, _ = await pinned(row, before, works.store)
        after = at(Vendor(), TARGET, "new")
        _, plan = await pinned(begun, after, works.store)
        await after.transport.aclose()

        assert ["title"] == filled(plan)


async def test_a_stale_rule_is_skipped_reported_and_delays_nothing(tmp_path: Path) -> None:
    vendor = Vendor()
    async with floor(tmp_path, at(vendor, TARGET, "new")) as works:
        (row,) = await works.accept()
        ended = await works.deliver(row)
        evidence = await works.store.receipt(row.id)

        assert evidence is not None
        assert ("verified", "new") == (ended.status, ended.schema_sha256)
        assert {"title": "c-1"} == msgspec.json.decode(vendor.kept[f"/items/{row.id}"])
        assert [("D401", 11)] == [(one.code, one.line) for one in unpack_stale(evidence)]
        assert unpack_receipt(evidence).stale == unpack_stale(evidence)


async def test_a_receipt_kept_before_rules_could_be_stale_has_none(tmp_path: Path) -> None:
    async with floor(tmp_path, open_works(Vendor())) as works:
        (row,) = await works.accept()
        await works.deliver(row)
        evidence = await works.store.receipt(row.id)

        assert evidence is not None
        assert () == unpack_stale(evidence)
