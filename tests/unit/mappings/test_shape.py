"""Shapes: what the types say that a place can hold."""

from __future__ import annotations

from gateway.schema.assessment import Urgency
from gateway.schema.conversation import Message, Voice
from gateway.schema.parts import TextPart
from gateway.schema.work import Record
from mappings.shape import Shape, members_of


def test_a_closed_enum_knows_its_members_and_its_longest() -> None:
    shape = members_of(Urgency)["level"].shape

    assert {"low", "normal", "high", "critical"} == set(shape.members)
    assert (True, 8) == (shape.closed, shape.max_length)


def test_an_open_enum_knows_members_and_allows_others() -> None:
    shape = members_of(Record)["type"].shape

    assert "order" in shape.members
    assert (False, 255) == (shape.closed, shape.max_length)


def test_members_have_their_names_on_the_wire() -> None:
    assert "from_" == members_of(Voice)["from"].attribute


def test_the_tag_of_a_tagged_struct_is_a_member() -> None:
    assert "text" == members_of(TextPart)["type"].tag


def test_a_union_allows_what_any_of_its_types_allows() -> None:
    shape = members_of(Message)["content"].shape

    assert shape.text
    assert shape.item is not None
    assert TextPart in shape.item.structs
    assert not shape.scalar


def test_a_text_with_a_pattern_and_no_length_counts_as_short() -> None:
    shape = members_of(Message)["at"].shape

    assert Shape(text=True, bounded=True) == shape
