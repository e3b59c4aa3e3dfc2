"""Every code of the catalogue: the mistake that provokes it, where it is said to be, and how."""

from __future__ import annotations

import pytest

from mappings.problems import CATALOGUE, did_you_mean, listed
from tests.unit.mappings.desk import CAPSULE, DESK, HEAD, compiled, mapping, messages, rule

NOTE = '[[field]]\nto = "note"\ntemplate = "n"\n[template.n]\nformat = "text"\nbody = """\n%s"""\n'
LEVELS = '[[field]]\nto = "title"\nfrom = "urgency.level"\nlookup = "l"\n[lookup.l]\n'

PROVOKED: dict[str, tuple[str, str]] = {
    "M001": ("name = ", "1: The file is not valid TOML: invalid value."),
    "M002": (
        mapping("", head=HEAD.replace("mapping/1", "mapping/2")),
        '1: The file must say schema = "readback-mapping/1" at its top.',
    ),
    "M003": (
        mapping("", head=HEAD.replace("handoff/1", "handoff/2")),
        '2: This mapping reads "handoff/2", and the gateway speaks "handoff/1".'
        ' Did you mean "handoff/1"?',
    ),
    "M004": (
        rule('to = "title"\nform = "id"\nvalue = "x"'),
        '9: There is no setting called "form" in [[field]]. Did you mean "from"?',
    ),
    "M005": (
        rule('to = "title"\nvalue = "x"\noverflow = "cut"'),
        '10: "overflow" must be one of "capsule", "continue", "note", "shorten" or "stop".',
    ),
    "M006": (rule('value = "x"'), '7: The setting "to" is missing in [[field]]. Add it.'),
    "M007": (
        rule('to = "title"\nvalue = "x"\nfrom = "id"'),
        '7: A [[field]] takes its value from exactly one of "from", "value" or "template".'
        ' This one has "from" and "value".',
    ),
    "M008": (
        rule('to = "title"\nfrom = "id"\nnumber = { scale = 2 }'),
        '10: "number" is not supported in this version. Remove it.',
    ),
    "M009": ("#" * 300_000, "0: The file is larger than 256 kB. Make it smaller."),
    "M101": (
        rule('to = "text"\nfrom = "sumary.headline"'),
        '9: There is no handoff field called "sumary.headline". Did you mean "summary.headline"?',
    ),
    "M102": (
        rule('to = "text"\nfrom = "customer email"'),
        '9: "customer email" cannot be read as a handoff field. Write it like "customer.email".',
    ),
    "M103": (
        rule('to = "text"\nfrom = "steps.description"'),
        '9: "steps" is a list. Write "steps[*]" for all of it or "steps[0]" for the first.',
    ),
    "M104": (
        rule('to = "text"\nfrom = "customer.email.domain"'),
        '9: "customer.email" is one value and has nothing called "domain" in it.',
    ),
    "M105": (
        rule('to = "text"\nfrom = "customer.verification"'),
        '9: "customer.verification" is a group of fields and not one value. Name one of them:'
        ' "customer.verification.at", "customer.verification.by",'
        ' "customer.verification.expires_at", "customer.verification.level",'
        ' "customer.verification.methods" or "customer.verification.status".',
    ),
    "M106": (
        rule('to = "text"\nfrom = "steps[*].description"'),
        '9: "steps[*].description" gives several values, and "text" holds one.'
        ' Add pick = "first" or join = "; ".',
    ),
    "M107": (
        rule('to = "text"\nfrom = "messages[0].content"'),
        '9: "messages[0].content" can be a text or a list. Name what is in it:'
        ' "messages[0].content[*]".',
    ),
    "M108": (
        mapping("", capsule=CAPSULE + 'redact = ["sentiment_trend"]'),
        '10: "sentiment_trend" is computed and stands nowhere, so it cannot be redacted.',
    ),
    "M110": (
        rule('to = "text"\nfrom = "urgency.score"\ntransform = "lower"'),
        '10: "transform" works on texts, and "urgency.score" is not that.',
    ),
    "M111": (
        rule('to = "text"\nfrom = "customer.email"\npick = "first"'),
        '10: "pick" is of no use here: "text" takes one value already. Remove it.',
    ),
    "M112": (
        rule('to = "text"\nvalue = "@desk.queue"'),
        '9: "@desk.queue" is not a setting of the destination. Write "@destination." and its name.',
    ),
    "M120": (
        mapping(NOTE % "one\n{% if id %}\n"),
        "14: The template cannot be read: {% if %} is never closed by {% endif %}.",
    ),
    "M121": (
        mapping(NOTE % "{% assign x = 1 %}"),
        "13: Templates have no tag {% assign %}. They have if, unless, case, for, break and"
        " comment.",
    ),
    "M122": (
        mapping(NOTE % "\n{{ id | upcas }}"),
        '14: Templates have no filter "upcas". Did you mean "upcase"?',
    ),
    "M123": (
        mapping(NOTE % '{{ id | truncate: "x" }}'),
        '13: The filter "truncate" takes one number from 1 to 100000.',
    ),
    "M124": (
        mapping(NOTE % ("x" * 30_000)),
        "13: The template is 29 kB long. The limit is 20 kB.",
    ),
    "M125": (
        rule('to = "note"\ntemplate = "nte"\n[template.note]\nformat = "text"\nbody = ""'),
        '9: There is no table [template.nte]. Did you mean "note"?',
    ),
    "M126": (
        mapping(NOTE % "{% for n in (1..9) %}{% endfor %}"),
        "13: The template uses ranges or brackets, which templates here do not have."
        " Name a field instead.",
    ),
    "M127": (
        mapping(NOTE % "{{ do_not }}"),
        "13: A list cannot be printed as it is. Write \"do_not | join: ', '\" or loop.",
    ),
    "M130": (
        rule('to = "text"\nfrom = "id"\nwhen = { field = "id", like = "x" }'),
        '10: A condition has "field" and one test: "is", "is_not", "in", "not_in", "below",'
        ' "above", "contains" or "has_value". This one has "field" and "like".',
    ),
    "M131": (
        rule('to = "text"\nfrom = "id"\nwhen = ' + "{ not = " * 9 + "{}" + "}" * 9),
        "10: Conditions are nested more than 6 deep. Make them flatter.",
    ),
    "M150": (
        rule('to = "title"\nfrom = "urgency.level"\nlookup = "levl"\n[lookup.level]\n"*" = "x"'),
        '10: There is no table [lookup.levl]. Did you mean "level"?',
    ),
    "M151": (
        mapping(LEVELS + 'low = "L"\nhigh = "H"\n'),
        "11: Table [lookup.l] does not say what to do with critical and normal."
        ' Add it, or add "*" = "…" for anything else.',
    ),
    "M152": (
        mapping(LEVELS + 'hihg = "H"\n"*" = "x"\n'),
        '12: "urgency.level" is never "hihg", so that line of [lookup.l] is dead.'
        ' Did you mean "high"?',
    ),
    "M153": (
        mapping('[lookup.l]\na = "b"\n'),
        "7: [lookup.l] is never used. Use it in a [[field]], or remove it.",
    ),
    "V200": (
        mapping("", head=HEAD.replace('"item"', '"thing"')),
        '6: This mapping is for object "thing", and the destination has "item".',
    ),
    "V201": (
        rule('to = "titel"\nvalue = "x"'),
        '8: The Desk has no field "titel". Did you mean "title"?',
    ),
    "V202": (
        rule('to = "locked"\nvalue = "x"'),
        '8: "locked" (Locked) cannot be written. Remove this [[field]].',
    ),
    "V204": (
        rule('to = "text"\nvalue = "x"\n[[field]]\nto = "text"\nvalue = "y"'),
        '10: "text" is already filled on line 7. Keep one of the two.',
    ),
    "V205": (
        mapping("", head=HEAD + 'match = { field = "custom.1", from = "id" }\n'),
        '7: match names "custom.1", and no [[field]] fills it. Add one.',
    ),
    "V210": (
        rule('to = "number"\nvalue = "7"'),
        '9: "number" (Number) holds a number, and the fixed value is a text.'
        " Write it without quotes.",
    ),
    "V220": (
        rule('to = "title"\nfrom = "summary.headline"'),
        '7: "summary.headline" can be longer than the 20 characters "title" holds. Nothing is'
        " lost (the capsule keeps it), but the agent sees a cut text."
        ' Choose overflow = "shorten", "note" or "stop".',
    ),
    "V221": (
        rule('to = "title"\nfrom = "id"\noverflow = "continue"'),
        '10: overflow = "continue" does not work for "title".'
        ' Choose "shorten", "note", "capsule" or "stop".',
    ),
    "V222": (
        rule('to = "title"\nvalue = "a text of more than twenty"'),
        '9: The fixed value for "title" is longer than the 20 characters it holds.',
    ),
    "V223": (
        rule('to = "title"\nfrom = "summary.headline"\noverflow = "note"'),
        '7: overflow = "note" needs a note, and no [[field]] fills one. Add it.',
    ),
    "V230": (
        rule('to = "level"\nvalue = "hihg"'),
        '9: "level" (Level) has no value "hihg". It lists: low and high. Did you mean "high"?',
    ),
    "V240": (
        rule('to = "page"\ntemplate = "n"\n[template.n]\nformat = "text"\nbody = ""'),
        '9: "page" takes html text, and [template.n] is text.',
    ),
    "V241": (
        rule('to = "note"\nfrom = "summary.headline"'),
        '7: "note" is the note that a person reads. Fill it from a "template".',
    ),
    "V250": (
        mapping("", capsule='[capsule]\nas = "link"'),
        '9: The Desk cannot keep the capsule as link. Choose "file".',
    ),
    "C301": (
        mapping("", capsule=""),
        "0: Without a [capsule], 262 of 262 handoff fields have no place and stop a delivery that"
        " has them. Add one.",
    ),
    "C310": (
        mapping(LEVELS + 'low = "L"\nnormal = "N"\nhigh = "H"\ncritical = "H"\n'),
        '10: "high" and "critical" all become "H" in "title"; the difference is kept only in the'
        " note or capsule.",
    ),
}


@pytest.mark.parametrize("code", sorted(PROVOKED))
def test_a_mistake_is_said_with_its_line_and_one_thing_to_do(code: str) -> None:
    text, message = PROVOKED[code]

    assert [message] == messages(text, code)


def test_a_field_that_the_vendor_demands_is_missed() -> None:
    demanding = [
        field.__class__(name="must", label="Must", kind="text", required=True)
        for field in DESK.fields[:1]
    ]
    desk = DESK.__class__(
        vendor="desk", title="The Desk", object="item", fields=(*DESK.fields, *demanding)
    )

    expected = ['4: The Desk demands "must" (Must), and no [[field]] fills it. Add one.']
    assert expected == messages(mapping(""), "V203", desk)


def test_every_code_of_the_catalogue_has_a_test_that_provokes_it() -> None:
    assert set(CATALOGUE) == {*PROVOKED, "V203"}


def test_all_problems_are_said_at_once_in_the_order_of_lines() -> None:
    text = rule('to = "titel"\nfrom = "sumary"\noverflow = "cut"\nbands = 1')
    text += '[[field]]\nto = "level"\nvalue = "x"\n'

    found = [(one.line, one.code) for one in compiled(text).problems]

    assert [(8, "V201"), (10, "M005"), (11, "M008"), (17, "V230")] == found


def test_an_error_leaves_no_plan_and_a_warning_leaves_one() -> None:
    wrong = compiled(rule('to = "titel"\nvalue = "x"'))
    doubtful = compiled(rule('to = "title"\nfrom = "summary.headline"'))

    assert wrong.plan is None
    assert doubtful.plan is not None
    assert ["warning"] == [one.severity for one in doubtful.problems]


def test_what_was_probably_meant_ignores_case() -> None:
    assert ' Did you mean "Subject"?' == did_you_mean("subjekt", ["Subject", "Priority"])


def test_nothing_near_gives_no_hint() -> None:
    assert "" == did_you_mean("xyz", ["Subject", "Priority"])


def test_words_are_listed_as_a_sentence_lists_them() -> None:
    assert "a, b or c" == listed(["a", "b", "c"], "or")
