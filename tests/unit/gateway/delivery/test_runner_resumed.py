"""Whatever happens between two exchanges, a delivery goes on where it was and repeats nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.runner import Later
from gateway.sdk.errors import (
    FlowDiverged,
    SignInFailed,
    Unreachable,
    VendorRefused,
)
from gateway.sdk.exchange import Flow, Repeat, VendorRequest, VendorResponse
from tests.unit.gateway.delivery.office import (
    LOST,
    RESULT,
    THREE,
    Crash,
    Fuse,
    Office,
    Outcome,
    Vendor,
    busy,
    create,
    plan,
)

# Around begin, in the vendor, around finish: six points in each of three exchanges.
CRASH_POINTS = tuple(range(3 * 6))


async def until_done(office: Office, flow: Callable[[], Flow[Any]], crashes: list[int]) -> Any:
    """Start a process after each crash, and one that is left alone."""
    for marks in crashes:
        try:
            return await office.work(flow(), fuse=Fuse(marks))
        except Crash:
            continue
    return await office.work(flow())


@pytest.mark.parametrize("marks", CRASH_POINTS)
async def test_after_a_crash_anywhere_everything_was_made_exactly_once(marks: int) -> None:
    office = Office()
    assert RESULT == await until_done(office, lambda: plan(*THREE), [marks])
    made = dict(office.vendor.made)
    # Sending a "safe" request again changes nothing; here it may have been counted twice.
    assert {"/b": 1, "/c": 1} == {path: made[path] for path in ("/b", "/c")}
    assert made["/a"] in (1, 2)


@pytest.mark.parametrize("marks", CRASH_POINTS)
async def test_after_a_crash_only_the_exchange_in_flight_is_sent_again(marks: int) -> None:
    office = Office()
    await until_done(office, lambda: plan(*THREE), [marks])
    number, mark = divmod(marks, 6)
    sent = Counter(path for path in office.vendor.asked if not path.startswith("/find"))
    # Marks of one exchange: before and after begin, before and after sending, around finish.
    twice_in_flight = mark in (3, 4) and number < 2
    expected = Counter({"/a": 1, "/b": 1, "/c": 1})
    if twice_in_flight:
        expected[f"/{'abc'[number]}"] += 1
    assert expected == sent


@settings(max_examples=100, deadline=None)
@given(
    repeats=st.lists(st.sampled_from(["safe", "keyed", "search"]), min_size=1, max_size=5),
    crashes=st.lists(st.integers(0, 40), max_size=6),
)
async def test_no_series_of_crashes_makes_anything_twice(
    repeats: list[Repeat], crashes: list[int]
) -> None:
    office = Office()
    requests = [create(f"{number}", repeat) for number, repeat in enumerate(repeats)]
    result = await until_done(office, lambda: plan(*requests), crashes)
    assert tuple(request.path.encode() for request in requests) == result
    for request in requests:
        if request.repeat != "safe":
            assert 1 == office.vendor.made[request.path]
        assert 1 <= office.vendor.asked.count(request.path) <= 1 + len(crashes)


@settings(max_examples=60, deadline=None)
@given(
    crashes=st.lists(st.integers(0, 40), max_size=3),
    script=st.lists(
        st.sampled_from([busy(429), busy(429, "1"), busy(503), LOST, Unreachable(why="refused")]),
        max_size=4,
    ),
)
async def test_neither_do_crashes_among_a_vendors_own_troubles(
    crashes: list[int], script: list[Outcome]
) -> None:
    office = Office(Vendor(*script))
    for marks in [*crashes, *[None] * 12]:
        try:
            assert RESULT == await office.work(plan(*THREE), fuse=Fuse(marks))
            break
        except (Crash, Later):
            continue
    assert (1, 1) == (office.vendor.made["/b"], office.vendor.made["/c"])


async def test_a_finished_delivery_is_replayed_without_asking_anybody() -> None:
    office = Office()
    await office.work(plan(*THREE))
    office.vendor.asked.clear()
    assert RESULT == await office.work(plan(*THREE))
    assert [] == office.vendor.asked


async def test_the_flow_sees_the_same_reply_live_and_replayed() -> None:
    reply = VendorResponse(
        status=201, headers=(("etag", "1"), ("set-cookie", "s=1"), ("x-odd", "1")), body=b"{}"
    )
    office, seen = Office(Vendor(reply)), []

    def flow() -> Flow[None]:
        seen.append((yield create("a")))

    await office.work(flow())
    await office.work(flow())
    assert [VendorResponse(status=201, headers=(("etag", "1"),), body=b"{}")] * 2 == seen


async def test_a_flow_that_plans_differently_on_replay_is_stopped() -> None:
    office = Office()
    await office.work(plan(create("a"), create("b")))
    with pytest.raises(FlowDiverged, match='exchange 1 was "create b"'):
        await office.work(plan(create("a"), create("b", body=b"other")))
    assert ["/a", "/b"] == office.vendor.asked


async def test_what_was_found_is_replayed_the_next_time() -> None:
    office = Office()
    with pytest.raises(Crash):
        await office.work(plan(create("a")), fuse=Fuse(4))
    await office.work(plan(create("a")))
    office.vendor.asked.clear()
    assert (b"/a",) == await office.work(plan(create("a")))
    assert [] == office.vendor.asked


@pytest.mark.parametrize("status", [401, 403, 422])
async def test_a_refused_request_is_asked_anew_after_the_cause_was_cured(status: int) -> None:
    office = Office(Vendor(VendorResponse(status=201, body=b"/a"), busy(status)))
    requests = (create("a"), create("b"))
    with pytest.raises((VendorRefused, SignInFailed)):
        await office.work(plan(*requests))
    assert (b"/a", b"/b") == await office.work(plan(*requests))
    assert ["/a", "/b", "/b"] == office.vendor.asked


async def test_a_refusal_that_the_flow_understood_is_replayed() -> None:
    def flow() -> Flow[int]:
        missing = yield VendorRequest(step="look", method="GET", path="/look")
        yield create("a")
        return missing.status

    office = Office(Vendor(busy(404)))
    assert 404 == await office.work(flow())
    assert 404 == await office.work(flow())
    assert ["/look", "/a"] == office.vendor.asked
