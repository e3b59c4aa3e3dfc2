"""The filled handoff: valid, with every member of every struct, and a word for every text."""

from __future__ import annotations

from collections import Counter

from msgspec import UNSET

from contract_tests import handoffs
from contract_tests.filled import WORD, filled_handoff
from gateway.schema.codec import decode_handoff, encode_handoff
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.schema.struct import Canonical


def missing(value: object, where: str = "") -> list[str]:
    """The members that are not filled."""
    if isinstance(value, Canonical):
        found = [(f"{where}/{name}", getattr(value, name)) for name in value.__struct_fields__]
    elif isinstance(value, tuple):
        found = [(f"{where}/{number}", item) for number, item in enumerate(value)]
    else:
        found = []
    empty = [at for at, member in found if member is UNSET or member is None]
    return [*empty, *(at for place, member in found for at in missing(member, place))]


def test_every_member_of_every_struct_is_filled() -> None:
    assert [] == missing(filled_handoff())


def test_it_is_a_handoff_that_the_schema_takes() -> None:
    assert filled_handoff() == decode_handoff(encode_handoff(filled_handoff()))


def test_no_word_stands_in_two_leaves() -> None:
    words = Counter(
        word
        for value in leaves(filled_handoff()).values()
        if isinstance(value, str)
        for word in WORD.findall(value)
    )

    assert len(words) > 200
    assert {1} == set(words.values())


def test_it_is_the_same_every_time() -> None:
    assert encode_handoff(filled_handoff()) == encode_handoff(filled_handoff())


def test_the_handoffs_of_the_suite_are_handoffs() -> None:
    documents = [
        handoffs.full(),
        handoffs.short(),
        handoffs.minimal(),
        handoffs.wordless(),
        handoffs.oversize(),
        *(document for _, document in handoffs.nasty()),
        *(document for _, document in handoffs.shipped()),
    ]

    assert all(isinstance(decode_handoff(document), Handoff) for document in documents)


def test_the_nasty_handoffs_hold_their_text_in_many_places() -> None:
    for text, document in handoffs.nasty():
        values = leaves(decode_handoff(document)).values()
        assert list(values).count(text) >= 8
