"""The promise that a delivery asks exactly what is recorded, and nothing recorded goes unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contract_tests import handoffs
from contract_tests.contract import Contract
from contract_tests.harness.line import Ask, Meddle
from contract_tests.harness.trial import Outcome, Trial
from contract_tests.promises.promise import Broken, Promise
from contract_tests.recording import (
    Tape,
    exchange_document,
    file_name,
    load,
    save,
)
from gateway.sdk.exchange import VendorRequest, VendorResponse


def asks_what_is_recorded(contract: Contract, case: str) -> None:
    """Every request, byte for byte, and what the receipt says in the end."""
    file = _file(contract, case)
    if not file.is_file():
        raise Broken(f"There is no {file.name}. Run pytest with --recordings=write, and review it.")
    recorded = load(file)
    tape = Tape(recorded["exchanges"])
    outcome = Trial(contract, _documents(contract)[case]).settle(_played(tape))
    tape.require_all_used()
    if recorded["receipt"] != _receipt(outcome):
        raise Broken(f"recorded: {recorded['receipt']}, now: {_receipt(outcome)}")


def has_a_case_for_each_recording(contract: Contract, case: str) -> None:
    """No recording is left over from a case that is gone."""
    del case
    folder = contract.recordings or Path()
    expected = {file_name(name) for name in _documents(contract)}
    left = sorted({file.name for file in folder.glob("*.json")} - expected)
    if left:
        raise Broken(f"recordings without a case: {', '.join(left)}")


def write_recordings(contract: Contract) -> None:
    """Record every case anew, with the stand-in."""
    for case, document in _documents(contract).items():
        trial = Trial(contract, document)
        outcome = trial.settle()
        exchanges = [exchange_document(one.request, one.response) for one in trial.exchanges]
        save(_file(contract, case), {"exchanges": exchanges, "receipt": _receipt(outcome)})


def _documents(contract: Contract) -> dict[str, bytes]:
    return {"minimal": handoffs.minimal(), **dict(handoffs.shipped()), **contract.handoffs}


def _file(contract: Contract, case: str) -> Path:
    return (contract.recordings or Path()) / file_name(case)


def _played(tape: Tape) -> Meddle:
    async def meddle(number: int, request: VendorRequest, ask: Ask) -> VendorResponse:
        del number, ask
        return tape(request)

    return meddle


def _receipt(outcome: Outcome) -> dict[str, Any]:
    receipt = outcome.receipt
    if receipt is None:
        return {"ending": outcome.ending}
    return {"ending": outcome.ending, "fates": receipt.fates(), "proofs": receipt.proofs()}


def _cases(contract: Contract) -> tuple[str, ...]:
    return tuple(_documents(contract)) if contract.recordings else ()


PROMISES = (
    Promise(name="asks_what_is_recorded", keeps=asks_what_is_recorded, cases=_cases),
    Promise(
        name="has_a_case_for_each_recording",
        keeps=has_a_case_for_each_recording,
        cases=lambda contract: ("all",) if contract.recordings else (),
    ),
)
