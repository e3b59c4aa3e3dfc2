"""Every nasty body is received with its bytes kept, or refused in our words; nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gateway.intake.door import Received, receive
from gateway.schema.codec import decode_handoff
from gateway.sdk.errors import InvalidHandoff

ID = "018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
DIALECTS = (None, "canonical", "openai_chat")


def _receive(body: bytes, dialect: str | None = None, *, strict: bool = False) -> Received:
    return receive(
        body,
        content_type="application/json",
        dialect=dialect,
        strict=strict,
        new_id=lambda: ID,
        received_at="2026-11-20T10:00:00Z",
        max_body=1 << 24,
    )


def _try(body: bytes, dialect: str | None, *, strict: bool) -> Received | None:
    """What came in; None if it was refused in our words. Any other error fails the test."""
    try:
        received = _receive(body, dialect, strict=strict)
    except InvalidHandoff as refusal:
        if not refusal.code.startswith(("body.", "handoff.", "dialect.")):
            raise
        return None
    return received


def _is_kept(body: bytes) -> bool:
    outcomes = [
        _try(body, dialect, strict=strict) for dialect in DIALECTS for strict in (False, True)
    ]
    return all(received is None or received.raw == body for received in outcomes)


def _json_files(shared: Path) -> list[Path]:
    return sorted((shared / "data" / "nasty" / "jsontestsuite").rglob("*.json"))


def _edge_rows(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "data" / "nasty" / "unicode_edge.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def _naughty_strings(shared: Path) -> list[str]:
    path = shared / "data" / "nasty" / "blns" / "blns.json"
    strings: list[str] = json.loads(path.read_text("utf-8"))
    return strings


def _within(value: bytes) -> Iterator[bytes]:
    """Bodies that have a piece of JSON, or of what is none, in different places."""
    message = b'{"role":"customer","content":"hi"}'
    yield (
        b'{"conversation":{"id":"c","messages":['
        + message
        + b']},"extensions":{"x":'
        + value
        + b"}}"
    )
    yield b'{"conversation":{"id":"c","messages":[{"role":"bot","content":' + value + b"}]}}"
    yield b'[{"role":"user","content":' + value + b"}]"
    yield b'{"messages":[{"role":"user","content":"hi"}],"x":' + value + b"}"


def test_every_file_of_the_json_test_suite_is_kept_or_refused(shared: Path) -> None:
    files = _json_files(shared)

    assert 300 < len(files)
    assert [] == [path.name for path in files if not _is_kept(path.read_bytes())]


def test_every_file_of_the_json_test_suite_is_kept_or_refused_inside_a_handoff(
    shared: Path,
) -> None:
    assert [] == [
        path.name
        for path in _json_files(shared)
        for body in _within(path.read_bytes())
        if not _is_kept(body)
    ]


def test_what_must_parse_parses_inside_a_handoff(shared: Path) -> None:
    files = [path for path in _json_files(shared) if path.name.startswith("y_")]

    refused = [
        path.name
        for path in files
        if _try(next(_within(path.read_bytes())), None, strict=False) is None
    ]

    assert 90 < len(files)
    assert [] == refused


def test_what_must_not_parse_is_refused_but_for_the_one_repair(shared: Path) -> None:
    files = [path for path in _json_files(shared) if path.name.startswith("n_")]

    received = {
        path.name
        for path in files
        if _try(next(_within(path.read_bytes())), None, strict=False) is not None
    }

    # NaN and Infinity are mended. The others close the extension that they are put into.
    mended = {name for name in received if "NaN" in name or "infinity" in name.lower()}
    assert {"n_number_NaN.json", "n_number_infinity.json", "n_number_minus_infinity.json"} <= mended
    assert set() == {
        name
        for name in received - mended
        if _try((_folder(shared) / name).read_bytes(), None, strict=False) is not None
    }


def _folder(shared: Path) -> Path:
    return shared / "data" / "nasty" / "jsontestsuite" / "test_parsing"


def _spoken(text: str) -> dict[str, Any]:
    return {"conversation": {"id": "c", "messages": [{"role": "customer", "content": text}]}}


def _said(received: Received) -> Any:
    return decode_handoff(received.package).conversation.messages[0].content


def test_every_edge_text_is_said_exactly(shared: Path) -> None:
    texts = [row["text"] for row in _edge_rows(shared) if "text" in row]
    cards = [text for text in texts if _digits(text) == "4111111111111111"]

    assert 40 < len(texts)
    assert 3 <= len(cards)
    for text in texts:
        said = "[CARD:1]" if text in cards else text
        assert said == _said(_receive(json.dumps(_spoken(text)).encode()))
        assert said == _said(_receive(msgspec.json.encode([{"role": "user", "content": text}])))


def _digits(text: str) -> str:
    """Digits of any script in ASCII, without what is between them."""
    return "".join(str(int(character)) for character in text if character.isdecimal())


def test_every_naughty_string_is_said_exactly(shared: Path) -> None:
    strings = _naughty_strings(shared)

    assert 500 < len(strings)
    for text in strings:
        assert text == _said(_receive(msgspec.json.encode(_spoken(text))))
        assert text == _said(_receive(json.dumps([{"role": "user", "content": text}]).encode()))


def test_every_line_of_the_naughty_text_file_is_said_exactly(shared: Path) -> None:
    text = (shared / "data" / "nasty" / "blns" / "blns.txt").read_text("utf-8")

    for line in text.split("\n"):
        assert line == _said(_receive(msgspec.json.encode(_spoken(line))))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_edge_body_is_kept_or_refused(shared: Path, dialect: str | None) -> None:
    bodies = {
        row["name"]: bytes.fromhex(row["json_bytes_hex"])
        for row in _edge_rows(shared)
        if "json_bytes_hex" in row
    }

    assert 10 < len(bodies)
    for body in bodies.values():
        assert _is_kept(body)
        for within in _within(body):
            received = _try(within, dialect, strict=False)
            assert received is None or received.raw == within


@pytest.mark.parametrize(
    "name", ["lone_high_surrogate_escape", "lone_low_surrogate_escape", "nan", "float_overflow"]
)
def test_a_body_that_can_be_mended_comes_in_with_its_losses(shared: Path, name: str) -> None:
    (row,) = (row for row in _edge_rows(shared) if row["name"] == name)

    received = _receive(next(_within(bytes.fromhex(row["json_bytes_hex"]))))

    assert received.handoff.provenance
    assert received.handoff.provenance.loss


def test_a_repeated_member_and_a_large_number_come_in(shared: Path) -> None:
    bodies = {
        row["name"]: next(_within(bytes.fromhex(row["json_bytes_hex"])))
        for row in _edge_rows(shared)
        if row["name"] in ("dup_keys", "big_int")
    }

    repeated = _receive(bodies["dup_keys"]).handoff
    large = _receive(bodies["big_int"])

    assert repeated.provenance
    assert ["/extensions/x/id"] == [loss.path for loss in repeated.provenance.loss or ()]
    assert b'"order_id":12345678901234567890' in large.package


@pytest.mark.parametrize(
    "body",
    [
        b"[" * (1 << 20),
        b'{"a":' * (1 << 18),
        b'{"conversation":{"id":"c","messages":[]},"'
        + b"k" * (1 << 19)
        + b'":['
        + b"1," * (1 << 19)
        + b"1]}",
        b"[" + b"NaN," * (1 << 16) + b"0]",
        b'{"conversation":{"id":"c","messages":[' + b"{}," * (1 << 16) + b"{}]}}",
        b'{"conversation":{"id":"c","messages":[]},"extensions":{"n":' + b"9" * (1 << 20) + b"}}",
        b'"' + b"\\" * (1 << 20),
    ],
    ids=["brackets", "braces", "long_name", "nan", "bad_messages", "digits", "escapes"],
)
def test_a_body_made_to_be_slow_is_answered(body: bytes) -> None:
    # Anything that takes quadratic time would keep this test busy for hours.
    received = _try(body, None, strict=False)

    assert received is None or body == received.raw
