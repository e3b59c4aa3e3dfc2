"""The published JSON Schema says what the door accepts."""

from __future__ import annotations

import copy
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from contract_tests.strategies import handoffs
from gateway.cli.examples import load_examples
from gateway.schema.codec import decode_handoff, encode_handoff
from gateway.schema.export import handoff_json_schema
from gateway.schema.handoff import Handoff

VALIDATOR = Draft202012Validator(handoff_json_schema())
LEAST = {"conversation": {"id": "c-81", "messages": [{"role": "customer", "content": "Hi"}]}}

# Where to put what, so that the document is no handoff any more.
VIOLATIONS: list[tuple[str, Any]] = [
    ("conversation", None),
    ("conversation.id", ""),
    ("conversation.id", 81),
    ("conversation.messages", {}),
    ("conversation.messages.0.role", "robot"),
    ("conversation.messages.0.content", 5),
    ("conversation.messages.0.content", [{"type": "text"}]),
    ("conversation.messages.0.content", [{"text": "no type"}]),
    ("conversation.messages.0.content", [{"type": "media", "size": -1}]),
    ("conversation.messages.0.seq", "1"),
    ("conversation.messages.0.at", "yesterday"),
    ("schema_version", "one"),
    ("id", "c-81"),
    ("occurred_at", "2026-03-07"),
    ("intents", {"name": "refund"}),
    ("intents", [{"confidence": 0.5}]),
    ("intents", [{"name": "refund", "confidence": 82}]),
    ("sentiment", [{"score": -2}]),
    ("urgency", {"level": "asap"}),
    ("urgency", {"watch": True}),
    ("routing", {"priority": 101}),
    ("records", [{"type": "order"}]),
    ("records", [{"type": "order", "id": "1", "total": {"value": 24.9}}]),
    ("records", [{"type": "order", "id": "1", "total": {"value": "1", "currency": "eur"}}]),
    ("steps", [{"id": "s", "description": "d", "status": "done"}]),
    ("commitments", [{"id": "c", "text": "t", "origin": "guessed"}]),
    ("do_not", "ask for the PIN"),
    ("privacy", {"sensitive_fields": ["customer.phone"]}),
    ("extensions", []),
    ("customer", {"language": "a language"}),
    ("customer", {"verification": {"methods": ["pin"]}}),
]


def _with(path: str, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(LEAST)
    node: Any = document
    *parents, last = path.split(".")
    for token in parents:
        node = node[int(token)] if isinstance(node, list) else node[token]
    node[last] = value
    return document


def _refused(document: Any) -> bool:
    try:
        decode_handoff(json.dumps(document).encode())
    except msgspec.ValidationError:
        return True
    return False


def test_it_is_a_valid_schema_of_its_dialect() -> None:
    schema = handoff_json_schema()
    Draft202012Validator.check_schema(schema)

    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    assert "urn:readback:handoff:1.0" == schema["$id"]


def test_every_definition_is_explained_and_reachable() -> None:
    schema = handoff_json_schema()
    text = json.dumps(schema)

    assert [] == [
        name
        for name, definition in schema["$defs"].items()
        if not definition.get("description") or f'"#/$defs/{name}"' not in text
    ]


def test_every_member_of_the_handoff_is_described() -> None:
    members = handoff_json_schema()["$defs"]["Handoff"]["properties"]

    assert set(Handoff.__struct_fields__) == set(members)


def test_it_uses_no_regular_expression_beyond_ecma() -> None:
    assert "(?" not in json.dumps(handoff_json_schema())


def test_each_call_gives_a_schema_of_its_own() -> None:
    handoff_json_schema()["$defs"].clear()

    assert handoff_json_schema()["$defs"]


def test_the_least_a_bot_must_send_is_valid() -> None:
    VALIDATOR.validate(LEAST)


@pytest.mark.parametrize(("name", "body"), load_examples(), ids=lambda value: str(value)[:20])
def test_the_examples_are_valid(name: str, body: bytes) -> None:
    VALIDATOR.validate(json.loads(body))


@settings(max_examples=60, deadline=None)
@given(handoffs())
def test_every_handoff_is_valid(handoff: Handoff) -> None:
    VALIDATOR.validate(json.loads(encode_handoff(handoff)))


@pytest.mark.parametrize(("path", "value"), VIOLATIONS)
def test_what_the_schema_refuses_the_decoder_refuses_too(path: str, value: Any) -> None:
    document = _with(path, value)

    assert (False, True) == (VALIDATOR.is_valid(document), _refused(document))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("nick_name", "Al"),
        ("conversation.messages.0.content", [{"type": "hologram", "size": "XL"}]),
    ],
    ids=["member", "part type"],
)
def test_what_the_door_moves_aside_is_valid_though_the_decoder_refuses_it(
    path: str, value: Any
) -> None:
    document = _with(path, value)

    assert (True, True) == (VALIDATOR.is_valid(document), _refused(document))


def test_known_words_of_open_enums_are_examples_and_others_are_valid() -> None:
    code = handoff_json_schema()["$defs"]["Reason"]["properties"]["code"]

    assert "low_confidence" in code["anyOf"][0]["examples"]
    VALIDATOR.validate(_with("reason", {"code": "moon_phase"}))
