"""Whatever line carries a part of the handoff: without it, a delivery is another one.

Every dict member, argument, element, filter, operand, condition and step of the adapter is left
out, one at a time; a case has to notice.
"""

from __future__ import annotations

from types import ModuleType

import pytest

from adapters.webhook import adapter as webhook
from tests.adapters.mutation import Note, loaded, survivors
from tests.adapters.webhook.cases import CASES, judged, play

ADAPTER = "adapters.webhook.adapter"
CARRYING = ("translate", "template", "adapter", "read_back", "wire", "verdict")

# Mutants that no case can tell from the original, and why that loses nothing.
# By module, then mutant → reason.
SURVIVORS: dict[str, dict[str, str]] = {}


@pytest.mark.parametrize("name", CARRYING)
def test_no_carrying_line_can_be_left_out_unnoticed(name: str, record_property: Note) -> None:
    expected = {case: play(webhook, CASES[case]) for case in CASES}
    verdicts = judged(webhook)

    def passes(module: ModuleType) -> bool:
        plays = all(expected[case] == play(module.adapter, CASES[case]) for case in CASES)
        return plays and verdicts == judged(module.adapter)

    alive = survivors(f"adapters.webhook.{name}", ADAPTER, passes, record_property)

    assert sorted(SURVIVORS.get(name, {})) == sorted(alive)


def test_the_adapter_imported_anew_plays_all_cases_alike() -> None:
    with loaded(ADAPTER) as module:
        assert all(play(webhook, case) == play(module.adapter, case) for case in CASES.values())
