"""Every preset, against what its vendor's folder knows and against any handoff there can be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mappings
from contract_tests.strategies import handoffs
from gateway.delivery.presets import preset_names
from gateway.delivery.schemas import described_object
from gateway.delivery.vocabulary import schema_of
from gateway.schema.leaves import leaves
from gateway.sdk.limits import fit, measure
from mappings import MappingProblem, VendorField
from mappings.accounting import account
from mappings.budget import object_size
from tests.unit.mappings.desk import CANONICAL
from tests.unit.mappings.presets.cases import CASES, NAMES, applied, compiled, preset_text
from tests.unit.mappings.presets.test_notes import PLANS
from tests.unit.mappings.presets.vendors import SCHEMAS

HANDOFF_ID = {
    "name": "Handoff_Id__c",
    "label": "Handoff Id",
    "type": "string",
    "length": 36,
    "byteLength": 108,
    "createable": True,
    "custom": True,
    "externalId": True,
    "unique": True,
}


def test_every_preset_is_looked_at() -> None:
    assert preset_names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_compiles_without_an_error_or_a_warning(name: str) -> None:
    plan, problems = compiled(name, preset_text(name))

    assert [] == problems
    assert plan is not None
    assert name == plan.name


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(data=st.data())
def test_any_handoff_gets_through_with_a_fate_for_every_leaf(
    name: str, data: st.DataObject
) -> None:
    given_ = data.draw(handoffs())
    made = applied(PLANS[name], given_)
    fates = account(made, leaves(given_))

    assert set(leaves(given_)) == set(fates)
    assert not {"stranded", "withheld"} & set(fates.values())
    for field in made.fields:
        _demand_short(SCHEMAS[name].field(field.name), field.value)


def _demand_short(field: VendorField | None, value: Any) -> None:
    assert field is not None
    if field.length is not None and isinstance(value, str):
        assert measure(value, field.unit) <= field.length


def _case_problems(shared: Path, *added: dict[str, Any]) -> list[MappingProblem]:
    """What the preset's compiler says for an account with these fields of its own."""
    described = json.loads((shared / "data/vendor/salesforce-case-describe.json").read_text())
    described["fields"].extend(added)
    target = described_object("salesforce", "Case", json.dumps(described).encode())
    schema = schema_of("salesforce", "Salesforce", target)
    made = mappings.compile(preset_text("salesforce-case"), CANONICAL, schema, fit)
    return [one for one in made.problems if one.severity != "note"]


def test_the_case_preset_fits_a_real_account_with_the_one_field_it_asks_for(shared: Path) -> None:
    assert [] == _case_problems(shared, HANDOFF_ID)


def test_an_account_without_that_field_is_told_which_one_is_missing(shared: Path) -> None:
    problems = _case_problems(shared)

    assert {"V201"} <= {problem.code for problem in problems}
    assert all("Handoff_Id__c" in problem.message for problem in problems)


def test_a_field_that_finds_no_record_cannot_be_matched_by(shared: Path) -> None:
    problems = _case_problems(shared, {**HANDOFF_ID, "externalId": False})

    assert ["V206"] == [problem.code for problem in problems]


@pytest.mark.parametrize("case", CASES)
def test_a_task_leaves_room_for_the_attributes_that_flex_adds(case: str) -> None:
    made = applied(PLANS["twilio-flex-task"], CASES[case])

    assert object_size("attributes", made.fields, made.note) <= 3_400
