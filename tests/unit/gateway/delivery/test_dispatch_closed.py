"""A destination that says it is gone for good: nothing more is sent, and nothing is dropped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from gateway.sdk.adapter import Gone, Verdict
from gateway.sdk.exchange import VendorRequest, VendorResponse
from gateway.store.records import DeliveryRow
from tests.unit.gateway.delivery.works import Floor, Vendor, Works, floor, open_works, problem


class ClosingWorks(Works):
    """The works, and 410 closes them."""

    def classify(self, _request: VendorRequest, response: VendorResponse) -> Verdict:
        return Gone() if response.status == 410 else None


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
async def works(tmp_path: Path, vendor: Vendor) -> AsyncIterator[Floor]:
    destinations = (
        open_works(vendor, adapter=ClosingWorks()),
        open_works(vendor, "other", adapter=ClosingWorks()),
    )
    async with floor(tmp_path, *destinations) as opened:
        # Nobody waits for a day, and here nobody pretends to.
        opened.start_timer = lambda _seconds, _then: asyncio.get_running_loop().call_later(9e9, int)
        opened.dispatcher = opened.new_dispatcher()
        yield opened


async def held(works: Floor, delivery_id: str) -> DeliveryRow:
    """The delivery, once it waits and says why."""
    async with asyncio.timeout(5):
        while True:
            row = await works.row(delivery_id)
            if row.status == "pending" and row.problem is not None:
                return row
            await asyncio.sleep(0)


async def closed(works: Floor, vendor: Vendor) -> str:
    """The delivery that heard of it."""
    vendor.says(httpx.Response(410), to="POST")
    (row,) = await works.accept("c-1")
    await works.dispatcher.submit(row)
    return (await held(works, row.id)).id


async def test_the_delivery_waits_and_says_why(works: Floor, vendor: Vendor) -> None:
    row = await works.row(await closed(works, vendor))
    assert ("pending", None, "delivery.closed") == (
        row.status,
        row.next_attempt_at,
        problem(row)["code"],
    )
    assert "create: status 410: the address is closed for good" == problem(row)["detail"]


async def test_nothing_more_is_sent_there(works: Floor, vendor: Vendor) -> None:
    await closed(works, vendor)
    (row,) = await works.accept("c-2")
    await works.dispatcher.submit(row)
    assert "delivery.closed" == problem(await held(works, row.id))["code"]
    assert 1 == len(vendor.asked)


async def test_other_destinations_are_not_concerned(works: Floor, vendor: Vendor) -> None:
    await closed(works, vendor)
    (row,) = await works.accept("c-3", to=("other",))
    assert "verified" == (await works.deliver(row)).status


async def test_after_a_start_it_goes_on(works: Floor, vendor: Vendor) -> None:
    waiting = await closed(works, vendor)
    await works.dispatcher.stop()
    works.dispatcher = works.new_dispatcher()
    await works.dispatcher.start()
    assert await works.dispatcher.wait(waiting, 5)
    assert "verified" == (await works.row(waiting)).status
