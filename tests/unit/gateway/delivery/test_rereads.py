"""Late places turn up, and what a vendor's automation rewrites afterwards is found."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from gateway.delivery.evidence import unpack_receipt
from gateway.delivery.rereads import Rereads
from gateway.sdk.errors import StoreUnavailable
from gateway.sdk.exchange import VendorRequest, VendorResponse
from tests.unit.gateway.delivery.works import Floor, Vendor, Works, floor, open_works, problem


@pytest.fixture
def rereads(works: Floor) -> Rereads:
    return Rereads(works.destinations, works.tools)


async def a_minute_later(works: Floor, rereads: Rereads) -> int:
    works.moment += timedelta(minutes=1)
    return await rereads.look()


async def test_nothing_is_read_again_before_its_time(works: Floor, rereads: Rereads) -> None:
    await works.deliver(*await works.accept())
    assert 0 == await rereads.look()


async def test_what_stayed_as_it_was_stays_verified_and_is_read_no_more(
    works: Floor, rereads: Rereads
) -> None:
    (row,) = await works.accept()
    await works.deliver(row)
    assert 1 == await a_minute_later(works, rereads)
    read = await works.row(row.id)
    assert ("verified", 1, None) == (read.status, read.rereads, read.reread_at)
    works.moment += timedelta(days=1)
    assert 0 == await rereads.look()


async def test_what_automation_rewrites_after_the_proof_is_found(
    works: Floor, vendor: Vendor, rereads: Rereads
) -> None:
    (row,) = await works.accept()
    await works.deliver(row)
    vendor.kept[f"/items/{row.id}"] = b'{"title": "SPAM?"}'
    await a_minute_later(works, rereads)
    read = await works.row(row.id)
    assert "degraded" == read.status
    evidence = await works.store.receipt(row.id)
    proofs = {place.proof for one in unpack_receipt(evidence).rows for place in one.places}
    assert proofs > {"verified"}
    told = [event.type for event in await works.store.events(after=0, limit=99)]
    assert ["delivery.verified", "delivery.degraded"] == told[-2:]
    counted = 'readback_rereads_changed_total{destination="support",status="degraded"} 1.0'
    assert counted in works.tools.meters.text([], {}, works.tools.now()).decode()


async def test_a_place_that_turns_up_late_is_proved_then(
    works: Floor, vendor: Vendor, rereads: Rereads
) -> None:
    (row,) = await works.accept()
    hidden = f"GET /items/{row.id}/copy"
    vendor.before = lambda request: (
        httpx.Response(404) if f"{request.method} {request.url.path}" == hidden else None
    )
    assert "degraded" == (await works.deliver(row)).status
    vendor.before = lambda _: None
    await a_minute_later(works, rereads)
    assert "verified" == (await works.row(row.id)).status


async def test_a_vendor_that_cannot_be_read_changes_nothing_and_is_asked_again(
    works: Floor, vendor: Vendor, rereads: Rereads
) -> None:
    (row,) = await works.accept()
    ended = await works.deliver(row)
    vendor.before = lambda _: httpx.Response(503)
    await a_minute_later(works, rereads)
    read = await works.row(row.id)
    assert (ended.status, ended.proofs, 1) == (read.status, read.proofs, read.rereads)
    assert read.reread_at is not None
    vendor.before = lambda _: None
    works.moment += timedelta(minutes=5)
    assert 1 == await rereads.look()


async def test_two_readers_read_once(works: Floor, vendor: Vendor, rereads: Rereads) -> None:
    (row,) = await works.accept()
    await works.deliver(row)
    works.moment += timedelta(minutes=1)
    asked = len(vendor.asked)
    await asyncio.gather(rereads.look(), Rereads(works.destinations, works.tools).look())
    assert 2 == len(vendor.asked) - asked


async def test_a_delivery_that_is_replayed_meanwhile_is_not_written_over(
    works: Floor, vendor: Vendor, rereads: Rereads
) -> None:
    (row,) = await works.accept()
    await works.deliver(row)

    async def replayed(_: httpx.Request) -> None:
        vendor.before = lambda _: None
        await works.store.reopen(row.id, anew=False)

    vendor.before = replayed
    await a_minute_later(works, rereads)
    assert "pending" == (await works.row(row.id)).status


async def test_a_destination_that_is_gone_is_not_read(works: Floor, rereads: Rereads) -> None:
    (row,) = await works.accept()
    await works.deliver(row)
    works.destinations.clear()
    await a_minute_later(works, rereads)
    assert ("verified", None) == (
        (await works.row(row.id)).status,
        (await works.row(row.id)).reread_at,
    )


async def test_the_watch_goes_on_when_the_store_fails_for_a_moment(
    works: Floor, rereads: Rereads, monkeypatch
) -> None:
    monkeypatch.setattr("gateway.delivery.rereads.LOOK_SECONDS", 0.01)
    looked = asyncio.Event()
    real = works.store.due_rereads
    failures = [StoreUnavailable(), KeyError("customer's words")]

    async def due(**asked):
        if failures:
            raise failures.pop()
        looked.set()
        return await real(**asked)

    works.store.due_rereads = due  # type: ignore[method-assign]
    rereads.start()
    await asyncio.wait_for(looked.wait(), 5)
    await rereads.stop()


class Searching(Works):
    """A vendor that takes no key with a create, and has to be asked what it has."""

    def deliver(self, consignment: Any, settings: Any) -> Any:
        flow = super().deliver(consignment, settings)
        reply = yield replace(next(flow), repeat="search")
        try:
            flow.send((yield flow.send(reply)))
        except StopIteration as stop:
            return stop.value

    def find_existing(self, request: Any, _consignment: Any, _settings: object) -> Any:
        look = VendorRequest(step="look", method="GET", path=request.path)
        return VendorResponse(status=201) if (yield look).status == 200 else None


@pytest.mark.parametrize(("was_made", "creates"), [(True, 0), (False, 1)])
async def test_a_replay_anew_makes_nothing_that_an_earlier_mapping_made(
    tmp_path: Path, vendor: Vendor, was_made: bool, creates: int
) -> None:
    async with floor(tmp_path, open_works(vendor, adapter=Searching())) as works:
        (row,) = await works.accept()
        await works.deliver(row)
        unheard = replace(await works.row(row.id), status="dead", ref=None, delivered=None)
        await works.store.save_delivery(unheard)
        if not was_made:
            vendor.kept.clear()
        asked = len(vendor.asked)
        await works.store.reopen(row.id, anew=True)
        ended = await works.deliver(row)
        journal = await works.store.exchanges(row.id)
    assert ("verified", f"W-{row.id}", 1) == (ended.status, ended.ref, ended.generation)
    assert creates == vendor.asked[asked:].count(f"POST /items/{row.id}")
    steps = [(one.round, one.step) for one in journal if one.phase == "deliver"]
    assert [(0, "create"), (0, "attach"), (1, "create"), (1, "attach")] == steps


async def test_a_replay_as_it_was_asks_only_what_was_refused(works: Floor, vendor: Vendor) -> None:
    vendor.says(httpx.Response(422), to="PUT")
    (row,) = await works.accept()
    assert "delivery.refused" == problem(await works.deliver(row))["code"]
    await works.store.reopen(row.id, anew=False)
    ended = await works.deliver(row)
    assert "verified" == ended.status
    assert 1 == vendor.asked.count(f"POST /items/{row.id}")
    assert 2 == vendor.asked.count(f"PUT /items/{row.id}/copy")
