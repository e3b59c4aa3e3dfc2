"""The guide "Add a dialect" works: its file, its row and its tests, run as they stand there."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from gateway.intake import dialects
from gateway.intake.dialects import rows
from tests.docs.fenced import of_language

GUIDE = "docs/guides/add-a-dialect.md"
MODULE = "gateway.intake.dialects.parrot"

FILE, ROW, TESTS = of_language(GUIDE, "python")
(SAMPLE,) = of_language(GUIDE, "json")
NAMES = [line[4 : line.index("(")] for line in TESTS.splitlines() if line.startswith("def test_")]


def _written(name: str, source: str, folder: Path) -> ModuleType:
    path = folder / f"{name.rpartition('.')[2]}.py"
    path.write_text(source, encoding="utf-8")
    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The tests of the guide, with its file and its row in place."""
    ((name, row),) = eval(f"{{{ROW}}}", {"row": rows.row}).items()  # noqa: S307 - the guide's own
    monkeypatch.setitem(rows.ROWS, name, row)
    try:
        _written(MODULE, FILE, tmp_path)
        sample = f"import json\n\nSAMPLE = json.loads({SAMPLE!r})\n"
        yield _written("test_parrot", sample + TESTS, tmp_path)
    finally:
        for module in (MODULE, "test_parrot"):
            sys.modules.pop(module, None)


@pytest.mark.parametrize("name", NAMES)
def test_a_test_of_the_guide_passes(guide: ModuleType, name: str) -> None:
    getattr(guide, name)()


def test_the_guide_has_tests_of_its_own() -> None:
    assert len(NAMES) == TESTS.count("def test_") >= 5


@pytest.mark.parametrize("name", dialects.names())
def test_no_other_dialect_takes_the_sample_of_the_guide(name: str) -> None:
    assert not dialects.load(name).recognises(json.loads(SAMPLE))
