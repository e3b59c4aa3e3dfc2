"""A trial: a delivery by the gateway's own core, cut off, meddled with, and gone on with."""

from __future__ import annotations

import pytest

from contract_tests import handoffs
from contract_tests.contract import Contract
from contract_tests.harness.line import Ask
from contract_tests.harness.memory import Crash
from contract_tests.harness.trial import Trial
from gateway.sdk.errors import Unreachable
from gateway.sdk.exchange import VendorRequest, VendorResponse
from tests.unit.contract_tests.toy.adapter import toy
from tests.unit.contract_tests.toy.vendor import stand_in


@pytest.fixture
def trial() -> Trial:
    return Trial(Contract(adapter=toy(), stand_in=stand_in), handoffs.minimal())


async def crashing(number: int, request: VendorRequest, ask: Ask) -> VendorResponse:
    if number == 1:
        raise Crash
    return await ask(request)


async def refusing(number: int, request: VendorRequest, ask: Ask) -> VendorResponse:
    return VendorResponse(status=422)


async def silent(number: int, request: VendorRequest, ask: Ask) -> VendorResponse:
    raise Unreachable(step=request.step, why="nobody is there")


def test_a_kind_vendor_leads_to_a_verified_receipt(trial: Trial) -> None:
    outcome = trial.settle()

    assert ("verified", None, 1) == (outcome.ending, outcome.error, trial.work_items)
    assert outcome.receipt is not None
    assert ["create item", "add note", "attach copy", "read item", "read copy"] == [
        exchange.request.step for exchange in trial.exchanges
    ]


def test_a_crash_ends_the_attempt_and_the_next_goes_on_where_it_was(trial: Trial) -> None:
    assert trial.crash(crashing)
    assert ["create item"] == [one.request.step for one in trial.exchanges]

    assert "verified" == trial.settle().ending
    assert 1 == [one.request.step for one in trial.exchanges].count("create item")


def test_a_crash_at_a_write_keeps_what_was_written_before(trial: Trial) -> None:
    assert trial.crash(before_write=3)
    assert 3 == trial.store.writes


def test_an_attempt_that_ends_before_its_crash_says_so(trial: Trial) -> None:
    assert not trial.crash(before_write=10_000)


def test_a_refusal_is_an_outcome_with_its_error(trial: Trial) -> None:
    outcome = trial.settle(refusing)

    assert ("failed", "create item") == (outcome.ending, outcome.error and outcome.error.step)


def test_a_vendor_that_does_not_answer_lets_it_wait_and_time_pass(trial: Trial) -> None:
    before = trial.clock.now()

    assert "waiting" == trial.attempt(silent).ending
    assert "verified" == trial.settle().ending
    assert before < trial.clock.now()


def test_behaviours_of_the_contract_are_on_throughout() -> None:
    contract = Contract(adapter=toy(), stand_in=stand_in, behave=("drop_title",))

    assert "degraded" == Trial(contract, handoffs.full()).settle().ending
