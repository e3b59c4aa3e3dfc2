"""The clock jumps by hours while deliveries are made: none is doubled, and none waits for hours."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.unit.gateway.delivery.vendor import Vendor
from tests.unit.gateway.delivery.works import Floor

JUMPS = [timedelta(hours=-5), timedelta(hours=5)]
LONGEST = 60.0


def jumping(works: Floor, by: timedelta) -> None:
    """The clock jumps when the first pause is over."""
    usual, done = works.start_timer, False

    def timer(seconds, then):
        nonlocal done
        handle = usual(seconds, then)
        if not done:
            works.moment += by
        done = True
        return handle

    works.start_timer = timer
    works.dispatcher = works.new_dispatcher()


@pytest.mark.parametrize("by", JUMPS)
async def test_a_delivery_that_waits_goes_on_after_a_jump(
    works: Floor, vendor: Vendor, by: timedelta
) -> None:
    vendor.says(httpx.Response(503))
    jumping(works, by)
    (row,) = await works.accept()
    ended = await works.deliver(row)
    assert "verified" == ended.status
    assert max(works.slept) < LONGEST


@pytest.mark.parametrize("by", JUMPS)
async def test_after_a_jump_and_a_restart_what_was_owed_is_delivered_once(
    works: Floor, vendor: Vendor, by: timedelta
) -> None:
    vendor.says(httpx.Response(503, headers={"retry-after": "30"}))
    (row,) = await works.accept()
    await works.dispatcher.submit(row)
    await works.until(lambda: len(works.slept) > 0)
    await works.dispatcher.stop()
    works.moment += by
    works.dispatcher = works.new_dispatcher()
    await works.dispatcher.start()
    assert await works.dispatcher.wait(row.id, 5)
    assert "verified" == (await works.row(row.id)).status
    created = [line for line in vendor.asked if line.startswith("POST")]
    assert 2 == len(created)  # the first was refused
    assert max(works.slept) < LONGEST
