"""Whatever comes to the door is received whole or refused in our words."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.strategies import handoffs, json_values
from gateway.intake.policy import Policy
from gateway.intake.privacy.profile import Profile
from gateway.schema.codec import decode_handoff, encode_handoff
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.conftest import HANDOFF_ID, Door

NOTHING_TAKEN_OUT = Policy(profile=Profile(detectors=()))

DOOR_FILLED = (
    "/schema_version",
    "/id",
    "/provenance",
    "/unmapped/~1provenance",
    "/unmapped/~1unmapped",
)


def _own_leaves(handoff: Handoff) -> dict[str, Any]:
    """The leaves that are the sender's: neither filled in at the door nor moved for it, nor
    spelled anew as language tags are.
    """
    return {
        pointer: value
        for pointer, value in leaves(handoff).items()
        if not pointer.startswith(DOOR_FILLED)
        and pointer != "/unmapped"
        and pointer.rpartition("/")[2] not in ("id", "seq", "language")
    }


@given(handoffs())
@settings(max_examples=30)
def test_a_package_that_comes_in_again_has_the_same_leaves(door: Door, handoff: Handoff) -> None:
    handoff = msgspec.structs.replace(
        handoff,
        schema_version="1.0",
        id=HANDOFF_ID,
        provenance=msgspec.UNSET,
        privacy=msgspec.UNSET,
    )
    first = door(encode_handoff(handoff), dialect="canonical", policy=NOTHING_TAKEN_OUT)

    second = door(first.package, dialect="canonical", policy=NOTHING_TAKEN_OUT)

    assert _own_leaves(first.handoff) == _own_leaves(second.handoff)
    after = _own_leaves(first.handoff)
    assert [] == [leaf for leaf in _own_leaves(handoff).items() if leaf not in after.items()]


@given(st.binary(max_size=200), st.sampled_from([None, "canonical", "openai_chat"]))
@settings(max_examples=100)
def test_random_bytes_are_refused_in_our_words_or_kept_as_they_are(
    door: Door, body: bytes, dialect: str | None
) -> None:
    try:
        received = door(body, dialect=dialect)
    except InvalidHandoff:
        return
    # By chance they may be a document of the dialect: "[]" is a chat in which nothing was said.
    assert body == received.raw


@given(json_values(), st.sampled_from([None, "canonical", "openai_chat"]), st.booleans())
@settings(max_examples=100)
def test_any_json_is_received_or_refused_in_our_words(
    door: Door, document: Any, dialect: str | None, strict: bool
) -> None:
    with suppress(InvalidHandoff):
        received = door(document, dialect=dialect, strict=strict)
        assert received.handoff == decode_handoff(received.package)


@given(handoffs(), st.data())
@settings(max_examples=60)
def test_a_damaged_body_is_received_raw_or_refused_in_our_words(
    door: Door, handoff: Handoff, data: st.DataObject
) -> None:
    body = bytearray(encode_handoff(handoff))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        piece = data.draw(
            st.sampled_from([b"", b"{", b"]", b'"', b"\\ud800", b"\xff", b"NaN", b"0"])
        )
        body[at : at + data.draw(st.integers(0, 3))] = piece

    try:
        received = door(bytes(body))
    except InvalidHandoff:
        return
    assert bytes(body) == received.raw or received.raw_state != "as_sent"
    assert received.handoff == decode_handoff(received.package)
