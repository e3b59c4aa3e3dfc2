"""``readback adapters setup``: what an admin creates at the vendor, for one destination or any."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway.delivery import setup
from gateway.sdk import SetupStep

Run = Callable[..., Any]

STEPS = (SetupStep(title="Make a field", lines=("key: Text(64)", "level: Picklist")),)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "steps_by_default", lambda _: STEPS)


@pytest.mark.usefixtures("steps")
def test_the_steps_are_numbered_with_what_to_enter(run: Run) -> None:
    told = run("adapters", "setup", "works")

    assert (0, "") == (told.code, told.err)
    assert "1. Make a field\n   - key: Text(64)\n   - level: Picklist\n" == told.out


@pytest.mark.usefixtures("steps")
def test_the_same_is_json_for_scripts(run: Run) -> None:
    told = run("adapters", "setup", "works", "--json")

    steps = [{"title": "Make a field", "lines": ["key: Text(64)", "level: Picklist"]}]
    assert {"vendor": "works", "steps": steps} == json.loads(told.out)


def test_a_vendor_that_needs_nothing_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "steps_by_default", lambda _: ())
    told = run("adapters", "setup", "works")

    assert (0, "") == (told.code, told.out)
    assert "Nothing has to be created at works" in told.err


def test_an_adapter_that_is_not_there_is_an_error(run: Run) -> None:
    assert 1 == run("adapters", "setup", "nobody").code
