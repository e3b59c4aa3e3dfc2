"""Every part of a preset does something that a test sees: take it away, and a golden file differs.

The golden files themselves are compared in tests/golden/test_presets.py.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mappings import MappingStopped
from tests.unit.mappings.presets.cases import GOLDEN, NAMES, compiled, preset_text, rendered
from tests.unit.mappings.presets.mutants import KINDS

# Mutants that nothing sees, by preset and kind, each with the reason why that is right.
_SAID_ALOUD = "says what holds anyway, so that an admin sees it and can change it"
SURVIVORS: dict[tuple[str, str], dict[str, str]] = {
    **{(name, "table"): {"defaults": _SAID_ALOUD} for name in NAMES},
    ("salesforce-case", "setting"): {"10 Description overflow": _SAID_ALOUD},
    ("zendesk-ticket", "setting"): {"14 comment overflow": _SAID_ALOUD},
}


def is_killed(name: str, text: str) -> bool:
    """Whether anybody would notice: the compiler says something, a handoff stops, or a golden file
    differs.
    """
    plan, problems = compiled(name, text)
    if plan is None or problems:
        return True
    try:
        return any(
            (GOLDEN / path).read_text(encoding="utf-8") != made
            for path, made in rendered(name, plan)
        )
    except MappingStopped:
        return True


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_taken_away_from_a_preset_is_missed(
    name: str, kind: str, record_property: Callable[[str, object], None]
) -> None:
    mutants = list(KINDS[kind](preset_text(name)))
    survivors = [mutant.name for mutant in mutants if not is_killed(name, mutant.text)]
    record_property("killed", f"{len(mutants) - len(survivors)} of {len(mutants)}")

    assert list(SURVIVORS.get((name, kind), {})) == survivors


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_as_it_is_survives(name: str) -> None:
    assert not is_killed(name, preset_text(name))


@pytest.mark.parametrize("name", NAMES)
def test_there_is_something_to_take_away(name: str) -> None:
    counts = {kind: len(list(made(preset_text(name)))) for kind, made in KINDS.items()}

    assert min(counts["rule"], counts["line"], counts["print"]) > 10
