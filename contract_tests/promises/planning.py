"""Promises about the plan: equal input gives equal requests, and a repeat makes nothing twice."""

from __future__ import annotations

from contract_tests import handoffs
from contract_tests.contract import Contract
from contract_tests.harness.flows import consigned, find_existing, translated
from contract_tests.harness.line import Ask, Meddle
from contract_tests.harness.trial import DELIVERY_ID, Trial
from contract_tests.promises.promise import Broken, Promise, all_told, words
from gateway.sdk.consignment import Consignment
from gateway.sdk.exchange import VendorRequest, VendorResponse

_OTHER_ID = DELIVERY_ID.replace("c0de", "beef")


def plans_deterministically(contract: Contract, case: str) -> None:
    """Planning twice gives the same requests, byte for byte: a crash is got over by replaying."""
    del case
    with all_told() as breaches:
        for document in (handoffs.full(), handoffs.minimal()):
            first, second = (_requests(contract, document) for _ in range(2))
            for one, other in zip(first, second, strict=False):
                breaches.expect(one == other, one.step, "planned twice, it is not the same request")
            breaches.expect(len(first) == len(second), "the plan", "it has more steps once")


def is_idempotent_by_key(contract: Contract, case: str) -> None:
    """Two deliveries are two work items, and any write done twice by its own rule is one."""
    del case
    _require_one_each(contract)
    once = Trial(contract, handoffs.short())
    once.settle()
    writes = [
        (number, exchange.request)
        for number, exchange in enumerate(once.exchanges[: once.store.journaled("deliver")])
        if exchange.request.method not in ("GET", "HEAD") and exchange.response.status < 300
    ]
    with all_told() as breaches:
        for number, request in writes:
            trial = Trial(contract, handoffs.short())
            outcome = trial.settle(_twice(contract, number))
            step, repeat = request.step, request.repeat
            breaches.expect(outcome.ending == "verified", step, words(outcome))
            count = f'repeated by the rule "{repeat}", it made {trial.work_items} work items'
            breaches.expect(trial.work_items == 1, step, count)


def _requests(contract: Contract, document: bytes) -> list[VendorRequest]:
    trial = Trial(contract, document)
    trial.settle()
    return [exchange.request for exchange in trial.exchanges]


def _require_one_each(contract: Contract) -> None:
    first = Trial(contract, handoffs.short())
    first.settle()
    _, another = handoffs.shipped()[0]
    second = Trial(contract, another, app=first.app, key=_OTHER_ID)
    second.settle()
    if first.work_items != 2:
        raise Broken(f"Two deliveries with two keys made {first.work_items} work items.")


def _twice(contract: Contract, at: int) -> Meddle:
    """One write is done, its reply is lost, and it is repeated as its ``repeat`` allows."""
    short = handoffs.short()
    consignment = consigned(short, translated(contract, short))

    async def meddle(number: int, request: VendorRequest, ask: Ask) -> VendorResponse:
        response = await ask(request)
        if number != at:
            return response
        return await _repeated(contract, request, consignment, ask)

    return meddle


async def _repeated(
    contract: Contract, request: VendorRequest, consignment: Consignment, ask: Ask
) -> VendorResponse:
    if request.repeat != "search":
        return await ask(request)
    found = await find_existing(contract, request, consignment, ask)
    if found is None:
        raise Broken(f"{request.step}: it was carried out, and find_existing finds nothing")
    return found


PROMISES = (
    Promise(name="plans_deterministically", keeps=plans_deterministically),
    Promise(name="is_idempotent_by_key", keeps=is_idempotent_by_key),
)
