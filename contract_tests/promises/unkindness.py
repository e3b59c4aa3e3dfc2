"""Promises about a vendor that answers success and loses things, or will not answer at all."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase

from contract_tests import handoffs
from contract_tests.contract import Contract
from contract_tests.harness.trial import Outcome, Trial
from contract_tests.promises.promise import Broken, Promise, broken_places, words
from contract_tests.stand_ins.switches import Behaviour, Ending, Shows
from gateway.delivery.proof import Receipt

STORES_NOTHING = "stores_nothing"


def detects(contract: Contract, case: str) -> None:
    """With one unkindness on, a delivery ends as the stand-in says that it has to."""
    behaviour = next(one for one in contract.stand_in.behaviours if one.name == case)
    trial = Trial(contract, _HANDOFFS[behaviour.shown_by](), _switched(behaviour))
    _EXPECTATIONS[behaviour.ends](behaviour, trial)


def never_verifies_what_is_not_stored(contract: Contract, case: str) -> None:
    """Where the vendor stores nothing, nothing is proved: "sent" is not "there"."""
    del case
    names = {behaviour.name for behaviour in contract.stand_in.behaviours}
    if STORES_NOTHING not in names:
        raise Broken(f'The stand-in has no behaviour "{STORES_NOTHING}".')
    outcome = Trial(contract, handoffs.full(), STORES_NOTHING).settle()
    proved = [] if outcome.receipt is None else _proved(outcome.receipt)
    if proved:
        raise Broken(f"Nothing is stored, and verified were {', '.join(proved[:4])}.")


def _verified(behaviour: Behaviour, trial: Trial) -> None:
    _require(behaviour, trial.settle(), "verified")
    _require_no_second(behaviour, trial)


def _named(behaviour: Behaviour, trial: Trial) -> None:
    """Degraded or unproven, with the places concerned, and no others."""
    outcome = trial.settle()
    _require(behaviour, outcome, behaviour.ends)
    named = {place.field for place in broken_places(outcome.receipt).values()}
    blamed = {field for field in named if not _is_spoilt(field, behaviour)}
    if not named or blamed:
        told = ", ".join(sorted(blamed)) or "no place"
        raise Broken(f'"{behaviour.name}" spoils {_spoils(behaviour)}; the receipt names {told}.')


def _failed(behaviour: Behaviour, trial: Trial) -> None:
    outcome = trial.settle()
    _require(behaviour, outcome, "failed")
    if outcome.error is None or not outcome.error.step:
        raise Broken(f'"{behaviour.name}" ends in an error that names no step.')


def _waiting(behaviour: Behaviour, trial: Trial) -> None:
    """It waits as long as the vendor is like that, and ends well afterwards."""
    _require(behaviour, trial.attempt(), "waiting")
    trial.app.switches.turn_off(behaviour.name)
    trial.clock.advance(3600)
    _require(behaviour, trial.settle(), "verified")
    _require_no_second(behaviour, trial)


def _require(behaviour: Behaviour, outcome: Outcome, ending: Ending) -> None:
    if outcome.ending != ending:
        raise Broken(
            f'"{_switched(behaviour)}" ({behaviour.does}) has to end {ending}; {words(outcome)}.'
        )


def _require_no_second(behaviour: Behaviour, trial: Trial) -> None:
    if trial.work_items != behaviour.work_items:
        raise Broken(f'"{_switched(behaviour)}" made {trial.work_items} work items.')


def _switched(behaviour: Behaviour) -> str:
    return f"{behaviour.name}={behaviour.sample}" if behaviour.sample else behaviour.name


def _is_spoilt(field: str, behaviour: Behaviour) -> bool:
    return not behaviour.spoils or any(fnmatchcase(field, place) for place in behaviour.spoils)


def _spoils(behaviour: Behaviour) -> str:
    return " and ".join(behaviour.spoils) or "something"


def _proved(receipt: Receipt) -> list[str]:
    return [
        f"{row.pointer} in {place.field}"
        for row in receipt.rows
        for place in row.places
        if place.proof == "verified"
    ]


_HANDOFFS: dict[Shows, Callable[[], bytes]] = {
    "full": handoffs.full,
    "oversize": handoffs.oversize,
}
_EXPECTATIONS: dict[Ending, Callable[[Behaviour, Trial], None]] = {
    "verified": _verified,
    "degraded": _named,
    "unproven": _named,
    "failed": _failed,
    "waiting": _waiting,
}

PROMISES = (
    Promise(
        name="detects",
        keeps=detects,
        cases=lambda contract: tuple(one.name for one in contract.stand_in.behaviours),
    ),
    Promise(name="never_verifies_what_is_not_stored", keeps=never_verifies_what_is_not_stored),
)
