"""The kill rates in the explanation are counted anew; ``--golden=write`` writes them.

A vendor that was taken out may leave its row.
"""

from __future__ import annotations

import importlib
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.adapters.mutants import mutants
from tests.adapters.mutation import tree

PAGE = Path(__file__).resolve().parents[2] / "docs/explanation/how-adapters-are-tested.md"
_ROW = re.compile(r"^\| ([a-z_]+) \| \d+ \| \d+ \| \d+ \|$", re.MULTILINE)


def row_of(vendor: str) -> str:
    """That as many are noticed as it says, is what the vendor's own test of mutants makes sure."""
    tests = importlib.import_module(f"tests.adapters.{vendor}.test_mutations")
    total = sum(1 for name in tests.CARRYING for _ in mutants(tree(f"adapters.{vendor}.{name}")))
    alive = sum(map(len, tests.SURVIVORS.values()))
    return f"| {vendor} | {total} | {total - alive} | {alive} |"


def test_the_kill_rates_are_those_of_the_mutants(pytestconfig: pytest.Config) -> None:
    text = PAGE.read_text("utf-8")
    vendors = [name for name in _ROW.findall(text) if find_spec(f"adapters.{name}")]
    expected = _ROW.sub(lambda row: row_of(row[1]) if row[1] in vendors else row.group(), text)
    if pytestconfig.getoption("golden") == "write":
        PAGE.write_text(expected, encoding="utf-8")

    assert vendors
    assert expected == PAGE.read_text("utf-8")
