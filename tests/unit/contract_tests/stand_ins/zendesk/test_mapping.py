"""The account's example mapping: the preset, and rules for this account's own fields."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from contract_tests.stand_ins.zendesk import stand_in
from contract_tests.stand_ins.zendesk.ticket_fields import active_field
from gateway.delivery.catalogue import load_adapter
from gateway.delivery.vocabulary import CANONICAL, pick_target, vendor_schema
from gateway.sdk import fit
from mappings import compile  # noqa: A004 - the contract's name
from tests.installed import need

need("zendesk")
ROOT = Path(__file__).resolve().parents[5]
PRESET = ROOT / "mappings" / "presets" / "zendesk-ticket.toml"
OWN, NOTE = "# --- This account's fields ---", "# --- The note ---"


@pytest.fixture
def mapping() -> Path:
    assert stand_in.mapping is not None
    return stand_in.mapping


def _own_section(text: str) -> str:
    return text[text.index(OWN) : text.index(NOTE) if NOTE in text else None]


def _expected(own: str) -> str:
    """The preset under another name, with the account's own rules before the note."""
    preset = PRESET.read_text(encoding="utf-8")
    rules = preset[preset.index("schema ") :]
    named = rules.replace('"zendesk-ticket"', '"zendesk-stand-in"', 1)
    named = named.replace('"Zendesk ticket"', '"Zendesk ticket of the stand-in\'s account"', 1)
    head = (
        "# What an admin of the stand-in's account would have published: the preset\n"
        "# zendesk-ticket with rules for the account's own fields. `make golden` takes over what\n"
        "# changes in the preset.\n\n"
    )
    before, marker, after = named.partition(NOTE)
    return head + before + own + marker + after


def test_the_mapping_is_the_preset_with_the_fields_of_this_account(
    mapping: Path, pytestconfig: pytest.Config
) -> None:
    text = mapping.read_text(encoding="utf-8")
    expected = _expected(_own_section(text))
    if pytestconfig.getoption("golden") == "write":
        mapping.write_text(expected, encoding="utf-8")
        return

    assert expected == text


def test_every_custom_field_it_fills_is_one_of_this_account(mapping: Path) -> None:
    document: dict[str, Any] = tomllib.loads(mapping.read_text(encoding="utf-8"))
    targets = [rule["to"] for rule in document["field"] if rule["to"].startswith("custom_fields.")]

    assert 8 == len(targets)
    assert all(active_field(target.removeprefix("custom_fields.")) for target in targets)


def test_its_lookup_gives_only_options_that_the_dropdown_has(mapping: Path) -> None:
    document: dict[str, Any] = tomllib.loads(mapping.read_text(encoding="utf-8"))
    field = active_field(360020000105)

    assert field is not None
    assert {option.value for option in field.options} == set(
        document["lookup"]["reason_option"].values()
    )


def test_it_compiles_against_the_adapter_without_a_problem(mapping: Path) -> None:
    manifest = load_adapter("zendesk").manifest
    vendor = vendor_schema(manifest, pick_target(manifest, stand_in.object))
    compiled = compile(mapping.read_text(encoding="utf-8"), CANONICAL, vendor, fit)

    assert [] == [problem for problem in compiled.problems if problem.severity != "note"]
    assert compiled.plan is not None
