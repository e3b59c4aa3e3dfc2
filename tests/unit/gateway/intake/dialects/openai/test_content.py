"""Content parts of OpenAI's chat messages."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.dialects.openai.content import audio_pieces, content_pieces
from gateway.intake.dialects.openai.piece import Piece


def _piece(part: Any) -> Piece:
    (piece,) = content_pieces([part], "/c")
    return piece


@pytest.mark.parametrize(
    ("native", "canonical"),
    [
        ({"type": "text", "text": "hi"}, {"type": "text", "text": "hi"}),
        ({"type": "refusal", "refusal": "no"}, {"type": "refusal", "text": "no"}),
        (
            {"type": "image_url", "image_url": {"url": "https://x/y.jpg"}},
            {"type": "media", "media_type": "image/*", "url": "https://x/y.jpg"},
        ),
        (
            {"type": "input_audio", "input_audio": {"data": "UklG", "format": "wav"}},
            {"type": "media", "media_type": "audio/wav", "url": "data:audio/wav;base64,UklG"},
        ),
        (
            {"type": "file", "file": {"file_id": "f-1", "filename": "a.pdf"}},
            {"type": "media", "file_id": "f-1", "name": "a.pdf"},
        ),
        (
            {"type": "file", "file": {"file_data": "data:text/plain;base64,aGk="}},
            {"type": "media", "url": "data:text/plain;base64,aGk="},
        ),
        ("bare", {"type": "text", "text": "bare"}),
    ],
)
def test_a_part_that_is_known_becomes_its_canonical_part(native: Any, canonical: Any) -> None:
    assert canonical == _piece(native).part


@pytest.mark.parametrize(
    ("native", "original_type", "data"),
    [
        ({"type": "hologram", "size": 3}, "hologram", {"size": 3}),
        ({"type": "text", "text": 5}, "text", {"text": 5}),
        ({"type": "text"}, "text", {}),
        ({"type": "image_url", "image_url": "https://x"}, "image_url", {"image_url": "https://x"}),
        ({"type": "image_url", "image_url": {}}, "image_url", {"image_url": {}}),
        ({"type": "file", "file": {}}, "file", {"file": {}}),
        ({"type": "input_audio", "input_audio": {"data": "x"}}, "input_audio", None),
        ({"type": "input_audio", "input_audio": 1}, "input_audio", {"input_audio": 1}),
        ({"type": 5, "a": 1}, "untyped", {"type": 5, "a": 1}),
        ({}, "untyped", {}),
        (7, "untyped", 7),
        (None, "untyped", None),
    ],
)
def test_a_part_that_no_rule_reads_wholly_stays_whole(
    native: Any, original_type: str, data: Any
) -> None:
    piece = _piece(native)

    expected = (
        {"input_audio": {"data": "x"}} if original_type == "input_audio" and not data else data
    )
    assert {"type": "other", "original_type": original_type, "data": expected} == piece.part
    assert {} == piece.unread


def test_an_image_too_large_for_a_url_stays_whole() -> None:
    assert (
        "other" == _piece({"type": "image_url", "image_url": {"url": "x" * 1_048_577}}).part["type"]
    )


def test_members_without_a_place_are_left_unread() -> None:
    native = {"type": "image_url", "image_url": {"url": "u", "detail": "low"}, "cache": {"a": 1}}

    piece = _piece(native)

    assert {"/c/0/image_url/detail": "low", "/c/0/cache": {"a": 1}} == piece.unread
    assert {"/c/0/type": ("/type", "/media_type"), "/c/0/image_url/url": ("/url",)} == piece.mapped


def test_file_bytes_too_large_for_a_url_are_left_unread() -> None:
    data = "x" * 1_048_577

    piece = _piece({"type": "file", "file": {"file_id": "f", "file_data": data}})

    assert {"type": "media", "file_id": "f"} == piece.part
    assert {"/c/0/file/file_data": data} == piece.unread


def test_a_transcript_is_the_text_where_nothing_else_was_said() -> None:
    audio = {"id": "a-1", "transcript": "Hello.", "expires_at": 17}

    text, media = audio_pieces(audio, "/audio", is_all=True)

    assert {"type": "text", "text": "Hello."} == text.part
    assert {
        "type": "media",
        "media_type": "audio/*",
        "file_id": "a-1",
        "alt": "Hello.",
    } == media.part
    assert {"/audio/expires_at": 17} == media.unread


def test_a_transcript_beside_text_is_only_an_alternative() -> None:
    assert 1 == len(audio_pieces({"id": "a-1", "transcript": "Hello."}, "/audio", is_all=False))
