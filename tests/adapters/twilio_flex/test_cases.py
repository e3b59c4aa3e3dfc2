"""What each kind of delivery asks, byte for byte, and what is read back: a diff when it changes."""

from __future__ import annotations

import hashlib
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from adapters.twilio_flex import adapter
from tests.adapters.twilio_flex.cases import CASES
from tests.adapters.twilio_flex.playing import play, searches

FILE = Path(__file__).with_name("outcomes.json")
SEARCHES = "searches"


def outcome(name: str) -> dict[str, Any]:
    """All of it by its digest, and enough of it in words to see what has become another."""
    found: Any = searches(adapter) if name == SEARCHES else play(adapter, CASES[name])
    digest = hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()
    if name == SEARCHES:
        return {"sha256": digest}
    asked = groupby(one["step"] for one in found["exchanges"])
    steps = [f"{len(list(same))} x {step}" for step, same in asked]
    told = {part: found[part] for part in ("delivered", "error") if part in found}
    return {"sha256": digest, "steps": steps, **told, "stored": _stored(found.get("stored"))}


def _stored(stored: dict[str, Any] | None) -> Any:
    """What is not of the usual kind: leaves and own values that are not as they were sent."""
    if stored is None:
        return None
    odd = {
        part: [one for one in stored[part] if one["sent"] != one["stored"]]
        for part in ("own", "note", "leaves")
    }
    places = {part: stored[part] for part in ("fields", "pending", "unprovable")}
    return {**places, **{part: some[:5] for part, some in odd.items() if some}}


@pytest.fixture(scope="module")
def recorded(pytestconfig: pytest.Config) -> dict[str, Any]:
    if pytestconfig.getoption("golden") == "write":
        made = {name: outcome(name) for name in (*CASES, SEARCHES)}
        text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True)
        FILE.write_text(f"{text}\n", encoding="utf-8")
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [*CASES, SEARCHES])
def test_a_delivery_asks_and_reads_what_is_recorded(name: str, recorded: dict[str, Any]) -> None:
    assert recorded[name] == outcome(name)


def test_no_outcome_is_left_of_a_case_that_is_gone(recorded: dict[str, Any]) -> None:
    assert {*CASES, SEARCHES} == recorded.keys()
