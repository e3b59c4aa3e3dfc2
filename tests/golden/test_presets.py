"""What each preset makes of the example handoffs: read as a diff whenever a preset changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.mappings.presets.cases import GOLDEN, NAMES, compiled, preset_text, rendered


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_makes_what_its_golden_files_say(
    name: str, golden: Callable[[str, str], None]
) -> None:
    plan, _ = compiled(name, preset_text(name))

    assert plan is not None
    for path, text in rendered(name, plan):
        (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
        golden(f"presets/{path}", text)


def test_no_golden_file_is_left_from_a_preset_or_a_case_that_is_gone() -> None:
    kept = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*") if path.is_file()}
    made = {
        path
        for name in NAMES
        if (plan := compiled(name, preset_text(name))[0])
        for path, _ in rendered(name, plan)
    }

    assert made == kept
