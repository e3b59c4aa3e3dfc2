"""Lookups: what comes out, and what that does to a leaf's fate."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from mappings.document import Lookup
from mappings.lookup import lookup_change
from tests.unit.mappings.desk import applied, handoff, mapping, messages, value

LOOKUP = """
[[field]]
to = "text"
from = "urgency.level"
lookup = "level"
[lookup.level]
low = "Low"
high = "High"
critical = "High"
"""


@pytest.mark.parametrize(
    ("level", "output", "fate"),
    [
        ("low", "Low", "translated"),
        ("high", "High", "narrowed"),
        ("critical", "High", "narrowed"),
        ("normal", UNSET, "capsule"),
    ],
)
def test_an_output_that_several_values_share_narrows(level: str, output: object, fate: str) -> None:
    made = applied(mapping(LOOKUP), handoff(urgency={"level": level}))

    assert output == value(made, "text")
    assert fate == made.fates["/urgency/level"]


def test_anything_else_goes_to_the_star_and_is_narrowed() -> None:
    made = applied(mapping(LOOKUP + '"*" = "Other"'), handoff(urgency={"level": "normal"}))

    assert "Other" == value(made, "text")
    assert "narrowed" == made.fates["/urgency/level"]


def test_a_value_that_shares_its_output_with_the_star_is_narrowed() -> None:
    made = applied(mapping(LOOKUP + '"*" = "Low"'), handoff(urgency={"level": "low"}))

    assert "narrowed" == made.fates["/urgency/level"]


def test_a_star_in_the_handoff_is_not_the_star_of_the_table() -> None:
    text = mapping(
        '[[field]]\nto = "text"\nfrom = "customer.tier"\nlookup = "t"\n'
        '[lookup.t]\n"*" = "rest"\nx = "y"\n'
    )

    assert "rest" == value(applied(text, handoff(customer={"tier": "*"})), "text")


def test_numbers_and_truth_are_looked_up_by_their_text() -> None:
    text = mapping(
        '[[field]]\nto = "text"\nfrom = "messages[0].internal"\nlookup = "t"\n'
        '[lookup.t]\ntrue = "in"\nfalse = "out"\n'
    )
    message = {"role": "bot", "content": "x", "internal": False}

    made = applied(text, handoff(conversation={"id": "c", "messages": [message]}))

    assert "out" == value(made, "text")


def test_an_open_enum_is_asked_for_its_known_members() -> None:
    text = mapping(
        '[[field]]\nto = "text"\nfrom = "conversation.channel"\nlookup = "c"\n'
        '[lookup.c]\nsms = "SMS"\nfax = "Fax"\n'
    )

    assert [
        "11: Table [lookup.c] does not say what to do with web_chat, whatsapp, voice, email,"
        ' messenger, teams and other. Add it, or add "*" = "…" for anything else.'
    ] == messages(text, "M151")
    assert [] == messages(text, "M152")


def test_a_table_as_long_as_a_file_can_be_takes_no_time_of_its_own() -> None:
    looked_at = CountedText.tally({f"k{number}": CountedText("v") for number in range(2_000)})

    assert 2_000 <= looked_at <= 4 * 2_000


class CountedText(str):
    """Counts how often it is counted."""

    __slots__ = ()
    seen = 0

    def __hash__(self) -> int:
        CountedText.seen += 1
        return super().__hash__()

    @staticmethod
    def tally(values: dict[str, CountedText]) -> int:
        CountedText.seen = 0
        lookup_change(Lookup(values=values))
        return CountedText.seen
