"""The schema for editors: it takes what compiles, and refuses what is wrong whatever the vendor."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import mappings
from mappings.json_schema import mapping_json_schema
from tests.unit.mappings.desk import compiled, mapping, rule
from tests.unit.mappings.test_plan import EVERYTHING

PRESETS = sorted((Path(mappings.__file__).parent / "presets").glob("*.toml"))
GOLDEN = Path(__file__).resolve().parent / "golden"
VALIDATOR = Draft202012Validator(mapping_json_schema())


def faults(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(tomllib.loads(text))]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(mapping_json_schema())


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_every_preset_is_valid(preset: Path) -> None:
    assert [] == faults(preset.read_text(encoding="utf-8"))


def test_every_setting_is_valid_in_the_ways_it_may_be_written() -> None:
    assert [] == faults(EVERYTHING)
    for settings in VALID:
        text = rule(f'to = "text"\n{settings}')
        assert [] == faults(text), settings
        assert not [one for one in compiled(text).problems if one.code.startswith("M00")]


VALID = (
    'from = "urgency.score"\nbands = [{ below = 0.5, is = "low" }, { is = 3 }]',
    'from = "urgency.score"\nnumber = { scale = 2, percent = true }',
    'from = "occurred_at"\ndate = "%d.%m.%Y %H:%M"',
    'from = "occurred_at"\ndate = "date"',
    'from = ["customer.name", "messages[-1]"]'.replace("[-1]", "[0].text"),
    'from = "customer.attributes[\\"a b\\"]"',
    'value = "@destination.queue"\nnot_in_list = "stop"',
    "value = 1979",
    'from = "id"\ntransform = ["strip", "lower"]\ndefault = "x"\nnot_in_list = "default"',
    'from = "id"\nwhen = { all = [{ not = { field = "id", is = "x" } }] }',
    'from = "id"\nwhen = { field = "id", in = [1, "x"] }',
    'from = "id"\nwhen = { any = [{ field = "urgency.score", above = 0.5 }] }',
)


# What only a parser of TOML, a limit or a deeper look can tell.
_BEYOND = {"M001", "M009"}


FORM_FAULTS = sorted({path.stem for path in GOLDEN.glob("M0*.txt")} - _BEYOND)


@pytest.mark.parametrize(
    "code", [*FORM_FAULTS, "M102", "M112", "M113", "M114", "M116", "M130", "V232"]
)
def test_a_fault_of_form_that_the_compiler_reports_is_refused(code: str) -> None:
    text = (GOLDEN / f"{code}.txt").read_text(encoding="utf-8").partition("\n---\n")[2]

    assert faults(text)


WRONG: tuple[str, ...] = (
    'to = "text"\nfrom = 3',
    'to = "text"\nfrom = []',
    'to = ""\nfrom = "id"',
    "to = 3\nfrom = 'id'",
    'to = "text"\nvalue = 1979-05-27',
    'to = "text"\nvalue = [3]',
    'to = "text"\nvalue = { a = 1 }',
    'to = "text"\nfrom = "id"\ntransform = "trim"',
    'to = "text"\nfrom = "id"\nlookup = 3',
    'to = "text"\nfrom = "id"\nbands = []',
    'to = "text"\nfrom = "id"\nbands = [{ under = 3, is = "x" }]',
    'to = "text"\nfrom = "id"\nnumber = { scale = 13 }',
    'to = "text"\nfrom = "id"\nnumber = 2',
    'to = "text"\nfrom = "id"\ndate = "day"',
    'to = "text"\nfrom = "id"\npick = "any"',
    'to = "text"\nfrom = "id"\njoin = true',
    'to = "text"\nfrom = "id"\nwhen = true',
    'to = "text"\nfrom = "id"\nrequired = "yes"',
    'to = "text"\nfrom = "id"\nwhen_empty = "leave"',
    'to = "text"\nfrom = "id"\nnot_in_list = "drop"',
    'to = "text"\nfrom = "id"\ntag_style = "kebab"',
    'to = "text"\nfrom = "id"\ndefault = []',
)


@pytest.mark.parametrize("settings", WRONG)
def test_a_wrong_setting_is_refused_by_both(settings: str) -> None:
    text = rule(settings)

    assert faults(text)
    assert any(one.code in ("M005", "M004", "M006") for one in compiled(text).problems)


@pytest.mark.parametrize(
    "table",
    [
        '[defaults]\nunmapped = "nowhere"',
        "[defaults]\ntime_zone = 3",
        '[lookup]\nx = "y"',
        "[lookup.x]\na = [1]",
        "[template.x]\nformat = 'rtf'\nbody = ''",
        "[template.x]\nformat = 'text'",
        "[budget]\nfield = 'x'\nmax_bytes = 1",
        "[budget]\nfield = 'x'",
        "[[accept]]\nfield = 'id'",
        "[accept]\nfield = 'id'\nreason = 'x'",
        "[colour]\nx = 1",
    ],
)
def test_a_wrong_table_is_refused_by_both(table: str) -> None:
    text = mapping(table)

    assert faults(text)
    assert any(one.severity == "error" for one in compiled(text).problems)


def test_every_setting_says_what_it_is_for() -> None:
    schema: dict[str, Any] = mapping_json_schema()
    tables = [schema["$defs"]["Field"], *(schema["properties"][name] for name in ("target",))]
    for table in tables:
        for name, setting in table["properties"].items():
            assert setting.get("description"), name
