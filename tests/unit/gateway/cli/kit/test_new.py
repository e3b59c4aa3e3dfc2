"""``readback adapters new``: a folder, and what to do with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_the_folder_is_on_stdout_and_what_to_do_on_stderr(run: Run, tmp_path: Path) -> None:
    told = run("adapters", "new", "acme", "--into", str(tmp_path))

    assert (0, f"{tmp_path / 'readback-acme'}\n") == (told.code, told.out)
    assert "pytest" in told.err
    assert (tmp_path / "readback-acme" / "pyproject.toml").is_file()


def test_without_a_place_it_is_written_here(run: Run, tmp_path: Path) -> None:
    told = run("adapters", "new", "acme", "--json")

    assert {"folder": "readback-acme"} == json.loads(told.out)
    assert (tmp_path / "readback-acme" / "README.md").is_file()


def test_what_is_there_already_is_an_error(run: Run) -> None:
    run("adapters", "new", "acme")
    told = run("adapters", "new", "acme")

    assert (1, "") == (told.code, told.out)
    assert "there already" in told.err
