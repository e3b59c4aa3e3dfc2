"""What may be made of a delivery that has ended."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from gateway.sdk.errors import Conflict
from gateway.store.records import FINAL, DeliveryRow
from gateway.store.replays import discarded, reopened

DEAD = DeliveryRow(
    id="d-1",
    handoff_id="h-1",
    conversation_id="c-1",
    destination="support",
    status="dead",
    attempts=12,
    created_at="2026-11-20T09:30:00.000000Z",
    mapping="zendesk-ticket",
    mapping_sha256="a" * 64,
    mapping_revision=3,
    schema_sha256="b" * 64,
    problem=b'{"code":"delivery.unreachable"}',
    reread_at="2026-11-20T09:31:00.000000Z",
)


@pytest.mark.parametrize("status", sorted(FINAL))
def test_whatever_has_ended_can_be_replayed_as_it_was(status) -> None:
    owed = reopened(replace(DEAD, status=status), anew=False)
    assert ("pending", 0, None) == (owed.status, owed.attempts, owed.reread_at)
    assert (DEAD.mapping_sha256, 3, 0) == (
        owed.mapping_sha256,
        owed.mapping_revision,
        owed.generation,
    )


def test_why_it_ended_is_kept_until_it_ends_again() -> None:
    assert DEAD.problem == reopened(DEAD, anew=False).problem


@pytest.mark.parametrize("status", ["pending", "delivering"])
@pytest.mark.parametrize("anew", [True, False])
def test_what_has_not_ended_is_not_replayed(status, anew) -> None:
    with pytest.raises(Conflict) as refused:
        reopened(replace(DEAD, status=status), anew=anew)
    assert "delivery.not_ended" == refused.value.code


def test_begun_anew_nothing_of_the_old_mapping_stays() -> None:
    owed = reopened(DEAD, anew=True)
    assert (None, None, None, None, 1) == (
        owed.mapping,
        owed.mapping_sha256,
        owed.mapping_revision,
        owed.schema_sha256,
        owed.generation,
    )


def test_what_the_vendor_has_is_not_made_a_second_time_with_another_mapping() -> None:
    with pytest.raises(Conflict) as refused:
        reopened(replace(DEAD, ref="W-1"), anew=True)
    assert "delivery.has_work_item" == refused.value.code


@pytest.mark.parametrize("status", ["failed", "dead"])
def test_a_delivery_nobody_will_make_is_discarded_with_the_reason(status) -> None:
    gone = discarded(replace(DEAD, status=status), b'{"code":"delivery.discarded"}')
    assert ("discarded", b'{"code":"delivery.discarded"}') == (gone.status, gone.problem)


@pytest.mark.parametrize("status", ["pending", "delivering", "verified", "unproven", "degraded"])
def test_what_may_still_arrive_or_has_arrived_is_not_discarded(status) -> None:
    with pytest.raises(Conflict) as refused:
        discarded(replace(DEAD, status=status), b"{}")
    assert "delivery.not_discardable" == refused.value.code
