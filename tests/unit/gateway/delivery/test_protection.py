"""A vendor is left alone when it asks for it, and one that is down is not asked by everybody."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from gateway.delivery.breaker import FAILURES
from gateway.delivery.protection import wanted_rest
from gateway.sdk.exchange import VendorResponse
from tests.unit.gateway.delivery.works import Floor, Vendor, floor, open_works, problem

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def rest(status: int = 200, **headers: str) -> float:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return wanted_rest(VendorResponse(status=status, headers=named), NOW)


def test_an_answer_without_a_word_about_limits_wants_no_rest() -> None:
    assert 0.0 == rest()


@pytest.mark.parametrize(("value", "seconds"), [("30", 30), ("86400", 300), ("soon", 0)])
def test_too_many_requests_give_everybody_a_rest(value: str, seconds: float) -> None:
    assert seconds == rest(429, retry_after=value)


def test_a_date_to_come_back_at_is_understood() -> None:
    assert 60 == rest(429, retry_after="Fri, 20 Nov 2026 12:01:00 GMT")


def test_a_pause_that_another_status_asks_for_is_its_own_lanes_business() -> None:
    assert 0.0 == rest(503, retry_after="30")


@pytest.mark.parametrize("family", ["ratelimit", "x_rate_limit", "x_ratelimit"])
def test_nothing_left_until_the_reset_is_a_rest_until_then(family: str) -> None:
    left, reset = f"{family}_remaining", f"{family}_reset"
    assert 20 == rest(**{left: "0", reset: "20"})
    assert 0.0 == rest(**{left: "1", reset: "20"})
    assert 0.0 == rest(**{left: "0"})


def test_a_reset_as_a_moment_is_counted_from_now() -> None:
    moment = str(int(NOW.timestamp()) + 45)
    assert 45 == rest(x_ratelimit_remaining="0", x_ratelimit_reset=moment)
    assert 0.0 == rest(x_ratelimit_remaining="0", x_ratelimit_reset=str(int(NOW.timestamp()) - 9))


def test_what_is_no_number_is_not_believed() -> None:
    assert 0.0 == rest(ratelimit_remaining="none", ratelimit_reset="60")


def never(_seconds: float, _then: object) -> asyncio.Handle:
    return asyncio.get_running_loop().call_soon(int)


async def test_a_vendor_that_is_down_is_not_asked_for_every_delivery(
    works: Floor, vendor: Vendor
) -> None:
    vendor.before = lambda _: httpx.Response(503)
    works.start_timer = never
    works.dispatcher = works.new_dispatcher()
    rows = [(await works.accept(f"c-{number}"))[0] for number in range(40)]
    for row in rows:
        await works.dispatcher.submit(row)
    await works.until(lambda: not works.dispatcher._scheduler._tasks)
    assert FAILURES <= len(vendor.asked) < FAILURES + 4
    untouched = [row for row in rows if (await works.row(row.id)).attempts == 0]
    assert 30 < len(untouched)


async def test_nothing_is_lost_when_a_vendor_comes_back(works: Floor, vendor: Vendor) -> None:
    down = [True]
    vendor.before = lambda _: httpx.Response(503) if down else None
    rows = [(await works.accept(f"c-{number}"))[0] for number in range(20)]
    for row in rows:
        await works.dispatcher.submit(row)
    await works.until(lambda: works.destinations["support"].breaker.is_open)
    down.clear()
    works.destinations["support"].breaker.succeeded()
    for row in rows:
        assert await works.dispatcher.wait(row.id, 5)
        assert "verified" == (await works.row(row.id)).status


async def test_a_refusal_is_an_answer_and_opens_nothing(works: Floor, vendor: Vendor) -> None:
    vendor.before = lambda _: httpx.Response(422)
    for number in range(FAILURES + 2):
        await works.deliver(*await works.accept(f"c-{number}"))
    assert not works.destinations["support"].breaker.is_open


async def test_an_attempt_that_takes_longer_than_its_budget_goes_on_later(
    tmp_path: Path, vendor: Vendor
) -> None:
    first = [True]

    async def drip(_: httpx.Request) -> None:
        if first:
            first.clear()
            await asyncio.Event().wait()

    vendor.before = drip
    async with floor(tmp_path, open_works(vendor, attempt_timeout=0.3)) as works:
        (row,) = await works.accept()
        ended = await works.deliver(row)
    assert ("verified", 2) == (ended.status, ended.attempts)


async def test_a_delivery_that_ran_out_of_time_says_so(tmp_path: Path, vendor: Vendor) -> None:
    async def stall(_: httpx.Request) -> None:
        await asyncio.Event().wait()

    vendor.before = stall
    async with floor(tmp_path, open_works(vendor, attempt_timeout=0.3)) as works:
        works.start_timer = never
        works.dispatcher = works.new_dispatcher()
        (row,) = await works.accept()
        await works.dispatcher.submit(row)
        await works.until(lambda: vendor.busy == 1)
        await works.until(lambda: not works.dispatcher._scheduler._tasks)
        waiting = await works.row(row.id)
    assert "pending" == waiting.status
    assert "the attempt took longer than 0.3 s and goes on later" == problem(waiting)["detail"]
