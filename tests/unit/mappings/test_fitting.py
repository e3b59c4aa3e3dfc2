"""Texts that are too long: cut, left out, moved to the note, or refused."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET

from mappings import MappingStopped
from tests.unit.mappings.desk import applied, handoff, mapping, rule, value

LONG = "a headline of more than twenty characters"
NOTE = """
[[field]]
to = "note"
template = "n"
[template.n]
format = "text"
body = "{{ summary.situation }}"
"""


def headline(overflow: str) -> str:
    return f'[[field]]\nto = "title"\nfrom = "summary.headline"\noverflow = "{overflow}"\n'


def test_a_text_that_fits_stays_exact() -> None:
    made = applied(mapping(headline("shorten")), handoff(summary={"headline": "short"}))

    assert "exact" == made.fates["/summary/headline"]


def test_a_cut_text_is_marked_and_its_leaf_shortened() -> None:
    made = applied(mapping(headline("shorten")), handoff(summary={"headline": LONG}))

    assert "a headline of more …" == value(made, "title")
    assert "shortened" == made.fates["/summary/headline"]


def test_a_text_that_is_not_to_be_cut_is_left_to_the_capsule() -> None:
    made = applied(mapping(headline("capsule")), handoff(summary={"headline": LONG}))

    assert UNSET is value(made, "title")
    assert "capsule" == made.fates["/summary/headline"]


def test_a_text_that_must_fit_stops_the_handoff_and_names_its_leaf() -> None:
    with pytest.raises(MappingStopped) as stopped:
        applied(mapping(headline("stop")), handoff(summary={"headline": LONG}))

    assert ("S501", 7, ("/summary/headline",)) == (
        stopped.value.code,
        stopped.value.line,
        stopped.value.pointers,
    )
    assert LONG not in str(stopped.value)


def test_what_does_not_fit_is_added_whole_to_the_note() -> None:
    given = handoff(summary={"headline": LONG, "situation": "Stuck."})

    made = applied(mapping(headline("note") + NOTE), given)

    assert "a headline of more …" == value(made, "title")
    assert made.note is not None
    assert f"Stuck.\n\nTitle:\n{LONG}" == made.note.body
    assert "note" == made.fates["/summary/headline"]
    assert [LONG] == [
        made.note.body[one.start : one.end]
        for one in made.note.prints
        if one.pointer == "/summary/headline"
    ]


def test_a_limit_in_bytes_counts_bytes() -> None:
    text = rule('to = "bytes"\nfrom = "summary.headline"\noverflow = "shorten"')

    made = applied(text, handoff(summary={"headline": "ééééééé"}))

    assert "ééé…" == value(made, "bytes")


def test_what_lies_behind_the_cut_of_a_joined_text_is_not_there() -> None:
    text = rule('to = "title"\nfrom = "do_not"\njoin = ", "\noverflow = "shorten"')

    made = applied(text, handoff(do_not=["first", "second", "third", "fourth"]))

    assert "first, second, thir…" == value(made, "title")
    assert ["exact", "exact", "shortened", "capsule"] == [
        made.fates[f"/do_not/{number}"] for number in range(4)
    ]


def test_a_tag_that_is_too_long_is_left_out_and_the_others_stay() -> None:
    made = applied(rule('to = "tags"\nfrom = "do_not"'), handoff(do_not=["ok", "x" * 13]))

    assert ["ok"] == value(made, "tags")
    assert ["exact", "capsule"] == [made.fates["/do_not/0"], made.fates["/do_not/1"]]


@pytest.mark.parametrize(
    ("body", "whole"),
    [("{{ summary.situation }}", False), ("{{ customer.name }}{{ summary.situation }}", False)],
)
def test_what_a_cut_note_no_longer_shows_is_not_in_its_ledger(body: str, whole: bool) -> None:
    text = mapping(
        NOTE.replace("{{ summary.situation }}", body + "{{ customer.email }}").replace(
            'template = "n"', 'template = "n"\noverflow = "shorten"'
        )
    )
    given: dict[str, Any] = {"summary": {"situation": "s" * 300}}

    made = applied(text, handoff(customer={"name": "Ann", "email": "a@b"}, **given))

    assert made.note is not None
    assert 200 == len(made.note.body)
    assert [whole] == [one.whole for one in made.note.prints if "situation" in one.pointer]
    assert "capsule" == made.fates["/customer/email"]
    assert "capsule" == made.fates["/summary/situation"]


def test_a_note_that_continues_stays_whole() -> None:
    made = applied(mapping(NOTE), handoff(summary={"situation": "s" * 300}))

    assert made.note is not None
    assert 300 == len(made.note.body)


def test_a_note_that_must_fit_stops_the_handoff() -> None:
    text = mapping(NOTE.replace('template = "n"', 'template = "n"\noverflow = "stop"'))

    with pytest.raises(MappingStopped, match="S501"):
        applied(text, handoff(summary={"situation": "s" * 300}))
