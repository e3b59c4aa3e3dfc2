"""A create that may have happened is looked for before it is sent again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.delivery.runner import Later
from gateway.sdk.errors import (
    OutcomeUnknown,
    SignInFailed,
    UnexpectedReply,
    Unreachable,
)
from gateway.sdk.exchange import Repeat, VendorResponse
from tests.unit.gateway.delivery.office import (
    LOST,
    Crash,
    Fuse,
    Office,
    Outcome,
    Plain,
    Vendor,
    busy,
    create,
    plan,
)


async def test_a_create_whose_reply_was_lost_is_found_instead_of_sent_again() -> None:
    office = Office()
    with pytest.raises(Crash):
        await office.work(plan(create("a")), fuse=Fuse(4))
    assert (b"/a",) == await office.work(plan(create("a")))
    assert ["/a", "/find/a"] == office.vendor.asked
    assert (201, b"/a", 1) == (office.row().status, office.row().body, office.row().attempt)


async def test_a_search_leaves_no_exchange_of_its_own() -> None:
    office = Office()
    with pytest.raises(Crash):
        await office.work(plan(create("a")), fuse=Fuse(4))
    await office.work(plan(create("a")))
    assert [("deliver", 0, 0)] == list(office.disk.rows)


async def test_a_search_that_finds_nothing_is_not_believed_at_once() -> None:
    office = Office()
    with pytest.raises(Crash):
        await office.work(plan(create("a")), fuse=Fuse(2))
    office.moment += timedelta(seconds=2)
    with pytest.raises(Later) as later:
        await office.work(plan(create("a")), settle=5.0)
    assert 3.0 == later.value.after
    office.moment += timedelta(seconds=3)
    assert (b"/a",) == await office.work(plan(create("a")), settle=5.0)
    assert 1 == office.vendor.made["/a"]


async def test_where_the_clock_was_set_back_the_vendor_gets_its_time_all_the_same() -> None:
    office = Office()
    with pytest.raises(Crash):
        await office.work(plan(create("a")), fuse=Fuse(2))
    office.moment -= timedelta(hours=3)
    assert (b"/a",) == await office.work(plan(create("a")), settle=5.0)
    assert [5.0] == office.slept
    assert ["/find/a", "/find/a", "/a"] == office.vendor.asked


async def test_a_search_that_cannot_be_made_now_is_made_later() -> None:
    office = Office(Vendor(LOST, busy(503, "30")))
    with pytest.raises(Later):
        await office.work(plan(create("a")))
    with pytest.raises(Later) as later:
        await office.work(plan(create("a")))
    assert 30.0 == later.value.after
    assert ["/a", "/find/a"] == office.vendor.asked


@pytest.mark.parametrize("outcome", [LOST, busy(500), busy(503, "1")])
async def test_without_a_search_an_unknown_create_is_for_a_person(outcome: Outcome) -> None:
    office = Office(Vendor(outcome), Plain())
    with pytest.raises(OutcomeUnknown, match="create a: no reply came"):
        await office.work(plan(create("a")))
    with pytest.raises(OutcomeUnknown):
        await office.work(plan(create("a")))
    assert ["/a"] == office.vendor.asked


@pytest.mark.parametrize("outcome", [Unreachable(why="refused"), busy(429)])
async def test_without_a_search_a_create_that_was_surely_not_made_is_sent_again(
    outcome: Outcome,
) -> None:
    office = Office(Vendor(outcome, outcome), Plain())
    for _ in range(2):
        with pytest.raises(Later):
            await office.work(plan(create("a")))
    assert (b"/a",) == await office.work(plan(create("a")))
    assert ["/a", "/a", "/a"] == office.vendor.asked
    assert 3 == office.row().attempt


@pytest.mark.parametrize("outcome", [Unreachable(why="refused"), busy(429)])
async def test_a_create_that_was_surely_not_made_is_not_searched_for(outcome: Outcome) -> None:
    office = Office(Vendor(outcome))
    with pytest.raises(Later):
        await office.work(plan(create("a")))
    await office.work(plan(create("a")))
    assert ["/a", "/a"] == office.vendor.asked


async def test_a_late_success_is_found_although_the_second_attempt_was_refused() -> None:
    office = Office(Vendor(LOST, VendorResponse(status=404), busy(429)))
    for _ in range(2):
        with pytest.raises(Later):
            await office.work(plan(create("a")))
    office.vendor.made["/a"] += 1
    assert (b"/a",) == await office.work(plan(create("a")))
    assert ["/a", "/find/a", "/a", "/find/a"] == office.vendor.asked


async def test_a_request_that_never_left_is_noted_as_such() -> None:
    office = Office(Vendor(Unreachable(why="refused")))
    with pytest.raises(Later):
        await office.work(plan(create("a")))
    assert (0, None) == (office.row().status, office.row().body)


@pytest.mark.parametrize("repeat", ["safe", "keyed"])
async def test_a_repeatable_request_is_sent_again_without_a_search(repeat: Repeat) -> None:
    office = Office(Vendor(LOST))
    with pytest.raises(Later):
        await office.work(plan(create("a", repeat)))
    await office.work(plan(create("a", repeat)))
    assert ["/a", "/a"] == office.vendor.asked


async def test_a_sign_in_that_failed_before_sending_leaves_nothing_unknown() -> None:
    office = Office(Vendor(SignInFailed(step="sign in", why="invalid_client")), Plain())
    with pytest.raises(SignInFailed):
        await office.work(plan(create("a")))
    assert (b"/a",) == await office.work(plan(create("a")))


async def test_a_reply_that_could_not_be_read_is_searched_for_on_the_next_run() -> None:
    office = Office(Vendor(UnexpectedReply(step="create", why="too long")))
    with pytest.raises(UnexpectedReply):
        await office.work(plan(create("a")))
    office.vendor.made["/a"] += 1
    assert (b"/a",) == await office.work(plan(create("a")))
    assert ["/a", "/find/a"] == office.vendor.asked


async def test_a_reply_too_long_to_keep_is_searched_for_instead_of_replayed() -> None:
    long = VendorResponse(status=201, body=b"x" * (1024 * 1024 + 1))
    office = Office(Vendor(long))
    await office.work(plan(create("a")))
    office.vendor.made["/a"] += 1
    assert (b"/a",) == await office.work(plan(create("a")))
    assert (201, None) == (office.disk.history[1].status, office.disk.history[1].body)
