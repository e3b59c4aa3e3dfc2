"""Whatever line carries a part of the handoff: without it, a delivery is another one.

Every line, dict member, argument, element, filter, operand, condition and step of the adapter is
left out, one at a time; a case has to notice. What each case does is pinned in ``outcomes.json``.
"""

from __future__ import annotations

import pytest

from tests.adapters.mutation import Judge, Note, Plays, loaded, modules_of, survivors
from tests.adapters.twilio_flex import scripts
from tests.adapters.twilio_flex.cases import CASES
from tests.adapters.twilio_flex.judging import judged
from tests.adapters.twilio_flex.playing import SEARCHES, play

ADAPTER = "adapters.twilio_flex.adapter"
CARRYING = (
    *("translate", "transcript", "attributes", "documents", "adapter", "task", "existing"),
    *("read_back", "holdings", "wire", "verdict"),
)
# They declare, and carry nothing; what `setup` says is pinned by its own tests.
OTHERS = ("limits", "manifest", "objects", "settings", "setup")

# Mutants that no case can tell from the original, and why that loses nothing.
# By module, then mutant → reason.
SURVIVORS: dict[str, dict[str, str]] = {
    "wire": {
        (
            "always true in `next(iter(parse_qs(urlsplit(url).query).get('PageToken', ())), None)"
            " if url else None`"
        ): "urlsplit takes None for an empty address, which its types do not say",
    }
}


def _cases() -> dict[str, Plays]:
    by_hand: dict[str, Plays] = {
        "verdicts": judged,
        "tasks": scripts.searched,
        "probe": scripts.probed,
        "corrections": scripts.corrected,
        "cuts": scripts.cut,
        "replies": scripts.read,
    }
    searched = {f"search {n}": _searched(n) for n in range(len(SEARCHES))}
    return {**by_hand, **searched, **{case: _played(case) for case in CASES}}


def _searched(number: int) -> Plays:
    return lambda module: SEARCHES[number](module.adapter)


def _played(case: str) -> Plays:
    return lambda module: play(module.adapter, CASES[case])


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(ADAPTER, _cases())


@pytest.mark.parametrize("name", CARRYING)
def test_no_carrying_line_can_be_left_out_unnoticed(
    name: str, judge: Judge, record_property: Note
) -> None:
    alive = survivors(f"adapters.twilio_flex.{name}", judge, record_property)

    assert sorted(SURVIVORS.get(name, {})) == sorted(alive)


def test_the_adapter_imported_anew_plays_all_cases_alike(judge: Judge) -> None:
    with loaded(ADAPTER) as module:
        assert not judge.notices(module)


def test_every_module_either_carries_or_says_that_it_does_not() -> None:
    assert modules_of("adapters.twilio_flex") == {*CARRYING, *OTHERS}
