"""``readback migrate`` says what it did."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def configured(tmp_path: Path) -> None:
    (tmp_path / "readback.toml").write_text('[gateway]\nstore = "sqlite:///x.db"\n')


def test_a_new_store_gets_every_step_and_then_nothing(run: Run) -> None:
    first, second = run("migrate"), run("migrate")
    assert (0, 0) == (first.code, second.code)
    assert "Done: 0001_foundation.sql" in first.err
    assert "nothing to do" in second.err


def test_json_lists_the_steps(run: Run) -> None:
    assert "0001_foundation.sql" in json.loads(run("migrate", "--json").out)["done"]
    assert {"done": []} == json.loads(run("migrate", "--json").out)


def test_a_newer_store_is_left_alone(run: Run, tmp_path: Path) -> None:
    run("migrate")
    with closing(sqlite3.connect(tmp_path / "x.db")) as newer:
        newer.execute("PRAGMA user_version = 99")
    told = run("migrate")
    assert 0 != told.code
    assert "newer Readback" in told.err
