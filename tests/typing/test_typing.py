"""The files beside this one say what the type checkers must find, and mypy finds it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Mypy = Callable[..., "subprocess.CompletedProcess[str]"]

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]


@pytest.fixture
def mypy(tmp_path: Path) -> Mypy:
    def run(*files: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                *(sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")),
                *("--cache-dir", str(tmp_path / "cache"), "--no-pretty"),
                *map(str, files),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_every_stated_type_is_the_found_one_and_every_misuse_is_an_error(mypy: Mypy) -> None:
    result = mypy(*sorted(set(FOLDER.glob("*.py")) - {Path(__file__)}))

    assert "Success" in result.stdout, result.stdout + result.stderr


def test_a_misuse_or_a_wrong_type_does_not_pass(mypy: Mypy, tmp_path: Path) -> None:
    misused = re.sub(r"  # type: ignore.*", "", (FOLDER / "refused.py").read_text())
    (tmp_path / "misused.py").write_text(misused)
    wrong = (
        (FOLDER / "flow.py")
        .read_text()
        .replace("assert_type(item, Item)", "assert_type(item, int)")
    )
    (tmp_path / "wrong.py").write_text(wrong)
    result = mypy(tmp_path / "misused.py", tmp_path / "wrong.py")

    assert "Found 6 errors in 2 files" in result.stdout
