"""``tag_style``: setting, handoff, result."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.tags import underscored
from tests.unit.mappings.desk import applied, handoff, messages, rule, value

TAGS = 'to = "tags"\nfrom = "do_not"\ntag_style = "underscore"'


@pytest.mark.parametrize(
    ("text", "tag", "fate"),
    [
        ("gold_1", "gold_1", "exact"),
        ("_x_", "_x_", "exact"),
        ("Gold", "gold", "reformatted"),
        ("Gold plan!", "gold_plan", "narrowed"),
        ("Größe", "grosse", "narrowed"),
        ("über-alles", "uber_alles", "narrowed"),
    ],
)
def test_a_text_becomes_a_tag(text: str, tag: str, fate: str) -> None:
    made = applied(rule(TAGS), handoff(do_not=[text]))

    assert [tag] == value(made, "tags")
    assert fate == made.fates["/do_not/0"]


def test_a_text_without_a_plain_letter_is_left_to_the_capsule() -> None:
    made = applied(rule(TAGS), handoff(do_not=["日本", "ok"]))

    assert ["ok"] == value(made, "tags")
    assert "capsule" == made.fates["/do_not/0"]


def test_texts_that_become_the_same_tag_are_one() -> None:
    assert ["a_b"] == value(applied(rule(TAGS), handoff(do_not=["a b", "A-B"])), "tags")


def test_known_values_that_are_tags_already_lose_nothing() -> None:
    text = rule('to = "tags"\nfrom = "urgency.level"\ntag_style = "underscore"')

    assert [] == messages(text, "C311")
    assert messages(rule(TAGS), "C311")


@given(st.text())
def test_a_tag_has_plain_letters_digits_and_underscores_only(text: str) -> None:
    tag = underscored(text)

    assert re.fullmatch("[a-z0-9_]*", tag)
    assert tag == underscored(tag)
