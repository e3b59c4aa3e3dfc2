"""Whatever line carries a part of the handoff: without it, a recording no longer fits.

Every line, dict member, keyword argument, element, filter, operand, condition and step of the
modules that carry is left out, one at a time; the recorded deliveries have to notice.
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

import pytest

from tests.adapters.mutation import Judge, Note, Plays, loaded, modules_of, survivors
from tests.adapters.zendesk.cases import CASES
from tests.adapters.zendesk.judging import judged
from tests.adapters.zendesk.recording import load, replay

ADAPTER = "adapters.zendesk.adapter"
CARRYING = ("translate", "adapter", "read_back", "existing", "further", "wire", "verdict")
# They declare, and carry nothing; what `describe` answers is pinned by its own tests.
OTHERS = ("limits", "manifest", "objects", "settings", "describe")

# Mutants that the recordings cannot tell from the original, and why that loses nothing.
# By module, then mutant → reason. There are none.
SURVIVORS: dict[str, dict[str, str]] = {}


def _cases() -> dict[str, Plays]:
    return {"verdicts": judged, **{case: _replayed(case) for case in CASES}}


def _replayed(case: str) -> Plays:
    recorded = load(case)

    def plays(adapter: ModuleType) -> Any:
        return json.loads(json.dumps(replay(CASES[case], adapter, recorded)))

    return plays


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(ADAPTER, _cases())


@pytest.mark.parametrize("name", CARRYING)
def test_no_carrying_line_can_be_left_out_unnoticed(
    name: str, judge: Judge, record_property: Note
) -> None:
    alive = survivors(f"adapters.zendesk.{name}", judge, record_property)

    assert sorted(SURVIVORS.get(name, {})) == sorted(alive)


def test_the_unchanged_modules_fit_all_recordings() -> None:
    with loaded(ADAPTER) as adapter:
        assert all(load(case) == _replayed(case)(adapter) for case in CASES)


def test_every_module_either_carries_or_says_that_it_does_not() -> None:
    assert modules_of("adapters.zendesk") == {*CARRYING, *OTHERS}
