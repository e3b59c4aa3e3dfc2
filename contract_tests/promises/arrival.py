"""Promises about what arrives at a kind vendor: everything, whatever the handoff is like."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from msgspec.structs import replace

from contract_tests import handoffs
from contract_tests.contract import Contract
from contract_tests.harness.trial import Outcome, Trial
from contract_tests.promises.promise import Breaches, Broken, Promise, all_told, words
from contract_tests.stand_ins.frame import Credentials
from contract_tests.strategies import handoffs as any_handoffs
from gateway.schema.codec import encode_handoff
from gateway.schema.handoff import Handoff

_MOST_EXAMPLES = 25


def verifies_every_leaf(contract: Contract, case: str) -> None:
    """A kind vendor has everything, and the receipt proves each leaf in each of its places."""
    trial = Trial(contract, _documents(contract)[case])
    outcome = trial.settle()
    if outcome.ending != "verified":
        raise Broken(f"A kind vendor was given everything, and {words(outcome)}.")
    if trial.work_items != 1:
        raise Broken(f"One handoff made {trial.work_items} work items.")


def delivers_a_minimal_handoff(contract: Contract, case: str) -> None:
    """A conversation with its id is enough, even one in which nothing was said."""
    del case
    with all_told() as breaches:
        for name, document in (("minimal", handoffs.minimal()), ("empty", handoffs.wordless())):
            trial = Trial(contract, document)
            outcome = trial.settle()
            breaches.expect(outcome.ending == "verified", name, words(outcome))
            breaches.expect(trial.work_items == 1, name, f"{trial.work_items} work items")


def accounts_for_an_oversize_handoff(contract: Contract, case: str) -> None:
    """What is too long for a place is cut with a fate, or goes on elsewhere; no leaf is lost."""
    del case
    with all_told() as breaches:
        _accounted(breaches, "oversize", Trial(contract, handoffs.oversize()).settle())


def keeps_nasty_text(contract: Contract, case: str) -> None:
    """Markup, placeholders, control characters and odd scripts survive, or are accounted for."""
    del case
    with all_told() as breaches:
        for text, document in handoffs.nasty():
            _accounted(breaches, ascii(text), Trial(contract, document).settle())


def keeps_any_handoff(contract: Contract, case: str) -> None:
    """Whatever Hypothesis can write as a handoff is delivered, and every leaf accounted for."""
    del case

    @settings(
        max_examples=_MOST_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
    )
    @given(any_handoffs())
    def keep(handoff: Handoff) -> None:
        with all_told() as breaches:
            outcome = Trial(contract, encode_handoff(handoff)).settle()
            _accounted(breaches, "a handoff", outcome)

    keep()


def signs_in(contract: Contract, case: str) -> None:
    """Every way to sign in that the stand-in knows leads to the same end."""
    shown = _credentials(contract)[case]
    outcome = Trial(replace(contract, credentials=shown), handoffs.full()).settle()
    if outcome.ending != "verified":
        raise Broken(f'Signed in by "{case}", {words(outcome)}.')


def _accounted(breaches: Breaches, where: str, outcome: Outcome) -> None:
    """Every leaf is proved in one place at least; places that came out otherwise are named."""
    if outcome.receipt is None:
        breaches.add(where, words(outcome))
        return
    for row in outcome.receipt.rows:
        is_proved = any(place.proof == "verified" for place in row.places)
        breaches.expect(is_proved or row.fate == "withheld", where, f"{row.pointer} is lost")


def _credentials(contract: Contract) -> dict[str, Credentials]:
    """The credentials by scheme; the second of a scheme has a number."""
    named: dict[str, Credentials] = {}
    for number, shown in enumerate(contract.stand_in.credentials, start=1):
        named[f"{shown.scheme} {number}" if shown.scheme in named else shown.scheme] = shown
    return named


def _documents(contract: Contract) -> dict[str, bytes]:
    return {"full": handoffs.full(), **dict(handoffs.shipped()), **contract.handoffs}


PROMISES = (
    Promise(
        name="verifies_every_leaf",
        keeps=verifies_every_leaf,
        cases=lambda contract: tuple(_documents(contract)),
    ),
    Promise(name="delivers_a_minimal_handoff", keeps=delivers_a_minimal_handoff),
    Promise(name="accounts_for_an_oversize_handoff", keeps=accounts_for_an_oversize_handoff),
    Promise(name="keeps_nasty_text", keeps=keeps_nasty_text),
    Promise(name="keeps_any_handoff", keeps=keeps_any_handoff),
    Promise(
        name="signs_in",
        keeps=signs_in,
        cases=lambda contract: tuple(_credentials(contract)),
    ),
)
