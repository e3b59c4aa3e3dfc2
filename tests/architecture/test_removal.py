"""A vendor can be taken out: without its folder, preset and entry points, the rest works."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

RunPython = Callable[..., "subprocess.CompletedProcess[str]"]

_IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
for package in ("gateway", "mappings"):
    found = importlib.import_module(package)
    assert found.__file__.startswith(sys.argv[1]), found.__file__
    for module in pkgutil.walk_packages(found.__path__, package + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("gateway.")]), "modules")
assert not [name for name in sys.modules if name.startswith("adapters.")]
"""


def _vendors(root: Path) -> list[str]:
    folders = (path.parent for path in (root / "adapters").glob("*/__init__.py"))
    return sorted(folder.name for folder in folders)


@pytest.fixture(params=_vendors(Path(__file__).resolve().parents[2]))
def tree_without_a_vendor(request: pytest.FixtureRequest, tree: Path) -> Path:
    vendor = request.param
    shutil.rmtree(tree / "adapters" / vendor)
    for preset in (tree / "mappings" / "presets").glob(f"{vendor.replace('_', '-')}*.toml"):
        preset.unlink()
    project = tree / "pyproject.toml"
    line = re.compile(rf"^{vendor} = .*\n", re.MULTILINE)
    text, count = line.subn("", project.read_text())
    assert count >= 1
    project.write_text(text)
    return tree


def test_every_module_still_imports(tree_without_a_vendor: Path, run_python: RunPython) -> None:
    result = run_python(tree_without_a_vendor, "-c", _IMPORT_EVERYTHING, str(tree_without_a_vendor))
    assert 0 == result.returncode, result.stderr
    assert int(result.stdout.split()[0]) > 20


def test_every_import_contract_still_holds(
    tree_without_a_vendor: Path, broken_contracts: Callable[[Path], set[str]]
) -> None:
    assert set() == broken_contracts(tree_without_a_vendor)
