"""The tree under inspection: the shipped packages, and copies of them that may be damaged."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("gateway", "adapters", "mappings", "contract_tests")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")

#: Runs a Python command line in a tree, with that tree's packages first, and gives the result.
RunPython = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shipped_files() -> tuple[Path, ...]:
    """Every Python file that is installed, in a stable order."""
    return tuple(sorted(path for name in SHIPPED for path in (ROOT / name).rglob("*.py")))


@pytest.fixture(scope="session")
def all_files(shipped_files: tuple[Path, ...]) -> tuple[Path, ...]:
    """The installed files, the tests and the benchmarks."""
    others = (path for name in ("tests", "benchmarks") for path in (ROOT / name).rglob("*.py"))
    return (*shipped_files, *sorted(others))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what decides about imports: the packages and pyproject.toml."""
    for name in SHIPPED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=_LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def run_python() -> RunPython:
    def run(folder: Path, *arguments: str, timeout: int = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-B", *arguments],
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(folder),
                "COLUMNS": "200",
                "NO_COLOR": "1",
            },
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def broken_contracts(run_python: RunPython) -> Callable[[Path], set[str]]:
    """The names of the import contracts that a tree breaks."""

    def broken(folder: Path) -> set[str]:
        program = "from importlinter.cli import lint_imports_command as main; main()"
        result = run_python(folder, "-c", program, "--no-cache")
        lines = [line.rstrip() for line in result.stdout.splitlines()]
        names = {line.removesuffix(" BROKEN") for line in lines if line.endswith(" BROKEN")}
        assert any(line.startswith("Contracts: ") for line in lines), result.stdout + result.stderr
        assert bool(names) == bool(result.returncode)
        return names

    return broken
