"""A vendor can be taken out: without its folder, preset and entry points, the rest works."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pytest

from gateway.delivery.catalogue import adapter_names
from tests.architecture.conftest import ROOT, RunPython

_NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "*.pyc", "node_modules")

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


VENDORS = _vendors(ROOT)


def _take_out(vendor: str, tree: Path) -> None:
    """Delete a vendor's folder, preset and entry points. Its stand-in needs none of them."""
    shutil.rmtree(tree / "adapters" / vendor)
    for preset in (tree / "mappings" / "presets").glob(f"{vendor.replace('_', '-')}*.toml"):
        preset.unlink()
    _forget(vendor, tree / "pyproject.toml")


def _forget(vendor: str, entry_points: Path) -> None:
    line = re.compile(rf"^{vendor} = \"?adapters\..*\n", re.MULTILINE)
    text, count = line.subn("", entry_points.read_text())
    assert count >= 1
    entry_points.write_text(text)


@pytest.fixture(params=VENDORS)
def tree_without_a_vendor(request: pytest.FixtureRequest, tree: Path) -> Path:
    _take_out(request.param, tree)
    return tree


def test_every_module_still_imports(tree_without_a_vendor: Path, run_python: RunPython) -> None:
    result = run_python(tree_without_a_vendor, "-c", _IMPORT_EVERYTHING, str(tree_without_a_vendor))
    assert 0 == result.returncode, result.stderr
    assert int(result.stdout.split()[0]) > 20


def test_every_import_contract_still_holds(
    tree_without_a_vendor: Path, broken_contracts: Callable[[Path], set[str]]
) -> None:
    assert set() == broken_contracts(tree_without_a_vendor)


@pytest.mark.soak
@pytest.mark.parametrize("vendor", [name for name in VENDORS if name in adapter_names()])
def test_the_other_vendors_and_the_gateway_stay_green(
    vendor: str, tmp_path: Path, run_python: RunPython
) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT, checkout, ignore=_NOT_COPIED)
    _take_out(vendor, checkout)
    shutil.rmtree(checkout / "tests" / "adapters" / vendor)
    _install(vendor, checkout)
    suites = [str(one) for one in sorted(checkout.glob("tests/adapters/*/test_contract.py"))]
    words = ("-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", "-m", "not soak")
    result = run_python(checkout, *words, *suites, "tests/unit", timeout=1_800)

    assert len(suites) == len(adapter_names()) - 1
    assert 0 == result.returncode, result.stdout[-4_000:]


def _install(vendor: str, checkout: Path) -> None:
    """Entry points as an installer would write them; the checkout comes first on the path, and so
    do they.
    """
    installed = distribution("readback-gateway")
    folder = checkout / f"readback_gateway-{installed.version}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(str(installed.read_text("METADATA")))
    (folder / "entry_points.txt").write_text(str(installed.read_text("entry_points.txt")))
    _forget(vendor, folder / "entry_points.txt")
