"""The plugin in a pytest of its own, as a third party runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MODULE = """\
from contract_tests.contract import Contract
from tests.unit.contract_tests.toy.adapter import toy
from tests.unit.contract_tests.toy.vendor import stand_in

contract = Contract(adapter=toy({flaw!r}), stand_in=stand_in{more})
"""


@pytest.fixture
def run(tmp_path: Path):
    def running(*words: str, flaw: str = "", more: str = "") -> tuple[int, str]:
        (tmp_path / "test_toy.py").write_text(MODULE.format(flaw=flaw, more=more), "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    return running


def test_a_contract_is_collected_as_one_test_a_promise_and_case(run) -> None:
    code, told = run("--collect-only")

    names = re.findall(r"test_toy\.py::contract::(.+)", told)
    assert 0 == code, told
    assert "plans_deterministically" in names
    assert "detects[drop_title]" in names
    assert "holds_what_it_declares[title]" in names
    assert not any(name.startswith("asks_what_is_recorded") for name in names)
    assert len(names) == len(set(names))


def test_a_kept_promise_passes_and_a_broken_one_says_what_is_broken_without_a_traceback(
    run,
) -> None:
    code, told = run("-k", "declares_its_limits or holds_what", flaw="cites_nothing")

    assert 1 == code, told
    assert "1 failed, 1 passed" in told
    assert "declares_its_limits is promised: Every limit says how much" in told
    assert "item.title: the limit has no source" in told
    assert "Traceback" not in told


def test_recordings_are_written_when_asked_for_and_compared_otherwise(run, tmp_path: Path) -> None:
    more = ", recordings=__import__('pathlib').Path('recorded')"
    code, told = run("-k", "recorded", more=more)
    assert 1 == code
    assert "Run pytest with --recordings=write" in told

    assert 0 == run("-k", "recorded", "--recordings=write", more=more)[0]

    assert (tmp_path / "recorded" / "minimal.json").is_file()
    assert 0 == run("-k", "recorded", more=more)[0]
