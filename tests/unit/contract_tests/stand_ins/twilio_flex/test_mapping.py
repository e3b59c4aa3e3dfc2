"""The account's example mapping: the preset, and rules for the customer in the conversation."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.stand_ins.twilio_flex import stand_in
from gateway.delivery.catalogue import load_adapter
from gateway.delivery.vocabulary import CANONICAL, pick_target, vendor_schema
from gateway.sdk import fit
from mappings import compile  # noqa: A004 - the contract's name

ROOT = Path(__file__).resolve().parents[5]
PRESET = ROOT / "mappings" / "presets" / "twilio-flex-task.toml"
OWN, NOTE = "# --- The customer in the conversation ---", "# --- The note ---"
HEAD = (
    "# What an admin of the stand-in's account would have published: the preset\n"
    "# twilio-flex-task with rules for the customer in the conversation. `make golden` takes over\n"
    "# what changes in the preset.\n\n"
)


@pytest.fixture
def mapping() -> Path:
    assert stand_in.mapping is not None
    return stand_in.mapping


def _expected(own: str) -> str:
    """The preset under another name, with the account's own rules before the note."""
    preset = PRESET.read_text(encoding="utf-8")
    rules = preset[preset.index("schema ") :]
    named = rules.replace('"twilio-flex-task"', '"twilio-flex-stand-in"', 1)
    named = named.replace('"Twilio Flex task"', '"Twilio Flex task of the stand-in\'s account"', 1)
    before, marker, after = named.partition(NOTE)
    return HEAD + before + own + marker + after


def test_the_mapping_is_the_preset_with_rules_for_the_customer(
    mapping: Path, pytestconfig: pytest.Config
) -> None:
    text = mapping.read_text(encoding="utf-8")
    expected = _expected(text[text.index(OWN) : text.index(NOTE)])
    if pytestconfig.getoption("golden") == "write":
        mapping.write_text(expected, encoding="utf-8")
        return

    assert expected == text


def test_the_mapping_compiles_without_a_warning_of_its_own(mapping: Path) -> None:
    manifest = load_adapter("twilio_flex").manifest
    schema = vendor_schema(manifest, pick_target(manifest, "task"))
    found = compile(mapping.read_text(encoding="utf-8"), CANONICAL, schema, fit)
    preset = compile(PRESET.read_text(encoding="utf-8"), CANONICAL, schema, fit)

    assert found.plan is not None
    # Of what the preset leaves to the capsule, the mapping places some and never less.
    assert {problem.code for problem in found.problems} <= {p.code for p in preset.problems}
