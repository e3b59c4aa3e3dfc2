"""A starter compiles without an error for every object there is, and says what each rule is for."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.checking import VendorSide, check_text, known_side
from gateway.delivery.schemas import vendor_names, vendor_objects
from gateway.delivery.starter.rules import drafts, quoted
from gateway.delivery.starter.write import starter
from mappings.vendor_schema import VendorField, VendorSchema
from tests.installed import need

KNOWN = [
    (vendor, one.object) for vendor in vendor_names() for one in vendor_objects(vendor).targets
]


def side(*fields: VendorField, capsule: tuple[str, ...] = ("file",)) -> VendorSide:
    schema = VendorSchema(
        vendor="acme", title="Acme Item", object="item", fields=fields, capsule=capsule
    )
    return VendorSide(schema=schema, sha256="")


def text_field(name: str, **members: object) -> VendorField:
    return VendorField(**{"name": name, "label": name, "kind": "text", **members})


def severities(text: str, against: VendorSide) -> set[str]:
    return {problem.severity for problem in check_text(text, [against]).problems}


@pytest.mark.parametrize(("vendor", "object_"), KNOWN)
def test_a_starter_for_what_is_known_has_neither_errors_nor_warnings(
    vendor: str, object_: str
) -> None:
    against = known_side(vendor, object_)
    assert severities(starter(against, "mine"), against) <= {"note"}


@pytest.mark.parametrize(
    ("vendor", "object_", "file"),
    [
        ("salesforce", "Case", "salesforce-case-describe.json"),
        ("salesforce", "Contact", "salesforce-contact-describe.json"),
        ("zendesk", "ticket", "zendesk-ticket_fields.json"),
    ],
)
def test_a_starter_for_a_real_account_has_neither_errors_nor_warnings(
    vendor: str, object_: str, file: str, shared: Path
) -> None:
    need(vendor)
    document = (shared / "data" / "vendor" / file).read_bytes()
    against = known_side(vendor, object_, document)
    assert severities(starter(against, "mine"), against) <= {"note"}


def test_the_lists_of_a_real_account_are_filled_in(shared: Path) -> None:
    document = (shared / "data" / "vendor" / "salesforce-case-describe.json").read_bytes()
    mapping = tomllib.loads(starter(known_side("salesforce", "Case", document), "mine"))
    assert {
        "low": "Low",
        "normal": "Medium",
        "high": "High",
        "critical": "High",
        "*": "Medium",
    } == mapping["lookup"]["priority"]
    assert {"Web", "Phone", "Email"} == set(mapping["lookup"]["channel"].values())


def test_every_rule_is_explained() -> None:
    lines = starter(side(text_field("subject", length=80)), "mine").split("\n")
    rules = [number for number, line in enumerate(lines) if line == "[[field]]"]
    assert [True] == [lines[number - 1].startswith("# subject, text, 80 char") for number in rules]


def test_a_retry_finds_its_work_by_the_field_that_is_for_that() -> None:
    mapping = tomllib.loads(starter(side(text_field("key", external_id=True)), "mine"))
    assert {"field": "key", "from": "id"} == mapping["target"]["match"]
    assert [{"to": "key", "from": "id"}] == mapping["field"]


def test_without_such_a_field_the_admin_is_told_how_to_make_one() -> None:
    written = starter(side(text_field("subject")), "mine")
    assert "match" not in tomllib.loads(written)["target"]
    assert "# This object has no field by which a record is found again." in written


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        (text_field("x", required=True, choices=("a", "b"), kind="choice"), {"value": "a"}),
        (text_field("x", required=True, kind="number"), {"value": 0}),
        (text_field("x", required=True, kind="boolean"), {"value": False}),
        (text_field("x", required=True), {"from": "conversation.id"}),
        (
            text_field("x", required=True, length=9),
            {"from": "conversation.id", "overflow": "shorten"},
        ),
        (
            text_field("x", required=True, kind="date"),
            {"from": ["occurred_at", "conversation.started_at"]},
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, VendorField) else "",
)
def test_what_the_vendor_demands_is_filled(wanted: VendorField, value: dict[str, object]) -> None:
    written = starter(side(wanted), "mine")
    assert [{"to": "x", **value}] == tomllib.loads(written)["field"]
    assert "demanded here" in written
    assert severities(written, side(wanted)) <= {"note"}


def test_fields_that_nothing_fills_are_named_at_the_end() -> None:
    written = starter(side(text_field("mascot", choices=("cat", "dog"), kind="choice")), "mine")
    assert "#   mascot   mascot, choice; lists cat, dog" in written.splitlines()[-1]


def test_what_cannot_be_written_is_not_mentioned() -> None:
    assert "mascot" not in starter(side(text_field("mascot", writable=False)), "mine")


def test_a_family_of_free_names_is_used_where_there_is_nothing_else() -> None:
    mapping = tomllib.loads(starter(side(text_field("data.*", kind="any")), "mine"))
    assert "data.subject" in {rule["to"] for rule in mapping["field"]}


def test_a_whole_object_with_a_limit_gets_a_budget() -> None:
    whole = text_field("data", kind="any", length=4096, unit="bytes", writable=False)
    against = side(whole, text_field("data.*", kind="any"))
    mapping = tomllib.loads(starter(against, "mine"))
    assert ("data", 3400) == (mapping["budget"]["field"], mapping["budget"]["max_bytes"])
    assert {rule["to"] for rule in mapping["field"]} == set(mapping["budget"]["give_up"])


def test_a_rule_that_the_compiler_refuses_is_left_out() -> None:
    wanted = text_field("subject", length=80, kind="any", note_format=None)
    broken = text_field("tags", kind="list", choices=("only-this",), restricted=True)
    against = side(wanted, broken)
    assert "tags" in {draft.to for draft in drafts(against.schema)}
    written = starter(against, "mine")
    assert "tags" not in {rule["to"] for rule in tomllib.loads(written)["field"]}
    assert "error" not in severities(written, against)


@pytest.mark.parametrize("text", ['a"b', "a\\b", "a\nb", "\x00", "ü"])
def test_texts_are_quoted_as_toml_reads_them(text: str) -> None:
    assert {"x": text} == tomllib.loads(f"x = {quoted(text)}")


def test_labels_break_no_line() -> None:
    against = side(text_field("subject", label="Sub\n[[field]]\x1b"), text_field("b", label="a\nb"))
    written = starter(against, "mine")
    assert 1 == len(tomllib.loads(written)["field"])
    assert "\x1b" not in written


NAMES = st.text("abcdef \"\\'#.[]\n", min_size=1, max_size=12).filter(str.strip)
FIELDS = st.builds(
    VendorField,
    name=NAMES,
    label=st.one_of(NAMES, st.sampled_from(["Subject", "Priority", "E-mail", "Origin", "Due"])),
    kind=st.sampled_from(["text", "number", "boolean", "date", "choice", "list", "any"]),
    length=st.one_of(st.none(), st.integers(1, 300)),
    unit=st.sampled_from(["bytes", "characters", "utf16"]),
    choices=st.lists(st.sampled_from(["High", "Low", "Other", 'A "b"', "é"]), unique=True).map(
        tuple
    ),
    required=st.booleans(),
    writable=st.booleans(),
    external_id=st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(FIELDS, max_size=5, unique_by=lambda one: one.name))
def test_a_starter_for_any_object_is_toml_with_a_rule_for_all_that_is_demanded(fields) -> None:
    against = side(*fields)
    mapping = tomllib.loads(starter(against, "mine"))
    assert mapping["target"]["object"] == "item"
    found = check_text(starter(against, "mine"), [against])
    assert not {one.code for one in found.problems if one.severity == "error"} - {"V203"}
