"""When a vendor is read again, and when no longer."""

from __future__ import annotations

import pytest

from gateway.delivery.proof import Place, Proof, Receipt, Row
from gateway.delivery.rereading import (
    first_reread,
    is_last_chance,
    next_reread,
    with_shared_places,
)
from gateway.sdk.manifest import Target, TargetField
from gateway.store.records import DeliveryRow

NOW = "2026-11-20T12:00:00.000000Z"
HOUR = 3600.0


def receipt(*proofs: Proof) -> Receipt:
    places = tuple(Place(object="item", field="f", proof=proof) for proof in proofs)
    return Receipt(rows=(Row(pointer="/id", fate="exact", places=places),))


def row(rereads: int = 0, *, attempted: str = NOW) -> DeliveryRow:
    return DeliveryRow(
        id="d",
        handoff_id="h",
        conversation_id="c",
        destination="support",
        status="unproven",
        attempts=1,
        created_at="2026-11-20T11:00:00.000000Z",
        last_attempt_at=attempted,
        rereads=rereads,
    )


def test_what_others_write_into_a_shared_record_later_changes_nothing() -> None:
    fields = (
        TargetField(name="f", label="F", kind="text", shared=True),
        TargetField(name="own", label="Own", kind="text"),
    )
    target = Target(object="item", label="Item", fields=fields)

    def proved(shared: Proof, own: Proof) -> Receipt:
        places = tuple(
            Place(object="item", field=name, proof=proof)
            for name, proof in (("f", shared), ("own", own))
        )
        return Receipt(rows=(Row(pointer="/id", fate="exact", places=places),), fixed=places)

    first, later = proved("verified", "verified"), proved("altered", "altered")
    assert proved("verified", "altered") == with_shared_places(later, first, target)


@pytest.mark.parametrize("proof", ["verified", "pending", "missing", "altered"])
def test_after_a_minute_the_vendor_is_read_once_more_in_any_case(proof) -> None:
    assert "2026-11-20T12:01:00.000000Z" == first_reread(receipt(proof, "unprovable"), NOW)


@pytest.mark.parametrize("proofs", [(), ("unprovable",)])
def test_a_vendor_that_shows_nothing_is_not_asked_again(proofs) -> None:
    assert first_reread(receipt(*proofs), NOW) is None


def test_what_is_proved_is_not_read_a_third_time() -> None:
    assert next_reread(receipt("verified"), row(), NOW, HOUR) is None


def test_what_is_altered_is_not_read_a_third_time() -> None:
    assert next_reread(receipt("altered"), row(), NOW, HOUR) is None


@pytest.mark.parametrize(
    ("rereads", "at"), [(0, "12:01:00"), (1, "12:05:00"), (2, "12:15:00"), (3, "13:00:00")]
)
def test_what_is_pending_is_read_again_with_longer_and_longer_pauses(rereads, at) -> None:
    found = next_reread(receipt("verified", "pending"), row(rereads), NOW, 10 * HOUR)
    assert f"2026-11-20T{at}.000000Z" == found


def test_a_vendor_that_could_not_be_read_is_asked_again() -> None:
    assert next_reread(None, row(), NOW, HOUR) == "2026-11-20T12:01:00.000000Z"


def test_the_last_reading_is_at_the_vendors_deadline() -> None:
    late = row(4, attempted="2026-11-20T11:50:00.000000Z")
    assert "2026-11-20T12:50:00.000000Z" == next_reread(receipt("pending"), late, NOW, HOUR)


def test_behind_the_deadline_nothing_is_read_any_more() -> None:
    late = row(9, attempted="2026-11-20T11:00:00.000000Z")
    assert next_reread(receipt("pending"), late, NOW, HOUR) is None
    assert next_reread(None, late, NOW, HOUR) is None


def test_the_deadline_counts_from_the_last_attempt() -> None:
    assert not is_last_chance(row(attempted="2026-11-20T11:00:00.000001Z"), NOW, HOUR)
    assert is_last_chance(row(attempted="2026-11-20T11:00:00.000000Z"), NOW, HOUR)
