"""What the door adds, and that nothing the sender gave gets lost by it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from contract_tests.strategies import handoffs
from gateway.intake.filling import Origin, fill
from gateway.schema.codec import handoff_document
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.schema.origin import Generated, Loss
from gateway.sdk.errors import InvalidHandoff

NEW_ID = "018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
OTHER_ID = "018f3c5e-7a2b-7c3d-8e4f-000000000000"
ORIGIN = Origin(
    dialect="canonical", dialect_version="1.0", raw_sha256="ab12", media_type="application/json"
)
FACTS = {
    "dialect": "canonical",
    "dialect_version": "1.0",
    "normalizer": "readback",
    "raw_sha256": "ab12",
    "raw_media_type": "application/json",
}


def _handoff(**members: Any) -> Handoff:
    conversation = {"id": "c", "messages": [{"role": "customer", "content": "hi"}]}
    return msgspec.convert({"conversation": conversation, **members}, Handoff)


def _filled(origin: Origin = ORIGIN, **members: Any) -> dict[str, Any]:
    return handoff_document(fill(_handoff(**members), origin, lambda: NEW_ID))


def test_what_is_missing_is_filled_in() -> None:
    message = {"id": "m1", "seq": 1, "role": "customer", "content": "hi"}

    assert {
        "schema_version": "1.0",
        "id": NEW_ID,
        "conversation": {"id": "c", "messages": (message,)},
        "provenance": FACTS,
    } == _filled()


def test_what_the_sender_gave_stays() -> None:
    conversation = {
        "id": "c",
        "messages": [{"id": "x", "seq": 9, "role": "bot", "content": ""}],
    }

    filled = _filled(schema_version="1.7", id=OTHER_ID, conversation=conversation)

    assert ("1.7", OTHER_ID) == (filled["schema_version"], filled["id"])
    assert ("x", 9) == tuple(filled["conversation"]["messages"][0][name] for name in ("id", "seq"))
    assert "unmapped" not in filled


def test_a_null_where_the_door_needs_a_value_moves_to_unmapped() -> None:
    message = {"id": None, "seq": None, "role": "bot", "content": ""}

    filled = _filled(
        schema_version=None,
        id=None,
        provenance=None,
        conversation={"id": "c", "messages": [message]},
    )

    assert {
        "/schema_version": None,
        "/id": None,
        "/provenance": None,
        "/conversation/messages/0/id": None,
        "/conversation/messages/0/seq": None,
    } == filled["unmapped"]


def test_provenance_that_the_sender_claims_moves_to_unmapped_and_the_rest_stays() -> None:
    claimed = {"dialect": "rasa", "raw_sha256": "ab12", "models": ["m"], "normalizer": None}

    filled = _filled(provenance=claimed)

    assert {**FACTS, "models": ("m",)} == filled["provenance"]
    assert {"/provenance/dialect": "rasa", "/provenance/normalizer": None} == filled["unmapped"]


def test_losses_and_generated_values_follow_those_of_the_sender() -> None:
    origin = msgspec.structs.replace(
        ORIGIN,
        loss=(Loss(path="/b", reason="r"),),
        generated=(Generated(path="/d", rule="r"),),
    )
    given_provenance = {
        "loss": [{"path": "/a", "reason": "r"}],
        "generated": [{"path": "/c", "rule": "r"}],
    }

    provenance = _filled(origin, provenance=given_provenance)["provenance"]

    assert ["/a", "/b"] == [loss["path"] for loss in provenance["loss"]]
    assert ["/c", "/d"] == [made["path"] for made in provenance["generated"]]


def test_unmapped_members_join_those_of_the_sender() -> None:
    origin = msgspec.structs.replace(ORIGIN, unmapped={"/b": 2})

    assert {"/a": 1, "/b": 2} == _filled(origin, unmapped={"/a": 1})["unmapped"]


def test_an_entry_of_the_sender_under_the_same_key_moves_to_its_own_pointer() -> None:
    origin = msgspec.structs.replace(ORIGIN, unmapped={"/a": "new"})
    given_entries = {"/a": "old", "/unmapped/~1a": "older"}

    assert {
        "/a": "new",
        "/unmapped/~1a": "old",
        "/unmapped/~1unmapped~1~01a": "older",
    } == _filled(origin, unmapped=given_entries)["unmapped"]


def test_unmapped_that_was_null_is_noted_when_it_is_needed() -> None:
    origin = msgspec.structs.replace(ORIGIN, unmapped={"/a": 1})

    assert {"/unmapped": None, "/a": 1} == _filled(origin, unmapped=None)["unmapped"]
    assert None is _filled(unmapped=None)["unmapped"]


def test_a_version_of_another_major_is_refused() -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        _filled(schema_version="2.0")

    assert ["/schema_version"] == [problem.pointer for problem in refusal.value.problems]


@given(handoffs())
@settings(max_examples=30)
def test_every_leaf_is_still_there_or_in_unmapped(handoff: Handoff) -> None:
    if isinstance(handoff.schema_version, str):
        handoff = msgspec.structs.replace(handoff, schema_version="1.0")
    before = leaves(handoff)

    filled = fill(handoff, ORIGIN, lambda: NEW_ID)

    after = leaves(filled)
    unmapped = filled.unmapped or {}
    missing = {
        pointer: value
        for pointer, value in before.items()
        if after.get(pointer, "absent") != value
        and (pointer, value) not in unmapped.items()
        and not pointer.startswith("/unmapped/")
        and (pointer, value) != ("/provenance", {})
    }
    assert {} == missing
