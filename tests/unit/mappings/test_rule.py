"""Rules: everything that is wrong with one is said at once, whatever else is wrong with it."""

from __future__ import annotations

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from gateway.schema.handoff import Handoff
from mappings import VendorField
from tests.unit.mappings.desk import (
    CAPSULE,
    DESK,
    HEAD,
    Applied,
    accounted,
    compiled,
    handoff,
    mapping,
    rule,
    value,
)
from tests.unit.mappings.test_drift import desk, published

WHEN = 'when = { all = [{ field = "urgencey.level", is = "high" }, { field = "id", iss = 1 }] }\n'

# Each line that begins with # names the codes that the line below it has to have.
TEN = (
    HEAD
    + """
[defaults]
# M115
time_zone = "Europe/Berln"

[[field]]
# V201
to = "titel"
# M101
from = ["sumary.headline", "customer.name"]
# M101 M130
"""
    + WHEN
    + """\
# M150
lookup = "levels"
# M005
overflow = "shrten"
# M004
defalt = "x"

[[field]]
to = "number"
from = "customer.name"
# V210
default = "none"

[template.n]
# M005
format = "txt"
# M122
body = "{{ id | upcas }}"

[[field]]
to = "note"
template = "n"

[capsule]
# M006
redact = []
"""
)


def codes(text: str) -> list[str]:
    """The errors, in the order of lines."""
    return [one.code for one in compiled(text).problems if one.severity == "error"]


def test_a_dozen_independent_problems_are_said_at_once_and_in_their_lines() -> None:
    lines = TEN.split("\n")
    planted = [
        (number + 1, code)
        for number, line in enumerate(lines, 1)
        if line.startswith("# ")
        for code in line[2:].split()
    ]
    # What is missing is said where its table begins.
    expected = sorted((line - 2 if code == "M006" else line, code) for line, code in planted)

    found = [(one.line, one.code) for one in compiled(TEN).problems if one.severity == "error"]

    assert 12 == len(expected)
    assert expected == found


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('to = "titel"\nfrom = "sumary"', ["V201", "M101"]),
        ('to = "titel"\nvalue = "@destinaton.x"', ["V201", "M112"]),
        ('to = "titel"\ntemplate = "nte"', ["V201", "M125"]),
        ('to = "titel"\ntemplate = "nte"\npick = "first"', ["V201", "M125", "M114"]),
        ('to = "titel"\nfrom = "id"\nlookup = "x"', ["V201", "M150"]),
        ('to = "titel"\nfrom = "id"\ndate = "%Q"', ["V201", "M116"]),
        (
            'to = "titel"\nfrom = "urgency.level"\nbands = [{ below = 1, is = "a" }]',
            ["V201", "M110"],
        ),
        ('to = "titel"\nfrom = "id"\nvalue = "x"\nlookup = "x"', ["M007", "V201", "M150"]),
    ],
)
def test_an_unknown_field_hides_nothing_of_the_handoffs_side(
    settings: str, expected: list[str]
) -> None:
    assert expected == codes(rule(settings))


@pytest.mark.parametrize(
    "settings",
    [
        'from = "do_not"',
        'from = "messages[*].text"',
        'from = "id"\npick = "first"',
        'from = "do_not"\njoin = "list"',
        'from = "id"\noverflow = "continue"',
        'from = "id"\nnot_in_list = "default"',
        'from = "id"\ntag_style = "underscore"',
        'value = ["a", "b"]',
        "value = 3",
    ],
)
def test_of_an_unknown_field_nobody_says_what_it_holds(settings: str) -> None:
    assert ["V201"] == codes(rule(f'to = "titel"\n{settings}'))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('to = "note"\nfrom = "sumary"\nlookup = "x"', ["V241", "M101", "M150"]),
        ('to = "note"\ntemplate = "n"\nfrom = "sumary"', ["M007", "M125", "M101"]),
        (f'to = "note"\ntemplate = "n"\n{WHEN}', ["M125", "M101", "M130"]),
        ('to = "note"\ntemplate = "n"\noverflow = "capsule"', ["M125", "V221"]),
        (f'to = "title"\ntemplate = "n"\n{WHEN}', ["M125", "M101", "M130"]),
        ('to = "title"\nfrom = "sumary"\nvalue = "x"\ntemplate = "n"', ["M007", "M101", "M125"]),
        (f'to = "title"\n{WHEN}', ["M007", "M101", "M130"]),
        ('to = "level"\nfrom = "sumary"\ndefault = "hgh"', ["M101", "V230"]),
        ('to = "level"\nfrom = "sumary"\noverflow = "shorten"', ["M101", "V221"]),
        ('to = "number"\nfrom = ["sumary", "do_not[*]"]\nbands = []', ["M101", "M106", "M005"]),
        (
            'to = "text"\nfrom = ["sumary", "do_not"]\njoin = ","\nnumber = { scale = 1 }\n'
            'date = "date"',
            ["M101", "M113"],
        ),
    ],
)
def test_one_setting_hides_no_other(settings: str, expected: list[str]) -> None:
    assert expected == codes(rule(settings))


@pytest.mark.parametrize(
    "settings",
    [
        "from = 3",
        "value = {}",
        "template = 3",
        'from = "messages[*].text"\njoin = 3',
        'from = "messages[*].text"\npick = "frst"',
        'from = "urgency.level"\nlookup = 3\n[lookup.l]\na = "b"',
        'from = "id"\noverflow = "cut"',
    ],
)
def test_a_setting_that_cannot_be_read_is_one_problem_and_not_two(settings: str) -> None:
    text = rule(f'to = "text"\n{settings}')

    assert ["M005"] == [one.code for one in compiled(text).problems if one.severity != "note"]


@pytest.mark.parametrize(
    "settings",
    [
        'too = "level"\nvalue = "low"',
        'to = "text"\nform = "id"',
        'to = "level"\nfrom = "urgency.level"\nlokup = "l"\n[lookup.l]\nlow = "low"\n"*" = "high"',
        'to = "text"\nfrom = "messages[*].text"\njion = ", "',
        'to = "note"\ntemplat = "n"\n[template.n]\nformat = "text"\nbody = "x"',
    ],
)
def test_a_setting_that_is_misspelt_is_one_problem_and_not_two(settings: str) -> None:
    assert ["M004"] == [
        one.code for one in compiled(rule(settings)).problems if one.severity != "note"
    ]


def test_the_settings_of_a_rule_without_a_field_are_checked_all_the_same() -> None:
    text = mapping('[[field]]\nfrom = "sumary"\nlookup = "l"\n[lookup.l]\na = "b"\n')

    assert ["M006", "M101"] == [one.code for one in compiled(text).problems]


def test_a_list_that_became_one_text_takes_its_rule_along_and_blocks_nothing() -> None:
    several = desk(tags={"kind": "text"})

    made = published(rule('to = "tags"\nfrom = "messages[*].text"'), several)
    joined = published(rule('to = "tags"\nfrom = "messages[*].text"\njoin = "list"'), several)

    for one in (made, joined):
        assert one.plan is not None
        assert ((), ["D415"]) == (one.plan.rules, [problem.code for problem in one.plan.stale])


def test_a_pick_that_has_become_needless_does_no_harm() -> None:
    made = published(rule('to = "tags"\nfrom = "id"\npick = "first"'), desk(tags={"kind": "text"}))

    assert made.plan is not None
    assert (["tags"], ()) == ([one.to for one in made.plan.rules], made.plan.stale)


def test_what_else_is_wrong_with_a_stale_rule_keeps_no_published_mapping_from_delivering() -> None:
    text = rule('to = "level"\nfrom = "sumary"')

    assert published(text, DESK).plan is None
    assert published(text, desk(level=None)).plan is not None


def test_a_mapping_without_a_capsule_is_checked_as_any_other() -> None:
    text = rule('to = "titel"\nfrom = "sumary"').replace(CAPSULE, "")

    assert ["C301", "V201", "M101"] == codes(text)


ANY = replace(
    DESK,
    fields=(
        VendorField(name="any", label="Any", kind="any", length=7),
        *(field for field in DESK.fields if field.name == "note"),
    ),
)
NOTE = '[[field]]\nto = "note"\ntemplate = "n"\n[template.n]\nformat = "text"\nbody = "Note"\n'
LONG = handoff(customer={"name": "Ann Lee Long"}, do_not=["first thing", "second"])


def into_any(settings: str, given: Handoff = LONG) -> Applied:
    made = compiled(mapping(f'[[field]]\nto = "any"\n{settings}\n{NOTE}'), ANY)
    assert made.plan is not None, made.problems
    return accounted(made.plan.apply(given, {}), given)


@pytest.mark.parametrize("overflow", ["", '\noverflow = "shorten"'])
def test_a_text_that_is_cut_in_a_field_of_any_kind_is_shortened(overflow: str) -> None:
    made = into_any(f'from = "customer.name"{overflow}')

    assert ("Ann Le…", "shortened") == (value(made, "any"), made.fates["/customer/name"])


def test_what_was_cut_in_a_field_of_any_kind_is_whole_in_the_note() -> None:
    made = into_any('from = "customer.name"\noverflow = "note"')

    assert made.note is not None
    assert "Ann Lee Long" in made.note.body
    assert "note" == made.fates["/customer/name"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('from = "customer.name"\noverflow = "capsule"', UNSET),
        ('from = "do_not"\njoin = "list"', ["second"]),
        ('from = "do_not"\njoin = ", "', "first …"),
    ],
)
def test_a_field_of_any_kind_keeps_its_length(settings: str, expected: object) -> None:
    assert expected == value(into_any(settings), "any")


def test_a_text_that_fits_a_field_of_any_kind_is_exact() -> None:
    made = into_any('from = "customer.name"', handoff(customer={"name": "Ann Lee"}))

    assert ("Ann Lee", "exact") == (value(made, "any"), made.fates["/customer/name"])


def test_a_field_of_any_kind_warns_of_what_it_may_cut() -> None:
    said = compiled(mapping('[[field]]\nto = "any"\nfrom = "customer.name"\n'), ANY).problems

    assert ["V220"] == [one.code for one in said if one.severity == "warning"]


def test_a_list_that_is_kept_apart_cannot_be_cut() -> None:
    text = mapping('[[field]]\nto = "any"\nfrom = "do_not"\njoin = "list"\noverflow = "shorten"\n')

    assert ["V221"] == [one.code for one in compiled(text, ANY).problems if one.code != "C302"]
