"""The rest of a long note, in a ticket that others change, close, and that takes 30 updates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from adapters.zendesk import adapter, translate
from adapters.zendesk.settings import ZendeskSettings
from contract_tests import handoffs
from contract_tests.harness.clock import Clock
from contract_tests.harness.line import Ask, Meddle
from contract_tests.harness.trial import Trial
from contract_tests.stand_ins.zendesk import stand_in
from gateway.sdk import Limit, VendorRefused, VendorRequest, VendorResponse
from gateway.sdk.errors import Unreachable
from tests.adapters.zendesk import test_contract
from tests.adapters.zendesk.account import Account, drive
from tests.adapters.zendesk.consignments import consignment
from tests.adapters.zendesk.delivery import Delivery

SIZE = 170
LONG_NOTE = "<p>" + "word " * 30_000 + "</p>"


def close(account: Account, _: object) -> None:
    account.closed.add(max(account.tickets))


def change(account: Account, _: object) -> None:
    account.change(max(account.tickets))


def long_delivery(*meanwhile: Any) -> Delivery:
    return Delivery(consignment(note=LONG_NOTE), meanwhile=meanwhile)


def trial_of(handoff: bytes, *behaviours: str) -> Trial:
    """With one clock for both sides."""
    clock = Clock()
    app = stand_in.create(clock=lambda: datetime.fromisoformat(clock.now()))
    trial = Trial(test_contract.contract, handoff, *behaviours, app=app)
    trial.clock = clock
    return trial


def losing(step: str) -> Meddle:
    """What is asked in this step is done, and nobody hears of it."""

    async def meddle(_: int, request: VendorRequest, ask: Ask) -> VendorResponse:
        response = await ask(request)
        if request.step == step:
            raise Unreachable(step=step, why="lost", sent=True)
        return response

    return meddle


def metadata_of(trial: Trial) -> list[str]:
    tickets = trial.app.account.tickets.values()
    return sorted(
        audit.custom["readback_part"]
        for ticket in tickets
        for audit in ticket.audits
        if audit.custom
    )


@pytest.fixture
def small_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small that the fullest note takes more updates than a ticket has in ten minutes."""
    limit = Limit(size=SIZE, unit="bytes", source="the test", read_on="2026-11-20")
    monkeypatch.setattr(translate, "COMMENT", limit)


def test_what_a_closed_ticket_does_not_take_goes_on_in_a_follow_up() -> None:
    delivery = long_delivery(close)
    first, second = delivery.account.tickets

    assert str(first) == delivery.delivered.ref
    assert str(second) == delivery.delivered.parts["followup.2"]
    assert [1, 2] == [len(delivery.account.comments[ref]) for ref in (first, second)]


def test_a_follow_up_that_is_closed_as_well_has_one_of_its_own() -> None:
    delivery = long_delivery(close, close)

    assert [1, 1, 1] == [len(found) for found in delivery.account.comments.values()]
    assert {"followup.2", "followup.3"} < set(delivery.delivered.parts)


def test_the_note_is_read_from_all_the_tickets_it_stands_in() -> None:
    parts = long_delivery(close, close).read().note

    assert 3 == len(parts)
    assert all(part.stored is not None and part.sent in part.stored for part in parts)


def test_what_a_lost_follow_up_held_is_missing_and_the_rest_is_not() -> None:
    delivery = long_delivery(close)
    del delivery.account.tickets[max(delivery.account.tickets)]

    assert [False, True, True] == [part.stored is None for part in delivery.read().note]


def test_a_follow_up_that_came_out_public_is_reported() -> None:
    delivery = long_delivery(close)
    delivery.account.comments[max(delivery.account.tickets)][0]["public"] = True

    assert {"comment.2.public": True} == {
        own.name: own.stored for own in delivery.read().own if own.sent != own.stored
    }


def test_a_comment_is_written_once_though_somebody_else_changes_the_ticket() -> None:
    delivery = long_delivery(change, change, change)

    assert 3 == len(delivery.comments)
    assert not [part for part in delivery.read().note if part.stored is None]


def test_a_try_that_was_carried_out_unheard_is_not_made_twice() -> None:
    delivery = long_delivery(lambda account, sent: account.written(int(min(account.tickets)), sent))

    assert 3 == len(delivery.comments)
    assert str(delivery.comments[1]["id"]) == delivery.delivered.parts["comment.2"]


def test_a_ticket_that_is_changed_all_the_time_is_an_error_in_the_end() -> None:
    account = Account()
    account.meanwhile.extend([change] * 99)

    failed, exchanges = drive(
        adapter.deliver(consignment(note=LONG_NOTE), ZendeskSettings()), account
    )

    assert isinstance(failed, VendorRefused)
    assert ("add comment", 409, "UpdateConflict") == (
        failed.step,
        failed.status,
        failed.vendor_code,
    )
    assert 5 == len([one for one, _ in exchanges if one.step == "add comment"])


@pytest.mark.parametrize(
    ("behaviour", "step", "tickets"),
    [
        ("closes_tickets", "create follow-up", 2),
        ("closes_tickets=2", "create follow-up", 3),
        ("closes_tickets=2", "add comment", 3),
        ("busy_agent=3", "add comment", 1),
        ("busy_agent=3", "read ticket anew", 1),
    ],
)
@pytest.mark.usefixtures("small_comments")
def test_a_lost_reply_to_any_of_it_makes_nothing_twice(
    behaviour: str, step: str, tickets: int
) -> None:
    trial = trial_of(handoffs.short(), behaviour)

    assert "verified" == trial.settle(losing(step)).ending
    assert tickets == trial.work_items
    assert len(metadata_of(trial)) == len(set(metadata_of(trial)))


@pytest.mark.usefixtures("small_comments")
def test_a_note_of_more_parts_than_a_ticket_takes_updates_waits_and_is_verified() -> None:
    trial = trial_of(handoffs.full())

    waits: list[float] = []
    while (outcome := trial.attempt()).ending == "waiting":
        waits.append(outcome.after or 0)
        trial.clock.advance(waits[-1])

    parts = sum(len(ticket.comments()) for ticket in trial.app.account.tickets.values())
    assert ("verified", 1) == (outcome.ending, trial.work_items)
    assert 31 < parts == len(set(metadata_of(trial)))
    assert 1 == len(waits)
    assert 590 < waits[0] <= 600
