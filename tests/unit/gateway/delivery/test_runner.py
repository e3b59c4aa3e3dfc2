"""Whatever happens between two exchanges, a delivery goes on where it was and repeats nothing.

The vendor here counts what it was asked and what it has made; the journal is a dict that outlives
the process; a fuse kills the process at any point between the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.runner import Later, Run, run
from gateway.sdk.adapter import Refused, Renew, Verdict
from gateway.sdk.consignment import Consignment
from gateway.sdk.errors import (
    DeliveryError,
    FlowDiverged,
    OutcomeUnknown,
    SignInFailed,
    StoreUnavailable,
    UnexpectedReply,
    Unreachable,
    VendorRefused,
)
from gateway.sdk.exchange import Flow, Repeat, VendorRequest, VendorResponse, expect
from gateway.store.records import ExchangeRow

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Outcome = VendorResponse | DeliveryError
Bodies = tuple[bytes, ...]


class Crash(BaseException):
    """The process dies: nothing after this runs."""


class Fuse:
    """Burns down one mark at a time; at the last one the process dies."""

    def __init__(self, marks: int | None = None) -> None:
        self.left = marks

    def burn(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            raise Crash


class Disk:
    """A journal that survives, and may be the last thing a process writes."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int, int], ExchangeRow] = {}
        self.fuse = Fuse()
        self.history: list[ExchangeRow] = []

    async def recorded(self, delivery_id: str, phase: str, round_: int) -> tuple[ExchangeRow, ...]:
        return tuple(
            row
            for (row_phase, row_round, _), row in sorted(self.rows.items())
            if (row.delivery_id, row_phase, row_round) == (delivery_id, phase, round_)
        )

    async def begin(self, exchange: ExchangeRow) -> None:
        self._write(exchange)

    async def finish(self, exchange: ExchangeRow) -> None:
        self._write(exchange)

    def _write(self, row: ExchangeRow) -> None:
        self.fuse.burn()
        self.rows[row.phase, row.round, row.number] = row
        self.history.append(row)
        self.fuse.burn()


class Vendor:
    """Makes what it is asked for; ``script`` answers first, one outcome a request."""

    def __init__(self, *script: Outcome) -> None:
        self.script = list(script)
        self.fuse = Fuse()
        self.asked: list[str] = []
        self.made: Counter[str] = Counter()

    async def send(self, request: VendorRequest) -> VendorResponse:
        self.fuse.burn()
        self.asked.append(request.path)
        outcome = self.script.pop(0) if self.script else self._carry_out(request)
        self.fuse.burn()
        if isinstance(outcome, DeliveryError):
            raise outcome
        return outcome

    def _carry_out(self, request: VendorRequest) -> VendorResponse:
        if request.path.startswith("/find"):
            return VendorResponse(status=200 if self.made[request.path[5:]] else 404)
        if request.method == "POST" and not (request.repeat == "keyed" and self.made[request.path]):
            self.made[request.path] += 1
        return VendorResponse(status=201, body=request.path.encode())


class Plain:
    """An adapter that can neither search nor classify."""


class Finder:
    """An adapter that finds by path what a lost request has made."""

    def find_existing(
        self, request: VendorRequest, _consignment: Consignment, _settings: object
    ) -> Flow[VendorResponse | None]:
        look = VendorRequest(step="find", method="GET", path=f"/find{request.path}")
        if (yield look).status == 404:
            return None
        return VendorResponse(status=201, body=request.path.encode())


class Judge:
    """An adapter that reads every 418 in its own way."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def classify(self, _request: VendorRequest, response: VendorResponse) -> Verdict:
        return self.verdict if response.status == 418 else None


class Office:
    """One process after the other working on the same delivery."""

    def __init__(self, vendor: Vendor | None = None, adapter: object = None) -> None:
        self.disk = Disk()
        self.vendor = vendor or Vendor()
        self.adapter = adapter or Finder()
        self.moment = START
        self.slept: list[float] = []
        self.renewed = 0

    async def work(
        self,
        flow: Flow[Any],
        *,
        phase: str = "deliver",
        fuse: Fuse | None = None,
        settle: float = 0,
    ) -> Any:
        self.disk.fuse = self.vendor.fuse = fuse or Fuse()
        context = Run(
            phase=phase,
            round=0,
            delivery_id="d-1",
            journal=self.disk,
            send=self.vendor.send,
            adapter=cast("Any", self.adapter),
            consignment=Consignment(key="d-1", handoff_id="h-1", object="item"),
            settings=None,
            now=self._now,
            renew=self._renew,
            sleep=self._sleep,
            settle=settle,
        )
        return await run(flow, context)

    def _now(self) -> str:
        return self.moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _renew(self) -> None:
        self.renewed += 1

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def row(self, number: int = 0) -> ExchangeRow:
        return self.disk.rows["deliver", 0, number]


def create(name: str = "a", repeat: Repeat = "search", **fields: Any) -> VendorRequest:
    request = VendorRequest(
        step=f"create {name}", method="POST", path=f"/{name}", repeat=repeat, body=name.encode()
    )
    return msgspec.structs.replace(request, **fields)


def plan(*requests: VendorRequest) -> Flow[Bodies]:
    """Ask for everything in turn, and give back the bodies."""
    bodies: list[bytes] = []
    for request in requests:
        reply = yield request
        expect(request, reply, 200, 201)
        bodies.append(reply.body)
    return tuple(bodies)


THREE = (create("a", "safe"), create("b", "keyed"), create("c", "search"))
RESULT = (b"/a", b"/b", b"/c")
LOST = Unreachable(step="create", why="reset", sent=True)


def busy(status: int, after: str | None = None) -> VendorResponse:
    headers = () if after is None else (("retry-after", after),)
    return VendorResponse(status=status, headers=headers)


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


async def test_a_flow_runs_to_its_result_and_each_request_is_sent_once() -> None:
    office = Office()
    assert RESULT == await office.work(plan(*THREE))
    assert ["/a", "/b", "/c"] == office.vendor.asked


async def test_each_exchange_is_noted_before_it_is_sent_and_after_its_reply() -> None:
    office = Office()
    await office.work(plan(create("a")))
    begun, done = office.disk.history
    assert (None, None) == (begun.status, begun.finished_at)
    assert (201, b"/a") == (done.status, done.body)
    assert ("create a", "POST", "/a", 0, 1) == (
        done.step,
        done.method,
        done.path,
        done.number,
        done.attempt,
    )


async def test_nothing_is_sent_that_could_not_be_noted() -> None:
    office = Office()

    async def full(_exchange: ExchangeRow) -> None:
        raise StoreUnavailable

    office.disk.begin = full  # type: ignore[method-assign]
    with pytest.raises(StoreUnavailable):
        await office.work(plan(create("a")))
    assert [] == office.vendor.asked


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


async def test_what_was_found_is_replayed_the_next_time() -> None:
    office = Office()
    with pytest.raises(Crash):
        await office.work(plan(create("a")), fuse=Fuse(4))
    await office.work(plan(create("a")))
    office.vendor.asked.clear()
    assert (b"/a",) == await office.work(plan(create("a")))
    assert [] == office.vendor.asked


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


async def test_later_carries_what_the_vendor_asked_for_and_why() -> None:
    office = Office(Vendor(busy(429, "60")))
    with pytest.raises(Later) as later:
        await office.work(plan(create("a")))
    assert (60.0, "create a: status 429") == (later.value.after, str(later.value.error))
    assert [] == office.slept


async def test_a_short_wait_is_slept_through() -> None:
    office = Office(Vendor(busy(429, "1"), busy(429, "2")))
    assert (b"/a",) == await office.work(plan(create("a")))
    assert [1.0, 2.0] == office.slept
    assert 3 == office.row().attempt


async def test_the_third_short_wait_is_another_attempt() -> None:
    office = Office(Vendor(*[busy(429, "1")] * 3))
    with pytest.raises(Later):
        await office.work(plan(create("a")))
    assert [1.0, 1.0] == office.slept


async def test_expired_credentials_are_renewed_once_and_the_request_repeated() -> None:
    office = Office(Vendor(busy(418)), Judge(Renew()))
    assert (b"/a",) == await office.work(plan(create("a")))
    assert (1, ["/a", "/a"]) == (office.renewed, office.vendor.asked)


async def test_credentials_that_expire_at_once_are_a_failed_sign_in() -> None:
    office = Office(Vendor(busy(418), busy(418)), Judge(Renew()))
    with pytest.raises(SignInFailed):
        await office.work(plan(create("a")))
    assert (1, ["/a", "/a"]) == (office.renewed, office.vendor.asked)


async def test_a_refusal_that_the_adapter_reads_ends_the_run() -> None:
    office = Office(Vendor(busy(418)), Judge(Refused(vendor_code="FULL")))
    with pytest.raises(VendorRefused, match="FULL"):
        await office.work(plan(create("a")))


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


async def test_reading_back_starts_anew_each_time_and_keeps_no_bodies() -> None:
    office = Office()
    read = VendorRequest(step="read", method="GET", path="/a")
    for _ in range(2):
        assert (b"/a",) == await office.work(plan(read), phase="read_back")
    row = office.disk.rows["read_back", 0, 0]
    assert (201, None, 2) == (row.status, row.body, row.attempt)
    assert ["/a", "/a"] == office.vendor.asked


async def test_reading_back_may_read_something_else_the_next_time() -> None:
    office = Office()
    for path in ("/a", "/b"):
        read = VendorRequest(step="read", method="GET", path=path)
        assert (path.encode(),) == await office.work(plan(read), phase="read_back")


async def test_the_journal_keeps_no_request_header_body_or_query() -> None:
    office = Office()
    secret = create(
        "a", headers=(("x-key", "s3cret-1"),), body=b"s3cret-2", query=(("q", "s3cret-3"),)
    )
    await office.work(plan(msgspec.structs.replace(secret, path="/a?sig=s3cret-4")))
    kept = b"".join(
        msgspec.json.encode(msgspec.structs.replace(row, body=None)) for row in office.disk.history
    )
    assert b"s3cret" not in kept
