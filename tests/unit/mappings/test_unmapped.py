"""``unmapped = "note"``: what has no place of its own is listed at the end of the note."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from contract_tests.strategies import handoffs
from gateway.schema.handoff import Handoff
from mappings.unmapped import label_of
from tests.unit.mappings.desk import (
    CAPSULE,
    Applied,
    accounted,
    applied,
    compiled,
    handoff,
    mapping,
    plan,
)


def noted(to: str = "paper", format_: str = "markdown", body: str = "{{ customer.name }}") -> str:
    return (
        '[defaults]\nunmapped = "note"\n'
        f'[[field]]\nto = "{to}"\ntemplate = "n"\n'
        f'[template.n]\nformat = "{format_}"\nbody = "{body}"\n'
    )


def _body(made: Applied) -> str:
    assert made.note is not None
    return made.note.body


def test_every_leaf_without_a_place_is_printed_with_its_path() -> None:
    fields = '[[field]]\nto = "text"\nfrom = "conversation.id"\n'
    text = mapping(noted("page", "html") + fields)
    given_ = handoff(customer={"name": "Ann", "tier": None, "company": " ", "refs": []})

    made = applied(text, given_)

    assert (
        "Ann<p><strong>Everything else</strong></p><ul>"
        "<li>conversation.messages[0].role: customer</li>"
        "<li>conversation.messages[0].content: Hello</li>"
        "<li>customer.refs: []</li><li>customer.tier: null</li>"
        "<li>customer.company: &quot; &quot;</li></ul>"
    ) == _body(made)
    assert {"note", "exact"} == set(made.fates.values())


def test_a_plain_note_gets_a_plain_list() -> None:
    text = mapping(noted("note", "text"))

    body = _body(applied(text, handoff(customer={"name": "Ann"})))

    assert body.startswith("Ann\n\nEverything else:\n- conversation.id: c-1\n- conv")


def test_nothing_is_added_where_everything_has_a_place() -> None:
    body = "{{ conversation.id }}{% for m in messages %}{{ m.role }}{{ m.text }}{% endfor %}"

    assert "c-1customerHello" == _body(applied(mapping(noted(body=body)), handoff()))


def test_what_is_redacted_is_not_printed_either() -> None:
    text = mapping(noted(), capsule=CAPSULE + 'redact = ["customer.email"]')

    made = applied(text, handoff(customer={"name": "Ann", "email": "ann@example.org"}))

    assert "ann" not in _body(made)
    assert "withheld" == made.fates["/customer/email"]


def test_what_a_customer_chose_as_a_name_is_text_too() -> None:
    given_ = handoff(customer={"attributes": {"<b>": "{{x}}"}})

    body = _body(applied(mapping(noted("page", "html")), given_))

    assert "customer.attributes[&quot;&lt;b&gt;&quot;]: {\u200b{x}}" in body


def test_without_a_capsule_the_note_is_enough() -> None:
    made = compiled(mapping(noted(), capsule=""))

    assert made.plan is not None
    assert (0, 0) == (made.coverage.nowhere, made.coverage.capsule)
    assert made.coverage.total == made.coverage.note


def test_where_the_note_is_not_written_the_capsule_keeps_all() -> None:
    text = noted().replace("template =", 'when = { field = "id", is = "x" }\ntemplate =')

    assert {"capsule"} == set(applied(mapping(text), handoff()).fates.values())


def test_a_note_without_room_ends_its_list() -> None:
    messages = [{"role": "bot", "content": "x" * 90_000} for _ in range(6)]
    given_ = handoff(conversation={"id": "c", "messages": messages})

    made = applied(mapping(noted()), given_)

    assert 400_000 > len(_body(made).encode())
    assert "capsule" == made.fates["/conversation/messages/5/content"]


@pytest.mark.parametrize(
    ("pointer", "label"),
    [
        ("/conversation/messages/0/role", "conversation.messages[0].role"),
        ("/unmapped/~1a~1b~0", 'unmapped["/a/b~"]'),
        ("/extensions/", 'extensions[""]'),
    ],
)
def test_a_leaf_is_named_as_a_mapping_would(pointer: str, label: str) -> None:
    assert label == label_of(pointer)


PLAN = plan(mapping(noted(), capsule=""))


@settings(max_examples=60)
@given(handoffs())
def test_nothing_is_stranded_without_a_capsule(given_: Handoff) -> None:
    made: Any = accounted(PLAN.apply(given_, {}), given_)

    assert {"note"} >= set(made.fates.values())
