"""JSON in and out: nothing changes on the way, and what is unknown is refused."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given, settings

from contract_tests.strategies import handoffs
from gateway.schema.codec import decode_handoff, encode_handoff, handoff_document
from gateway.schema.handoff import Handoff


def _body(message: str = '{"role":"bot","content":"a"}', rest: str = "") -> bytes:
    return f'{{"conversation":{{"id":"c","messages":[{message}]}}{rest}}}'.encode()


@settings(max_examples=100, deadline=None)
@given(handoffs())
def test_a_handoff_comes_back_as_it_was(handoff: Handoff) -> None:
    assert handoff == decode_handoff(encode_handoff(handoff))


@settings(max_examples=60, deadline=None)
@given(handoffs())
def test_encoding_is_deterministic_and_says_the_same_as_the_document(handoff: Handoff) -> None:
    body = encode_handoff(handoff)

    assert body == encode_handoff(decode_handoff(body))
    assert json.loads(body) == json.loads(msgspec.json.encode(handoff_document(handoff)))


@pytest.mark.parametrize(
    "rest",
    ["", ',"customer":null', ',"customer":{}', ',"do_not":[]', ',"summary":{"headline":""}'],
)
def test_absent_null_and_empty_stay_three_things(rest: str) -> None:
    body = _body(rest=rest)

    assert json.loads(body) == json.loads(encode_handoff(decode_handoff(body)))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (_body(rest=',"nick_name":"Al"'), "nick_name"),
        (_body('{"role":"bot","content":"a","mood":1}'), "messages"),
        (_body('{"role":"bot","content":[{"type":"hologram"}]}'), "content"),
        (_body('{"role":"bot"}'), "content"),
        (_body('{"role":"bot","content":"a","seq":"1"}'), "seq"),
        (_body('{"role":"bot","content":"a","internal":"true"}'), "internal"),
    ],
    ids=["member", "nested member", "part type", "missing", "number as text", "boolean as text"],
)
def test_a_refusal_names_the_place(body: bytes, place: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=place):
        decode_handoff(body)


def test_a_number_keeps_its_digits_in_raw_json() -> None:
    body = _body(rest=',"extensions":{"org.acme":{"n":12345678901234567890,"f":0.1}}')

    assert {"n": 12345678901234567890, "f": 0.1} == handoff_document(decode_handoff(body))[
        "extensions"
    ]["org.acme"]
