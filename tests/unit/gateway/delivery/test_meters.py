"""What is counted has words of ours only, and says how things stand."""

from __future__ import annotations

import pytest

from gateway.delivery.meters import Meters
from gateway.store.records import Backlog, DeliveryRow

NOW = "2026-11-20T12:00:00.000000Z"


@pytest.fixture
def meters() -> Meters:
    return Meters()


def lines(meters: Meters, *backlog: Backlog, **down: bool) -> dict[str, float]:
    """Every sample by its name with labels."""
    text = meters.text(backlog, down, NOW).decode()
    samples = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in samples}


def ended(status: str = "verified", **members) -> DeliveryRow:
    return DeliveryRow(
        id="d",
        handoff_id="h",
        conversation_id="the customer's own id",
        destination="support",
        status=status,
        attempts=1,
        created_at=NOW,
        **members,
    )


def test_handoffs_are_counted_by_dialect_and_refusals_by_code(meters) -> None:
    for _ in range(2):
        meters.accepted("openai_chat")
    meters.refused("handoff.invalid")
    found = lines(meters)
    assert 2 == found['readback_handoffs_accepted_total{dialect="openai_chat"}']
    assert 1 == found['readback_handoffs_refused_total{code="handoff.invalid"}']


def test_deliveries_are_counted_by_their_end_with_fates_and_proofs(meters) -> None:
    meters.ended(ended(proofs=b'{"verified":12,"altered":1}', fates=b'{"exact":13}'), "zendesk")
    found = lines(meters)
    end = 'readback_deliveries_ended_total{adapter="zendesk",destination="support",'
    assert 1 == found[end + 'status="verified"}']
    proofs = 'readback_leaves_proofs_total{destination="support",proof='
    assert (12, 1) == (found[proofs + '"verified"}'], found[proofs + '"altered"}'])
    assert 13 == found['readback_leaves_fates_total{destination="support",fate="exact"}']


@pytest.mark.parametrize(
    ("status", "answer"), [(201, "2xx"), (302, "3xx"), (422, "4xx"), (429, "429"), (503, "5xx")]
)
def test_exchanges_are_counted_by_how_they_were_answered(meters, status, answer) -> None:
    meters.exchanged("support", status, 0.3)
    counted = f'readback_exchange_seconds_count{{answer="{answer}",destination="support"}}'
    assert 1 == lines(meters)[counted]


def test_an_exchange_without_an_answer_is_counted_as_such(meters) -> None:
    meters.exchanged("support", None, 30.0)
    assert (
        1 == lines(meters)['readback_exchange_seconds_count{answer="none",destination="support"}']
    )


def test_the_backlog_says_how_many_wait_and_how_long(meters) -> None:
    backlog = Backlog(destination="support", count=7, oldest="2026-11-20T11:59:30.000000Z")
    found = lines(meters, backlog, support=True, flex=False)
    assert 7 == found['readback_deliveries_waiting{destination="support"}']
    assert 30 == found['readback_oldest_waiting_seconds{destination="support"}']
    assert (1, 0) == (
        found['readback_breaker_open{destination="support"}'],
        found['readback_breaker_open{destination="flex"}'],
    )


def test_a_backlog_that_was_worked_off_is_nothing_again(meters) -> None:
    lines(meters, Backlog(destination="support", count=7, oldest=NOW), support=False)
    found = lines(meters, support=False)
    assert 0 == found['readback_deliveries_waiting{destination="support"}']


def test_no_label_has_a_word_of_the_customers(meters) -> None:
    meters.ended(ended(problem=b'{"code":"x","detail":"the customer said"}'), "zendesk")
    assert b"customer" not in meters.text([], {}, NOW)
