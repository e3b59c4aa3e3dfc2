"""What the journal keeps of an exchange, and that a reply comes out of it as it went in."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.journal import (
    MAX_KEPT_BODY,
    NEVER_SENT,
    StoreJournal,
    fingerprint,
    finished,
    kept,
    recalled,
    shown_path,
)
from gateway.sdk.exchange import VendorRequest, VendorResponse
from gateway.store.lanes import Lane, Lease, LeaseLost, Right, Taking
from gateway.store.records import DeliveryRow, ExchangeRow, Progress

AT = "2026-11-20T12:00:00.000000Z"
BEGUN = ExchangeRow(
    delivery_id="d",
    phase="deliver",
    round=0,
    number=0,
    step="create",
    method="POST",
    path="/x",
    fingerprint="f",
    started_at=AT,
)
REQUEST = VendorRequest(
    step="create",
    method="POST",
    path="/x",
    query=(("a", "1"), ("b", "2")),
    headers=(("h", "1"),),
    body=b"body",
)


HELD = Lease(lane=Lane("c", "support"), holder="one", fence=7)


def taking() -> Taking:
    return Taking(lane=HELD.lane, holder="one", delivery=DELIVERY, now="now", seconds=30)


class ListStore:
    """Keeps what it is given, in order; ``writes`` says what each write held."""

    def __init__(self, *rows: ExchangeRow) -> None:
        self.rows = list(rows)
        self.writes: list[Progress] = []
        self.leases: list[Right | None] = []

    async def advance(
        self, progress: Progress, lease: Right | None = None, *, gives_back: bool = False
    ) -> Lease | None:
        self.writes.append(progress)
        self.leases.append(lease)
        held = HELD if isinstance(lease, Taking) else lease
        return None if gives_back else held

    async def exchanges(self, delivery_id: str) -> list[ExchangeRow]:
        return [row for row in self.rows if row.delivery_id == delivery_id]


def changed(**fields: object) -> ExchangeRow:
    return msgspec.structs.replace(BEGUN, **fields)


def answered(row: ExchangeRow) -> ExchangeRow:
    return msgspec.structs.replace(row, status=200)


def exchanges_of(store: ListStore) -> list[tuple[ExchangeRow, ...]]:
    return [write.exchanges for write in store.writes]


DELIVERY = DeliveryRow(
    id="d",
    handoff_id="h",
    conversation_id="c",
    destination="support",
    status="verified",
    attempts=1,
    created_at=AT,
)


async def test_only_the_rows_of_this_phase_and_round_are_recorded() -> None:
    wanted = changed(phase="read_back", round=2)
    store = ListStore(BEGUN, changed(phase="read_back", round=1), wanted, changed(delivery_id="e"))
    assert (wanted,) == await StoreJournal(store).recorded("d", "read_back", 2)


async def test_what_was_never_attempted_is_not_looked_for() -> None:
    assert () == await StoreJournal(ListStore(BEGUN), is_new=True).recorded("d", "deliver", 0)


async def test_every_write_names_the_lease_that_it_is_made_under() -> None:
    store = ListStore()
    journal = StoreJournal(store, HELD)
    await journal.begin(BEGUN)
    await journal.finish(answered(BEGUN))
    await journal.keep()
    assert [HELD, HELD] == store.leases


async def test_a_lane_is_taken_before_anything_is_sent_even_what_only_reads() -> None:
    store, right = ListStore(), taking()
    journal = StoreJournal(store, right)
    await journal.begin(changed(method="GET"))
    await journal.begin(changed(number=1))
    assert [right, HELD] == store.leases


async def test_a_lane_is_taken_where_nothing_was_noted_but_a_failure_is_to_be_kept() -> None:
    store, right = ListStore(), taking()
    assert HELD == await StoreJournal(store, right).held()
    assert ([right], [Progress()]) == (store.leases, store.writes)


async def test_who_holds_no_lease_learns_it() -> None:
    with pytest.raises(LeaseLost):
        await StoreJournal(ListStore()).held()


async def test_what_changes_something_is_durable_before_it_is_sent() -> None:
    store = ListStore()
    await StoreJournal(store).begin(BEGUN)
    assert [(BEGUN,)] == exchanges_of(store)


async def test_a_reply_is_kept_with_the_next_request_that_changes_something() -> None:
    store, following = ListStore(), changed(number=1)
    journal = StoreJournal(store)
    await journal.begin(BEGUN)
    await journal.finish(answered(BEGUN))
    await journal.begin(following)
    assert [(BEGUN,), (answered(BEGUN), following)] == exchanges_of(store)


async def test_a_reply_to_a_change_is_durable_before_anything_is_read() -> None:
    store, read = ListStore(), changed(number=1, method="GET")
    journal = StoreJournal(store)
    await journal.begin(BEGUN)
    await journal.finish(answered(BEGUN))
    await journal.begin(read)
    assert [(BEGUN,), (answered(BEGUN), read)] == exchanges_of(store)


async def test_readings_wait_for_what_is_kept_next() -> None:
    store = ListStore()
    journal = StoreJournal(store)
    reads = [changed(number=number, method="GET") for number in range(3)]
    for read in reads:
        await journal.begin(read)
        await journal.finish(answered(read))
    await journal.secure()
    assert [] == store.writes
    await journal.keep()
    assert [tuple(map(answered, reads))] == exchanges_of(store)


@pytest.mark.parametrize("status", [NEVER_SENT, 400, 429, 503])
async def test_a_refusal_is_durable_at_once(status: int) -> None:
    store = ListStore()
    journal = StoreJournal(store)
    await journal.begin(BEGUN)
    await journal.finish(changed(status=status))
    assert [(BEGUN,), (changed(status=status),)] == exchanges_of(store)


async def test_what_was_begun_again_has_no_reply_of_the_attempt_before() -> None:
    store = ListStore()
    journal = StoreJournal(store)
    await journal.finish(answered(BEGUN))
    await journal.begin(changed(attempt=2))
    assert [(changed(attempt=2),)] == exchanges_of(store)


async def test_an_end_is_kept_with_the_last_reply_and_gives_the_lane_back() -> None:
    store = ListStore()
    journal = StoreJournal(store)
    await journal.finish(answered(BEGUN))
    journal.save(DELIVERY, b"evidence")
    assert await journal.keep(gives_back=True)
    expected = Progress(exchanges=(answered(BEGUN),), delivery=DELIVERY, evidence=b"evidence")
    assert [expected] == store.writes


async def test_nothing_is_written_where_nothing_is_new() -> None:
    store = ListStore()
    assert not await StoreJournal(store).keep()
    assert [] == store.writes


def test_equal_requests_have_equal_fingerprints() -> None:
    assert fingerprint(REQUEST) == fingerprint(msgspec.structs.replace(REQUEST))


@pytest.mark.parametrize(
    "difference",
    [
        {"method": "PUT"},
        {"path": "/y"},
        {"query": (("a", "1"),)},
        {"query": (("b", "2"), ("a", "1"))},
        {"headers": ()},
        {"headers": (("h", "2"),)},
        {"body": b"bodY"},
        {"path": "/xbody", "body": b""},
    ],
)
def test_whatever_the_vendor_sees_changes_the_fingerprint(difference: dict[str, object]) -> None:
    assert fingerprint(REQUEST) != fingerprint(msgspec.structs.replace(REQUEST, **difference))


def test_the_names_of_steps_may_be_improved_without_diverging() -> None:
    assert fingerprint(REQUEST) == fingerprint(msgspec.structs.replace(REQUEST, step="make"))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/x", "/api/x"),
        ("/api/x?email=ann@example.com", "/api/x"),
        ("https://f.example/x?sig=abc#part", "https://f.example/x"),
        ("https://user:pass@f.example/x", "https://f.example/x"),
        ("/api/a@b", "/api/a@b"),
    ],
)
def test_a_journaled_path_holds_no_query_and_no_credentials(path: str, shown: str) -> None:
    assert shown == shown_path(path)


def test_only_listed_headers_of_a_reply_are_kept() -> None:
    reply = VendorResponse(
        status=200,
        headers=(
            ("content-type", "text/plain"),
            ("set-cookie", "session=1"),
            ("x-rate-limit-remaining", "9"),
            ("ratelimit-reset", "3"),
            ("x-request-id", "r"),
            ("x-idempotency-lookup", "hit"),
            ("authorization", "Bearer t"),
            ("location", "/x"),
        ),
    )
    assert [
        "content-type",
        "x-rate-limit-remaining",
        "ratelimit-reset",
        "x-request-id",
        "x-idempotency-lookup",
        "location",
    ] == [name for name, _ in kept(reply).headers]


@settings(max_examples=60)
@given(
    status=st.integers(100, 599),
    headers=st.lists(st.tuples(st.sampled_from(["etag", "location", "link"]), st.text())),
    body=st.binary(max_size=200),
)
def test_a_kept_reply_is_recalled_as_it_was(
    status: int, headers: list[tuple[str, str]], body: bytes
) -> None:
    # JSON cannot hold half a surrogate pair; no header that came over a wire has one.
    reply = VendorResponse(status=status, headers=tuple(headers), body=body)
    assert kept(reply) == recalled(finished(BEGUN, kept(reply), at=AT))


def test_an_empty_body_is_a_body() -> None:
    assert VendorResponse(status=204) == recalled(
        finished(BEGUN, VendorResponse(status=204), at=AT)
    )


def test_a_body_of_the_longest_kept_length_is_recalled() -> None:
    reply = VendorResponse(status=200, body=b"x" * MAX_KEPT_BODY)
    assert reply == recalled(finished(BEGUN, reply, at=AT))


@pytest.mark.parametrize(
    "row",
    [
        BEGUN,
        changed(status=NEVER_SENT, finished_at=AT),
        finished(BEGUN, VendorResponse(status=200, body=b"x" * (MAX_KEPT_BODY + 1)), at=AT),
        finished(BEGUN, VendorResponse(status=200, body=b"x"), at=AT, with_body=False),
    ],
    ids=["no reply yet", "never sent", "too long to keep", "a reading"],
)
def test_without_a_whole_reply_nothing_is_recalled(row: ExchangeRow) -> None:
    assert recalled(row) is None


def test_a_reply_without_its_body_still_shows_status_and_time() -> None:
    row = finished(BEGUN, VendorResponse(status=200, body=b"x"), at=AT, with_body=False)
    assert (200, None, AT) == (row.status, row.body, row.finished_at)
