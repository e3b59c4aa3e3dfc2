"""The promise that a process may end anywhere: what was begun is gone on with, and made once."""

from __future__ import annotations

from contract_tests import handoffs
from contract_tests.contract import Contract
from contract_tests.harness.line import Ask, Meddle
from contract_tests.harness.memory import Crash
from contract_tests.harness.trial import Trial
from contract_tests.promises.promise import Breaches, Broken, Promise, all_told, words
from gateway.sdk.exchange import VendorRequest, VendorResponse


def resumes_after_a_crash_without_a_second_work_item(contract: Contract, case: str) -> None:
    """Before and after each request, and at each write to the store."""
    del case
    once = Trial(contract, handoffs.short())
    outcome = once.settle()
    if outcome.ending != "verified":
        raise Broken(words(outcome))
    with all_told() as breaches:
        for number, exchange in enumerate(once.exchanges):
            step = exchange.request.step
            _check(breaches, contract, f"crashed before {step}", _crash(number, sent=False))
            _check(breaches, contract, f"crashed after {step}", _crash(number, sent=True))
        for write in range(once.store.writes):
            _check(breaches, contract, f"crashed at write {write}", None, before_write=write)


def _check(
    breaches: Breaches,
    contract: Contract,
    where: str,
    meddle: Meddle | None,
    *,
    before_write: int | None = None,
) -> None:
    trial = Trial(contract, handoffs.short())
    if meddle is None:
        trial.crash(before_write=before_write)
    else:
        trial.crash(meddle)
    outcome = trial.settle()
    breaches.expect(outcome.ending == "verified", where, words(outcome))
    breaches.expect(trial.work_items == 1, where, f"{trial.work_items} work items")


def _crash(at: int, *, sent: bool) -> Meddle:
    async def meddle(number: int, request: VendorRequest, ask: Ask) -> VendorResponse:
        if number != at:
            return await ask(request)
        if sent:
            await ask(request)
        raise Crash

    return meddle


PROMISES = (
    Promise(
        name="resumes_after_a_crash_without_a_second_work_item",
        keeps=resumes_after_a_crash_without_a_second_work_item,
    ),
)
