"""Content parts of OpenAI's chat messages."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.dialects.openai.content import audio_parts, content_parts
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import unread
from gateway.intake.drafting.native import Native


def _part(part: Any) -> Draft:
    (made,) = content_parts(Native("/c", [part]))
    return made


def _unread(part: Any) -> dict[str, Any]:
    """What of the native part its canonical part did not take."""
    native = Native("/c", [part])
    (made,) = content_parts(native)
    return unread(made, native[0])


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
    assert canonical == _part(native).value


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
    piece = _part(native)

    expected = (
        {"input_audio": {"data": "x"}} if original_type == "input_audio" and not data else data
    )
    assert {"type": "other", "original_type": original_type, "data": expected} == piece.value
    assert {} == _unread(native)


def test_an_image_too_large_for_a_url_stays_whole() -> None:
    assert (
        "other" == _part({"type": "image_url", "image_url": {"url": "x" * 1_048_577}}).value["type"]
    )


def test_members_without_a_place_are_left_unread() -> None:
    native = {"type": "image_url", "image_url": {"url": "u", "detail": "low"}, "cache": {"a": 1}}

    assert {"/c/0/image_url/detail": "low", "/c/0/cache": {"a": 1}} == _unread(native)
    assert {"/c/0/type": ("/media_type", "/type"), "/c/0/image_url/url": ("/url",)} == (
        _part(native).mapped
    )


def test_file_bytes_too_large_for_a_url_are_left_unread() -> None:
    data = "x" * 1_048_577

    native = {"type": "file", "file": {"file_id": "f", "file_data": data}}

    assert {"type": "media", "file_id": "f"} == _part(native).value
    assert {"/c/0/file/file_data": data} == _unread(native)


def test_a_transcript_is_the_text_where_nothing_else_was_said() -> None:
    audio = {"id": "a-1", "transcript": "Hello.", "expires_at": 17}

    text, media = audio_parts(Native("/audio", audio), is_all=True)

    assert {"type": "text", "text": "Hello."} == text.value
    assert {
        "type": "media",
        "media_type": "audio/*",
        "file_id": "a-1",
        "alt": "Hello.",
    } == media.value
    assert {"/audio/expires_at": 17} == unread(media, Native("/audio", audio))


def test_a_transcript_beside_text_is_only_an_alternative() -> None:
    audio = Native("/audio", {"id": "a-1", "transcript": "Hello."})

    assert 1 == len(audio_parts(audio, is_all=False))
