"""Which change of a delivery is which event; no event holds a word of the customer's."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from gateway.store.events import accepted, changes
from gateway.store.records import FINAL, DeliveryRow

PENDING = DeliveryRow(
    id="d-1",
    handoff_id="h-1",
    conversation_id="c-1",
    destination="support",
    status="pending",
    attempts=0,
    created_at="2026-11-20T09:30:00.000000Z",
)
AT_WORK = replace(PENDING, status="delivering", attempts=1)
MADE = replace(AT_WORK, ref="W-1", url="https://acme.example/W-1")


def types(before: DeliveryRow, after: DeliveryRow) -> list[str]:
    return [event.type for event in changes(before, after)]


def test_beginning_an_attempt_is_no_event() -> None:
    assert [] == types(PENDING, AT_WORK)


def test_putting_an_attempt_off_is_no_event() -> None:
    assert [] == types(AT_WORK, replace(AT_WORK, status="pending", problem=b'{"code":"x"}'))


def test_a_work_item_is_told_of_once() -> None:
    assert ["delivery.delivered"] == types(AT_WORK, MADE)
    assert [] == types(MADE, replace(MADE, attempts=2))


@pytest.mark.parametrize("status", sorted(FINAL))
def test_every_end_is_an_event_of_its_own(status) -> None:
    assert [f"delivery.{status}"] == types(MADE, replace(MADE, status=status))


def test_an_end_that_stays_as_it_is_is_told_of_once() -> None:
    ended = replace(MADE, status="verified")
    assert [] == types(ended, replace(ended, rereads=1))


def test_a_proof_that_turns_out_otherwise_later_is_told_of() -> None:
    verified = replace(MADE, status="verified")
    assert ["delivery.degraded"] == types(verified, replace(verified, status="degraded"))


def test_a_replay_is_told_of() -> None:
    assert ["delivery.replayed"] == types(replace(PENDING, status="dead"), PENDING)


def test_a_work_item_and_an_end_in_one_change_come_in_their_order() -> None:
    assert ["delivery.delivered", "delivery.unproven"] == types(
        AT_WORK, replace(MADE, status="unproven")
    )


def test_an_event_says_where_it_went_and_how_it_was_proved() -> None:
    ended = replace(MADE, status="verified", proofs=b'{"verified":12}')
    (event,) = changes(MADE, ended)
    assert {
        "destination": "support",
        "status": "verified",
        "work_item": {"ref": "W-1", "url": "https://acme.example/W-1"},
        "proofs": {"verified": 12},
    } == json.loads(event.data)


def test_of_a_problem_an_event_says_its_code_only() -> None:
    problem = b'{"code":"delivery.refused","detail":"the customer\'s words"}'
    (event,) = changes(AT_WORK, replace(AT_WORK, status="failed", problem=problem))
    assert {
        "destination": "support",
        "status": "failed",
        "proofs": {},
        "code": "delivery.refused",
    } == json.loads(event.data)


def test_acceptance_says_to_whom_the_handoff_is_owed() -> None:
    event = accepted("h-1", ("support", "flex"))
    assert ("handoff.accepted", "h-1", None) == (event.type, event.handoff_id, event.delivery_id)
    assert {"destinations": ["support", "flex"]} == json.loads(event.data)
