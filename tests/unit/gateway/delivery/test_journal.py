"""When the journal writes, and under which lease."""

from __future__ import annotations

import msgspec
import pytest

from gateway.delivery.journal import (
    NEVER_SENT,
    StoreJournal,
)
from gateway.store.lanes import Lane, Lease, LeaseLost, Right, Taking
from gateway.store.records import DeliveryRow, ExchangeRow, Progress
from tests.unit.gateway.delivery.exchange_rows import AT, BEGUN, changed

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
