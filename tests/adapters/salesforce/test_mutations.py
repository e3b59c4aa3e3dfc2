"""Whatever line carries a part of the handoff: without it, a delivery is another one.

Every dict member, argument, element, filter, operand, condition and step of the adapter is left
out, one at a time; a case has to notice.
"""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from tests.adapters.mutation import Note, loaded, survivors
from tests.adapters.salesforce.cases import CASES
from tests.adapters.salesforce.playing import play

ADAPTER = "adapters.salesforce.adapter"
CARRYING = (
    *("translate", "batches", "adapter", "existing", "routing"),
    *("read_back", "case_record", "replies"),
)

# Mutants that no case can tell from the original, and why that loses nothing.
# By module, then mutant → reason.
SURVIVORS: dict[str, dict[str, str]] = {
    "translate": {
        "drop argument usedforsecurity in `hashlib.md5(sent.data, usedforsecurity=False)`": (
            "only where a machine forbids MD5 does it make a difference"
        ),
        "turn round in `False`": "the same",
    },
    "read_back": {
        "drop argument strict in `zip(parts, (first, *further), strict=True)`": (
            "the two are equally long; it says so to the reader"
        ),
        "turn round in `True`": "the same",
    },
}


@pytest.mark.parametrize("name", CARRYING)
def test_no_carrying_line_can_be_left_out_unnoticed(name: str, record_property: Note) -> None:
    real = importlib.import_module(ADAPTER)
    expected = {case: play(real, CASES[case]) for case in CASES}

    def passes(module: ModuleType) -> bool:
        return all(expected[case] == play(module, CASES[case]) for case in CASES)

    alive = survivors(f"adapters.salesforce.{name}", ADAPTER, passes, record_property)

    assert sorted(SURVIVORS.get(name, {})) == sorted(alive)


def test_the_adapter_imported_anew_plays_all_cases_alike() -> None:
    real = importlib.import_module(ADAPTER)
    expected = {case: play(real, CASES[case]) for case in CASES}

    with loaded(ADAPTER) as module:
        assert expected == {case: play(module, CASES[case]) for case in CASES}
