"""What comes through the door, and what is refused there."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import msgspec
import pytest

from gateway.intake import door as door_module
from gateway.intake import errors
from gateway.intake.dialects import names
from gateway.intake.door import examine
from gateway.schema.codec import decode_handoff
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.conftest import HANDOFF_ID, Door

MESSAGE = {"role": "customer", "content": "I was charged twice."}
LEAST = {"conversation": {"id": "c-81", "messages": [MESSAGE]}}


def _refusal(door: Door, body: Any, **options: Any) -> InvalidHandoff:
    with pytest.raises(InvalidHandoff) as refusal:
        door(body, **options)
    return refusal.value


def test_the_least_a_bot_must_send_is_received(door: Door) -> None:
    body = msgspec.json.encode(LEAST)

    received = door(body)

    assert (body, sha256(body).hexdigest()) == (received.raw, received.raw_sha256)
    assert ("canonical", HANDOFF_ID) == (received.dialect, received.handoff_id)
    assert "2026-11-20T10:00:00Z" == received.received_at
    assert received.handoff == decode_handoff(received.package)
    provenance = received.handoff.provenance
    assert provenance
    assert (received.raw_sha256, "application/json") == (
        provenance.raw_sha256,
        provenance.raw_media_type,
    )


def test_a_body_over_the_limit_is_refused_unread(door: Door) -> None:
    refusal = _refusal(door, b"x" * 11, max_body=10)

    assert isinstance(refusal, errors.BodyTooLarge)
    assert "The body has 11 bytes; at most 10 are accepted." == refusal.detail


def test_an_unknown_member_survives_in_unmapped(door: Door) -> None:
    received = door({**LEAST, "mood": {"now": "bad"}, "unmapped": {"/old": 1}})

    assert {"/old": 1, "/mood": {"now": "bad"}} == received.handoff.unmapped


def test_strict_refuses_an_unknown_member_and_says_what_may_be_meant(door: Door) -> None:
    (problem,) = _refusal(door, {**LEAST, "sumary": {}}, strict=True).problems

    assert ("handoff.unknown_member", "/sumary") == (problem.code, problem.pointer)
    assert problem.detail.endswith("did you mean summary?")


def test_strict_lets_a_right_body_in(door: Door) -> None:
    assert HANDOFF_ID == door(LEAST, strict=True).handoff_id


@pytest.mark.parametrize("strict", [False, True])
def test_a_wrong_value_is_refused_strict_or_not(door: Door, strict: bool) -> None:
    body = {**LEAST, "urgency": {"level": "urgent"}, "occurred_at": "now"}

    refusal = _refusal(door, body, strict=strict)

    assert "handoff.invalid" == refusal.code
    assert {"/urgency/level", "/occurred_at"} == {problem.pointer for problem in refusal.problems}


def test_an_unknown_part_is_kept_whole(door: Door) -> None:
    message = {"role": "bot", "content": [{"type": "hologram", "size": 3}]}

    received = door({"conversation": {"id": "c", "messages": [message]}})

    assert {"type": "other", "original_type": "hologram", "data": {"size": 3}} == (
        msgspec.to_builtins(received.handoff.conversation.messages[0].content)[0]
    )


def test_what_is_mended_is_noted(door: Door) -> None:
    body = (
        b'{"conversation": {"id": "c", "messages": [{"role": "bot", "content": "cut \\ud83d"}]},'
        b' "extensions": {"org.x": NaN}}'
    )

    received = door(body)

    assert received.handoff.provenance
    assert {"/conversation/messages/0/content", "/extensions/org.x"} == {
        loss.path for loss in received.handoff.provenance.loss or ()
    }
    assert body == received.raw


def test_a_repeated_member_is_noted_though_the_body_is_right_otherwise(door: Door) -> None:
    body = b'{"customer": {"id": "1"},' + msgspec.json.encode(LEAST)[1:-1]

    received = door(body + b', "customer": {"id": "2"}}')

    assert received.handoff.provenance
    assert ["/customer"] == [loss.path for loss in received.handoff.provenance.loss or ()]
    assert (
        "repeated"
        in _refusal(door, body + b', "customer": {"id": "2"}}', strict=True).problems[0].detail
    )


def test_a_number_that_would_be_rounded_is_noted(door: Door) -> None:
    body = msgspec.json.encode(LEAST)[:-1] + b', "extensions": {"n": 0.123456789012345678901}}'

    received = door(body)

    assert received.handoff.provenance
    assert ["/extensions/n"] == [loss.path for loss in received.handoff.provenance.loss or ()]


def test_whole_numbers_of_any_size_stay_exact(door: Door) -> None:
    number = "1234567890" * 9
    body = msgspec.json.encode(LEAST)[:-1] + b', "extensions": {"n": ' + number.encode() + b"}}"

    assert f'"n":{number}' in door(body).package.decode()


def test_a_declared_charset_is_read_and_the_raw_body_kept(door: Door) -> None:
    body = '{"conversation":{"id":"c","messages":[{"role":"bot","content":"Zoë"}]}}'.encode(
        "cp1252"
    )

    received = door(body, content_type="application/json; charset=windows-1252")

    assert "Zoë" == received.handoff.conversation.messages[0].content
    assert body == received.raw


def test_a_body_that_nests_as_deep_as_a_decoder_can_is_refused(door: Door) -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]

    assert isinstance(_refusal(door, {**LEAST, "extensions": {"d": deep}}), errors.BodyTooComplex)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", errors.BodyNotJson),
        (b"{", errors.BodyNotJson),
        (b"\xff\xfe", errors.BodyNotJson),
        (b'{"a": "\xe9"}', errors.BodyCharset),
        (b"{}", errors.DialectUnknown),
        (b"[]", errors.DialectUnknown),
        (b"null", errors.DialectUnknown),
        (b'"text"', errors.DialectUnknown),
        (b"[" * 100_000, errors.BodyTooComplex),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_kind(door: Door, body: bytes, kind: type) -> None:
    assert kind is type(_refusal(door, body))


def test_an_unknown_dialect_is_refused_with_the_known_ones(door: Door) -> None:
    refusal = _refusal(door, LEAST, dialect="openai-chat")

    assert "dialect.unknown" == refusal.code
    assert f"{', '.join(names())}. Did you mean openai_chat?" in refusal.detail


def test_a_document_of_no_dialect_is_refused_with_what_each_looks_like(door: Door) -> None:
    problems = _refusal(door, {"text": "hi"}).problems

    assert list(names()) == [problem.detail.partition(":")[0] for problem in problems]


def test_a_document_of_two_dialects_is_refused_until_one_is_named(door: Door) -> None:
    body = {**LEAST, "messages": [{"role": "user", "content": "hi"}]}

    assert "dialect.ambiguous" == _refusal(door, body).code
    assert "canonical" == door(body, dialect="canonical").dialect
    assert "openai_chat" == door(body, dialect="openai_chat").dialect


def test_the_dialect_can_be_named_by_media_type(door: Door) -> None:
    body = {**LEAST, "messages": [{"role": "user", "content": "hi"}]}
    media_type = "application/vnd.readback.openai_chat+json; charset=utf-8"

    received = door(body, content_type=media_type)

    assert ("openai_chat", media_type) == (received.dialect, received.media_type)


def test_a_canonical_body_under_another_name_is_told_what_it_lacks(door: Door) -> None:
    (problem,) = _refusal(door, LEAST, dialect="openai_chat").problems

    assert problem.detail.startswith("must be a list of messages")


def test_a_right_body_is_never_read_slowly(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise AssertionError("the slow reading was used")

    monkeypatch.setattr(door_module, "read_document", fail)

    assert HANDOFF_ID == door(LEAST).handoff_id


def test_examine_names_where_each_leaf_went() -> None:
    body = msgspec.json.encode({**LEAST, "mood": 1})

    reception = examine(body, content_type="", dialect=None, strict=False)

    assert "canonical" == reception.dialect.name
    assert {"/mood": 1} == reception.settled.unmapped
    assert ("/conversation/id",) == reception.settled.mapped["/conversation/id"]
