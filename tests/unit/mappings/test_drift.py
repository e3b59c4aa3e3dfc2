"""Drift: a published mapping goes on without the rules that the vendor no longer supports."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from gateway.schema.handoff import Handoff
from gateway.sdk.limits import fit
from mappings import Compiled, VendorField, VendorSchema
from mappings import compile as compile_mapping
from mappings.drift import BECOMES, SENTENCES
from mappings.problems import CATALOGUE
from tests.unit.mappings.desk import CANONICAL, DESK, HEAD, accounted, handoff, mapping, rule

NOTE = '[[field]]\nto = "note"\ntemplate = "n"\n[template.n]\nformat = "text"\nbody = "{{ id }}"\n'
LEVEL = (
    '[[field]]\nto = "level"\nfrom = "urgency.level"\nlookup = "l"\n%s'
    '[lookup.l]\nlow = "low"\n"*" = "high"\n'
)
TEXT = '[[field]]\nto = "text"\nfrom = "id"\n'
MATCH = HEAD + 'match = { field = "key", from = "id" }\n'
KEY = '[[field]]\nto = "key"\nfrom = "id"\n'
BUDGET = '[[field]]\nto = "custom.a"\nfrom = "id"\n[budget]\nfield = "custom"\nmax_bytes = 50\n'

ALL_CUSTOM = VendorField(
    name="custom", label="All", kind="any", length=49, unit="bytes", writable=False
)


def desk(**changed: dict[str, Any] | None) -> VendorSchema:
    """The desk with some fields changed, by name; None takes a field away."""
    fields: list[VendorField] = []
    for field in DESK.fields:
        members = changed.get(field.name, {})
        if members is not None:
            fields.append(msgspec.structs.replace(field, **members))
    return msgspec.structs.replace(DESK, fields=tuple(fields))


def published(text: str, schema: VendorSchema) -> Compiled:
    return compile_mapping(text, CANONICAL, schema, fit, published=True)


def stale(text: str, schema: VendorSchema) -> list[str]:
    made = published(text, schema)
    assert made.plan is not None, made.problems
    return [f"{one.code} {one.line}: {one.message}" for one in made.plan.stale]


CHANGES: dict[str, tuple[str, VendorSchema, str]] = {
    "D401": (
        mapping(TEXT),
        desk(text=None),
        '8: The Desk no longer has a field "text", so this rule is skipped.'
        " Map another field, or remove it.",
    ),
    "D402": (
        mapping(TEXT),
        desk(text={"writable": False, "why_not": "a formula computes it"}),
        '8: This rule is skipped, because "text" (Long text) can no longer be written:'
        " a formula computes it. Map another field, or remove it.",
    ),
    "D403": (
        rule('to = "level"\nvalue = "high"'),
        desk(level={"choices": ("low", "highest")}),
        '9: "level" (Level) no longer lists "high", which is skipped. It lists: low and highest.'
        ' Did you mean "highest"?',
    ),
    "D404": (
        mapping(TEXT),
        desk(title={"required": True}),
        '4: The Desk has come to demand "title" (Title), and may refuse a handoff without it.'
        " Add a [[field]] that fills it.",
    ),
    "D405": (
        rule('to = "text"\nvalue = "x"'),
        desk(text={"kind": "number"}),
        '9: This rule is skipped, because "text" (Long text) now holds a number, and the fixed'
        " value is a text. Write it without quotes.",
    ),
    "D406": (
        rule('to = "text"\nvalue = "long"'),
        desk(text={"length": 3}),
        '9: This rule is skipped, because "text" now holds 3 characters, and the fixed value is'
        " longer. Make it shorter.",
    ),
    "D407": (
        rule('to = "title"\nfrom = "id"\noverflow = "shorten"'),
        desk(title={"kind": "choice"}),
        '10: This rule is skipped, because overflow = "shorten" no longer works for "title".'
        ' Choose "note", "capsule" or "stop".',
    ),
    "D408": (
        mapping('[[field]]\nto = "tags"\nvalue = "a"\n[[field]]\nto = "tags"\nvalue = "b"\n'),
        desk(tags={"kind": "text"}),
        '10: This rule is skipped, because "tags" now takes one value, and line 7 gives it.'
        " Keep one of the two.",
    ),
    "D409": (
        mapping(NOTE),
        desk(note={"note_format": "html"}),
        '9: The note is skipped, because "note" now takes html text, and [template.n] is text.'
        " Write it anew.",
    ),
    "D410": (
        mapping(TEXT),
        desk(text={"kind": "note", "note_format": "text"}),
        '7: This rule is skipped, because "text" is now the note that a person reads.'
        ' Fill it from a "template".',
    ),
    "D411": (
        mapping(KEY, head=MATCH),
        desk(key={"external_id": False}),
        '7: The Desk no longer finds a record by "key" (Key), which match names.'
        " Make an external ID for it there.",
    ),
    "D412": (
        mapping(NOTE + '[[field]]\nto = "title"\nfrom = "id"\noverflow = "note"\n'),
        desk(note=None),
        "13: There is no note any more, so what is too long for this field is in the capsule only."
        " Mend the rule for the note.",
    ),
    "D413": (
        rule('to = "level"\nfrom = "customer.tier"\nnot_in_list = "stop"'),
        desk(level={"kind": "text", "choices": (), "restricted": False}),
        '10: This rule is skipped, because "level" (Level) now holds a text, for which'
        ' "not_in_list" is of no use. Remove it.',
    ),
    "D414": (
        mapping(BUDGET + 'give_up = ["custom.a"]\n'),
        msgspec.structs.replace(
            DESK,
            fields=(
                VendorField(name="custom.a", label="A", kind="text", required=True),
                *DESK.fields,
            ),
        ),
        '13: The vendor has come to demand "custom.a", so it may refuse a handoff for which that'
        " is given up. Remove it from give_up.",
    ),
    "D416": (
        mapping(BUDGET),
        msgspec.structs.replace(DESK, fields=(ALL_CUSTOM, *DESK.fields)),
        '12: Fields are given up earlier, because "custom" (All) now holds 49 bytes, and the budget'
        " lets it have 50 bytes. Lower max_bytes.",
    ),
}
# Changes of a list that are errors of the handoff's side, where the mapping is not published.
CHANGES["D415"] = (
    rule('to = "tags"\nfrom = "do_not"'),
    desk(tags={"kind": "text"}),
    '9: This rule is skipped, because "tags" (Tags) now takes one value, and "do_not" gives'
    ' several. Add pick = "first" or join = "; ".',
)
# Errors of the vendor's side that no change of a vendor's fields brings about.
NOT_DRIFT = {"V200", "V205", "V224", "V232", "V250", "V260", "V261"}


@pytest.mark.parametrize("code", sorted(CHANGES))
def test_what_the_vendor_changed_is_said_and_the_rest_still_has_a_plan(code: str) -> None:
    text, schema, message = CHANGES[code]

    assert published(text, DESK).plan is not None
    assert () == published(text, DESK).plan.stale
    assert f"{code} {message}" in stale(text, schema)


@pytest.mark.parametrize("code", sorted(CHANGES))
def test_the_same_is_an_error_in_a_mapping_that_is_not_published(code: str) -> None:
    text, schema, _ = CHANGES[code]
    made = compile_mapping(text, CANONICAL, schema, fit)

    assert made.plan is None
    assert not [one for one in made.problems if one.code in SENTENCES]


def test_every_sentence_about_drift_has_a_change_that_provokes_it() -> None:
    assert set(SENTENCES) == set(CHANGES) == {*BECOMES.values(), "D415"}


def test_every_error_of_the_vendors_side_is_drift_or_has_nothing_to_do_with_it() -> None:
    errors = {code for code, (severity, _) in CATALOGUE.items() if severity == "error"}

    assert {code for code in errors if code[0] == "V"} == set(BECOMES) | NOT_DRIFT


def test_all_of_drift_is_a_warning() -> None:
    assert {"warning"} == {CATALOGUE[code][0] for code in SENTENCES}


ID = "0197f9a4-0000-7000-8000-000000000001"


def given() -> Handoff:
    return handoff(id=ID, customer={"name": "Ann"}, urgency={"level": "critical"})


def fields(text: str, schema: VendorSchema) -> dict[str, Any]:
    plan = published(text, schema).plan
    assert plan is not None
    made = plan.apply(given(), {})
    assert plan.stale == made.stale
    return {field.name: field.value for field in made.fields}


ALL = mapping(
    NOTE + KEY + TEXT + LEVEL % "" + '[[field]]\nto = "title"\nfrom = "customer.name"\n',
    head=MATCH,
)
WHOLE = {"key": ID, "text": ID, "level": "high", "title": "Ann"}


def test_without_drift_everything_is_filled() -> None:
    assert WHOLE == fields(ALL, DESK)


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_field_that_is_gone_takes_its_rule_along_and_no_other(name: str) -> None:
    assert {key: value for key, value in WHOLE.items() if key != name} == fields(
        ALL, desk(**{name: None})
    )


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_field_that_cannot_be_written_takes_its_rule_along_and_no_other(name: str) -> None:
    assert {key: value for key, value in WHOLE.items() if key != name} == fields(
        ALL, desk(**{name: {"writable": False}})
    )


def test_a_note_that_is_gone_leaves_the_fields() -> None:
    plan = published(ALL, desk(note=None)).plan

    assert plan is not None
    assert plan.note is None
    assert WHOLE == fields(ALL, desk(note=None))


def test_of_a_lookup_only_the_line_whose_choice_is_gone_is_skipped() -> None:
    kept = desk(level={"choices": ("low",)})
    gone = desk(level={"choices": ("high",)})

    assert {key: value for key, value in WHOLE.items() if key != "level"} == fields(ALL, kept)
    assert WHOLE == fields(ALL, gone)


@pytest.mark.parametrize(
    "setting", ["required = true\n", 'when_empty = "stop"\n', 'not_in_list = "stop"\n']
)
def test_a_rule_that_would_stop_handoffs_for_a_choice_that_is_gone_is_skipped(
    setting: str,
) -> None:
    assert {} == fields(mapping(LEVEL % setting), desk(level={"choices": ("low",)}))


def test_a_retry_finds_its_work_by_a_field_that_is_still_there_or_not_at_all() -> None:
    kept, gone = published(ALL, DESK).plan, published(ALL, desk(key=None)).plan

    assert kept is not None
    assert gone is not None
    assert ("key", None) == (kept.match, gone.match)


@pytest.mark.parametrize("unmapped", ["capsule", "stop"])
def test_a_leaf_whose_rule_is_stale_is_in_the_capsule_and_stops_nothing(unmapped: str) -> None:
    everything = 'to = "text"\nfrom = ["id"]\n'
    text = mapping(f'[defaults]\nunmapped = "{unmapped}"\n[[field]]\n{everything}')
    plan = published(text, desk(text=None)).plan

    assert plan is not None
    assert {"capsule"} == set(accounted(plan.apply(given(), {}), given()).fates.values())


def test_the_rest_that_a_stale_note_would_list_is_in_the_capsule() -> None:
    text = mapping('[defaults]\nunmapped = "note"\n' + NOTE)
    plan = published(text, desk(note=None)).plan

    assert plan is not None
    assert "capsule" == plan.unmapped


def test_what_is_wrong_with_the_handoffs_side_stays_an_error() -> None:
    made = published(mapping(TEXT + '[[field]]\nto = "title"\nfrom = "sumary"\n'), desk(text=None))

    assert made.plan is None
    assert {"M101", "D401"} == {one.code for one in made.problems}


def test_a_mapping_for_another_vendor_stays_an_error() -> None:
    other = msgspec.structs.replace(DESK, vendor="shelf")

    assert published(mapping(TEXT), other).plan is None
