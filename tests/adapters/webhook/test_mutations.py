"""Whatever line carries a part of the handoff: without it, a delivery is another one.

Every line, dict member, argument, element, filter, operand, condition and step of the adapter is
left out, one at a time; a case has to notice.
"""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.adapters.mutation import Judge, Note, Plays, loaded, modules_of, survivors
from tests.adapters.webhook.cases import CASES, judged, play

ADAPTER = "adapters.webhook.adapter"
CARRYING = ("translate", "template", "adapter", "read_back", "wire", "verdict")
# They declare, and carry nothing; what `settings` refuses is pinned by its own tests.
OTHERS = ("limits", "manifest", "objects", "settings")

# Mutants that no case can tell from the original, and why that loses nothing.
# By module, then mutant → reason.
SURVIVORS: dict[str, dict[str, str]] = {}


def _cases() -> dict[str, Plays]:
    return {"verdicts": _judged, **{case: _played(case) for case in CASES}}


def _judged(module: ModuleType) -> object:
    return judged(module.adapter)


def _played(case: str) -> Plays:
    return lambda module: play(module.adapter, CASES[case])


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(ADAPTER, _cases())


@pytest.mark.parametrize("name", CARRYING)
def test_no_carrying_line_can_be_left_out_unnoticed(
    name: str, judge: Judge, record_property: Note
) -> None:
    alive = survivors(f"adapters.webhook.{name}", judge, record_property)

    assert sorted(SURVIVORS.get(name, {})) == sorted(alive)


def test_the_adapter_imported_anew_plays_all_cases_alike(judge: Judge) -> None:
    with loaded(ADAPTER) as module:
        assert not judge.notices(module)


def test_every_module_either_carries_or_says_that_it_does_not() -> None:
    assert modules_of("adapters.webhook") == {*CARRYING, *OTHERS}
