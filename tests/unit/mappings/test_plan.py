"""Plans applied to handoffs: every leaf accounted for, every limit kept."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from msgspec import UNSET
from msgspec.structs import replace

from contract_tests.strategies import handoffs
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.sdk.limits import measure
from mappings import MappingStopped
from tests.unit.mappings.desk import (
    CAPSULE,
    DESK,
    accounted,
    applied,
    handoff,
    mapping,
    plan,
    rule,
    value,
)


def test_a_plan_knows_what_it_was_made_of() -> None:
    text = rule('to = "text"\nvalue = "x"')

    made = plan(text)

    assert ("test", "item", None) == (made.name, made.object, made.match)
    assert hashlib.sha256(text.encode()).hexdigest() == made.sha256


def test_rules_for_one_list_add_to_it_in_their_order() -> None:
    text = mapping(
        '[[field]]\nto = "tags"\nvalue = "bot"\n'
        '[[field]]\nto = "tags"\nfrom = "customer.tier"\n'
        '[[field]]\nto = "tags"\nvalue = ["bot", "end"]\n'
    )

    made = applied(text, handoff(customer={"tier": "gold"}))

    assert ["bot", "gold", "end"] == value(made, "tags")
    assert [7] == [field.line for field in made.fields]
    assert "exact" == made.fates["/customer/tier"]


def test_an_empty_field_can_be_cleared() -> None:
    made = applied(rule('to = "text"\nfrom = "id"\nwhen_empty = "clear"'), handoff())

    assert value(made, "text") is None


def test_the_default_for_empty_fields_is_the_files() -> None:
    text = mapping('[defaults]\nwhen_empty = "clear"\n[[field]]\nto = "text"\nfrom = "id"\n')

    assert value(applied(text, handoff()), "text") is None


@pytest.mark.parametrize("setting", ["required = true", 'when_empty = "stop"'])
def test_a_field_that_must_have_a_value_stops_the_handoff(setting: str) -> None:
    with pytest.raises(MappingStopped, match="S502") as stopped:
        applied(rule(f'to = "text"\nfrom = "customer.name"\n{setting}'), handoff())

    assert 7 == stopped.value.line


def test_a_mapping_can_demand_a_place_for_every_leaf() -> None:
    text = mapping(
        '[defaults]\nunmapped = "stop"\n[[field]]\nto = "text"\nfrom = "conversation.id"\n'
    )

    with pytest.raises(MappingStopped, match="S503") as stopped:
        applied(text, handoff())

    expected = ("/conversation/messages/0/role", "/conversation/messages/0/content")
    assert expected == stopped.value.pointers


def test_without_a_capsule_what_has_no_place_is_stranded() -> None:
    whole = plan(mapping('[[field]]\nto = "text"\nfrom = "conversation.id"\n'))

    made = accounted(replace(whole, capsule=None).apply(handoff(), {}), handoff())

    assert made.capsule is None
    assert "exact" == made.fates["/conversation/id"]
    assert "stranded" == made.fates["/conversation/messages/0/role"]


def test_what_is_redacted_is_withheld_wherever_it_is_not_placed() -> None:
    redact = 'redact = ["customer.phone", "customer.contacts", "messages[*].text"]'
    text = mapping('[[field]]\nto = "text"\nfrom = "customer.phone"\n', capsule=CAPSULE + redact)

    made = applied(text, handoff(customer={"phone": "1", "contacts": [{"value": "2"}]}))

    assert made.capsule is not None
    assert {
        "/customer/phone",
        "/customer/contacts/0/value",
        "/conversation/messages/0/content",
    } == set(made.capsule.withheld)
    assert "exact" == made.fates["/customer/phone"]
    assert "withheld" == made.fates["/customer/contacts/0/value"]
    assert "withheld" == made.fates["/conversation/messages/0/content"]


def test_a_template_can_fill_a_plain_field() -> None:
    text = mapping(
        '[[field]]\nto = "title"\ntemplate = "t"\noverflow = "shorten"\n'
        '[template.t]\nformat = "text"\nbody = "{{ customer.name }}: {{ summary.headline }}"\n'
    )

    made = applied(text, handoff(customer={"name": "Ann"}, summary={"headline": "h" * 30}))

    assert "Ann: hhhhhhhhhhhhhh…" == value(made, "title")
    assert ["note", "shortened"] == [
        made.fates["/customer/name"],
        made.fates["/summary/headline"],
    ]


def test_a_capsules_name_is_a_plain_file_name() -> None:
    text = mapping("", capsule=CAPSULE + 'name = "../{{ conversation.id }}.json"')

    made = applied(text, handoff(conversation={"id": "../é c/1", "messages": []}))

    assert made.capsule is not None
    assert "c-1.json" == made.capsule.name


def test_applying_twice_gives_the_same() -> None:
    made = plan(EVERYTHING)
    given_ = handoff(customer={"name": "Ann"}, do_not=["a", "b"])

    assert made.apply(given_, {}) == made.apply(given_, {})


EVERYTHING = mapping(
    """
[[field]]
to = "title"
from = ["summary.headline", "customer.name", "conversation.id"]
overflow = "note"
[[field]]
to = "bytes"
from = "messages[*].text"
join = " / "
overflow = "shorten"
[[field]]
to = "tags"
from = "do_not"
[[field]]
to = "tags"
from = ["risks[*].code", "conversation.channel"]
transform = "lower"
[[field]]
to = "level"
from = "urgency.level"
lookup = "level"
[[field]]
to = "number"
from = "records[*].total.value"
pick = "highest"
[[field]]
to = "flag"
from = "customer.attributes.vip"
[[field]]
to = "due"
from = "commitments[*].due_at"
pick = "earliest"
[[field]]
to = "custom.7"
from = ["sentiment_trend", "urgency.score"]
default = "?"
[[field]]
to = "page"
template = "n"
[lookup.level]
low = "low"
"*" = "high"
[template.n]
format = "html"
body = '''
{% for message in messages reversed %}<p>{{ message.role }}: {{ message.text | strip }}</p>
{% for part in message.content limit: 3 %}{{ part.type }} {{ part.name }}{% endfor %}{% endfor %}
{{ extensions }} {{ customer.attributes }} {{ do_not | join: ", " | truncate: 9 }}
{% for pair in unmapped %}{{ pair[0] }}={{ pair[1] }}{% else %}none{% endfor %}
'''
"""
)
LIMITS = {field.name: field for field in DESK.fields}


@settings(max_examples=100)
@given(handoffs())
def test_every_leaf_of_any_handoff_has_a_fate_and_every_field_keeps_its_limit(
    given_: Handoff,
) -> None:
    made = applied(EVERYTHING, given_)

    assert list(leaves(given_)) == list(made.fates)
    for field in made.fields:
        limit = LIMITS.get(field.name)
        if limit and limit.length and isinstance(field.value, str):
            assert measure(field.value, limit.unit) <= limit.length


@settings(max_examples=100)
@given(handoffs())
def test_the_ledger_names_stretches_of_the_note(given_: Handoff) -> None:
    note = plan(EVERYTHING).apply(given_, {}).note

    assert note is not None
    for one in note.prints:
        assert 0 <= one.start < one.end <= len(note.body)


def test_the_handoffs_address_can_be_printed_and_placed() -> None:
    text = rule('to = "text"\nfrom = "handoff_url"')

    made = plan(text).apply(handoff(), {}, "https://panel/1")

    assert "https://panel/1" == value(made, "text")
    assert UNSET is value(plan(text).apply(handoff(), {}), "text")
