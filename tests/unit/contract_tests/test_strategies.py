"""The strategies give valid handoffs of every kind, and codec and leaves hold for all of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from msgspec import UNSET

from contract_tests.strategies import handoffs, json_values, minimal_handoffs
from gateway.schema.codec import decode_handoff, encode_handoff, handoff_document
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import document_leaves, leaves

MODEST = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SEARCH = settings(
    max_examples=3_000,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@MODEST
@given(handoffs())
def test_a_handoff_comes_back_from_its_bytes_as_itself(handoff: Handoff) -> None:
    assert handoff == decode_handoff(encode_handoff(handoff))


@MODEST
@given(handoffs())
def test_the_leaves_of_a_handoff_are_the_same_before_and_after_encoding(handoff: Handoff) -> None:
    assert list(leaves(handoff).items()) == list(
        leaves(decode_handoff(encode_handoff(handoff))).items()
    )


@MODEST
@given(minimal_handoffs())
def test_a_minimal_handoff_has_a_conversation_and_nothing_else(handoff: Handoff) -> None:
    assert ["conversation"] == list(handoff_document(handoff))
    assert {"id", "messages"} == set(handoff_document(handoff)["conversation"])


@MODEST
@given(json_values())
def test_every_json_value_has_at_least_one_leaf(value: Any) -> None:
    assert document_leaves(value)


@pytest.mark.parametrize("value", [UNSET, None, ()])
def test_an_optional_member_is_sometimes_absent_null_or_empty(value: Any) -> None:
    found = find(handoffs(), lambda handoff: handoff.do_not == value, settings=SEARCH)

    assert value == found.do_not


def test_an_optional_member_is_sometimes_present() -> None:
    assert find(handoffs(), lambda handoff: bool(handoff.steps), settings=SEARCH).steps


@pytest.mark.parametrize("piece", ["\x00", "{{", "<script>", "\u202e", "\u200b", "👍"])
def test_texts_are_sometimes_nasty(piece: str) -> None:
    found = find(
        minimal_handoffs(), lambda handoff: piece in handoff.conversation.id, settings=SEARCH
    )

    assert piece in found.conversation.id
