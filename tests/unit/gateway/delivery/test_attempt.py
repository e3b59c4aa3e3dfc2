"""One attempt: what was begun is gone on with, and what is late is looked for again."""

from __future__ import annotations

from pathlib import Path

import httpx
import msgspec
import pytest

from gateway.delivery.attempt import attempt
from gateway.delivery.evidence import package_pointers, unpack_receipt
from gateway.delivery.proof import whole
from gateway.delivery.reading import REREAD_AFTER
from gateway.delivery.runner import Later
from gateway.sdk.errors import DeliveryError, LeavesStranded
from gateway.store.records import DeliveryRow
from tests.unit.gateway.delivery.works import Floor, Vendor, floor, mapping, open_works


async def tried(works: Floor, row: DeliveryRow) -> DeliveryRow:
    return await attempt(row, works.destinations[row.destination], works.tools)


async def test_an_attempt_returns_what_the_store_has(works: Floor) -> None:
    (row,) = await works.accept()
    ended = await tried(works, row)
    assert await works.row(row.id) == ended
    assert ("verified", f"W-{row.id}", "plain") == (ended.status, ended.ref, ended.mapping)


async def test_the_receipt_has_a_row_for_every_leaf_and_its_counts_stand_in_the_delivery(
    works: Floor,
) -> None:
    (row,) = await works.accept()
    ended = await tried(works, row)
    kept = unpack_receipt(await works.store.receipt(row.id) or b"")
    receipt = whole(kept, package_pointers(await works.store.package(row.handoff_id) or b""))
    assert [
        "/conversation/id",
        "/conversation/messages/0/role",
        "/conversation/messages/0/content",
    ] == [one.pointer for one in receipt.rows]
    assert {"verified": 3} == msgspec.json.decode(ended.proofs or b"")
    assert {"exact": 1, "capsule": 2} == msgspec.json.decode(ended.fates or b"")


async def test_a_place_that_is_late_is_read_again_and_then_verified(
    works: Floor, vendor: Vendor
) -> None:
    (row,) = await works.accept()
    vendor.says(httpx.Response(404), to=f"GET /items/{row.id}/copy")
    ended = await tried(works, row)
    assert ("verified", [REREAD_AFTER[0]]) == (ended.status, works.slept)


async def test_a_place_that_stays_away_is_missing_after_the_last_reading(
    works: Floor, vendor: Vendor
) -> None:
    (row,) = await works.accept()
    vendor.says(*[httpx.Response(404)] * 9, to=f"GET /items/{row.id}/copy")
    ended = await tried(works, row)
    assert ("degraded", list(REREAD_AFTER)) == (ended.status, works.slept)
    assert {"missing": 3} == msgspec.json.decode(ended.proofs or b"")


async def test_a_place_that_is_altered_is_not_read_again(works: Floor, vendor: Vendor) -> None:
    (row,) = await works.accept()
    vendor.says(httpx.Response(200, content=b"[another]"), to=f"GET /items/{row.id}/copy")
    ended = await tried(works, row)
    assert ("degraded", []) == (ended.status, works.slept)


async def test_a_work_item_stands_in_the_store_before_it_is_read_back(
    works: Floor, vendor: Vendor
) -> None:
    (row,) = await works.accept()
    vendor.says(httpx.Response(503), to="GET")
    with pytest.raises(Later):
        await tried(works, row)
    kept = await works.row(row.id)
    assert (f"W-{row.id}", f"http://works.test/{row.id}") == (kept.ref, kept.url)


async def test_an_attempt_after_a_failed_reading_back_creates_nothing_again(
    works: Floor, vendor: Vendor
) -> None:
    (row,) = await works.accept()
    vendor.says(httpx.Response(503), to="GET")
    with pytest.raises(Later):
        await tried(works, row)
    assert "verified" == (await tried(works, await works.row(row.id))).status
    assert 1 == vendor.asked.count(f"POST /items/{row.id}")


async def test_an_ended_delivery_keeps_no_old_problem(works: Floor) -> None:
    (row,) = await works.accept()
    troubled = msgspec.structs.replace(
        row, problem=b'{"code":"x"}', next_attempt_at="2026-11-20T12:00:00.000000Z"
    )
    ended = await tried(works, troubled)
    assert (None, None) == (ended.problem, ended.next_attempt_at)


async def test_leaves_without_a_place_stop_the_attempt_before_anything_is_sent(
    tmp_path: Path, vendor: Vendor
) -> None:
    # The compiler refuses such a mapping; a delivery must not rely on it.
    opened = open_works(vendor)
    bare = msgspec.structs.replace(opened.plan, capsule=None)
    async with floor(tmp_path, msgspec.structs.replace(opened, plan=bare)) as works:
        (row,) = await works.accept()
        with pytest.raises(LeavesStranded) as stranded:
            await tried(works, row)
    assert ["/conversation/messages/0/role", "/conversation/messages/0/content"] == [
        one.pointer for one in stranded.value.problems
    ]
    assert [] == vendor.asked


async def test_a_mapping_that_stops_a_handoff_says_which_line_did(
    tmp_path: Path, vendor: Vendor
) -> None:
    needs = mapping(source="customer.phone").replace(
        'from = "customer.phone"', 'from = "customer.phone"\nwhen_empty = "stop"'
    )
    async with floor(tmp_path, open_works(vendor, text=needs)) as works:
        (row,) = await works.accept()
        with pytest.raises(DeliveryError) as stopped:
            await tried(works, row)
    assert [("S502", "line 7")] == [(one.code, one.pointer) for one in stopped.value.problems]
    assert [] == vendor.asked


async def test_a_delivery_without_its_package_says_so(works: Floor) -> None:
    (row,) = await works.accept()
    with pytest.raises(DeliveryError, match="the package of this handoff is not in the store"):
        await tried(works, msgspec.structs.replace(row, handoff_id="gone"))


async def test_a_large_handoff_is_proved_like_a_small_one(works: Floor) -> None:
    (row,) = await works.accept(extensions={"com.example": {"long": "x" * 200_000}})
    assert "verified" == (await tried(works, row)).status
