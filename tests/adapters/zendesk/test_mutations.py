"""Whatever line carries a part of the handoff: without it, a recording no longer fits.

Every dict member, keyword argument, element, filter, operand, condition and step of the modules
that carry is left out, one at a time; the recorded deliveries have to notice.
"""

from __future__ import annotations

import json
from types import ModuleType

import pytest

from tests.adapters.mutation import Note, loaded, survivors
from tests.adapters.zendesk.cases import CASES
from tests.adapters.zendesk.recording import load, replay

ADAPTER = "adapters.zendesk.adapter"
CARRYING = ("translate", "adapter", "read_back", "existing", "wire")

# Mutants that the recordings cannot tell from the original, and why that loses nothing.
# By module, then mutant → reason. There are none.
SURVIVORS: dict[str, dict[str, str]] = {}


@pytest.mark.parametrize("name", CARRYING)
def test_no_carrying_line_can_be_left_out_unnoticed(name: str, record_property: Note) -> None:
    recordings = {case: load(case) for case in CASES}

    def passes(adapter: ModuleType) -> bool:
        return all(_fits(case, adapter, recorded) for case, recorded in recordings.items())

    alive = survivors(f"adapters.zendesk.{name}", ADAPTER, passes, record_property)

    assert sorted(SURVIVORS.get(name, {})) == sorted(alive)


def test_the_unchanged_modules_fit_all_recordings() -> None:
    with loaded(ADAPTER) as adapter:
        assert all(_fits(case, adapter, load(case)) for case in CASES)


def _fits(case: str, adapter: ModuleType, recorded: object) -> bool:
    return recorded == json.loads(json.dumps(replay(CASES[case], adapter, recorded)))
