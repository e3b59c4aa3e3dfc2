"""A telephone call as segments of two channels, each as a machine heard it and as a person did.

The form of the Harper Valley corpus (gridspace-stanford-harper-valley). Both texts are kept: a
recogniser hears "happy valley" where the caller said "harper valley".
"""

from __future__ import annotations

from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish, number_messages
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.turns import add_message, speaker
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Json, Text

_SYSTEM = "voice_segments"
_ROLES = {"caller": "customer", "agent": "agent"}
_META = ("index", "offset_ms", "duration_ms", "channel_index", "start_ms", "start_timestamp_ms")


def recognises(document: Json) -> bool:
    """Segments that each have a speaker, an offset and words."""
    return is_list(document) and bool(document) and all(map(_is_segment, document))


def normalize(document: Json) -> Normalized:
    """One message a segment, with the machine's hearing beside it.

    Raises ``InvalidHandoff`` for what is no list.
    """
    if not is_list(document):
        raise refusal(dialect)
    draft = Draft()
    draft.know("/conversation/channel", "voice", f"{_SYSTEM}.channel")
    segments = [segment for segment in Native("", document).elements() if segment.is_object]
    for segment in segments:
        _message(draft, segment)
    for segment, id_ in zip(segments, number_messages(draft), strict=True):
        _heard(draft, segment, id_)
        _mood(draft, segment["emotion"], id_)
    return finish(document, draft)


def _is_segment(segment: Json) -> bool:
    return (
        is_object(segment)
        and isinstance(segment.get("speaker_role"), str)
        and "offset_ms" in segment
        and isinstance(segment.get("transcript"), str)
    )


def _message(draft: Draft, segment: Native) -> None:
    message = speaker(segment["speaker_role"], _ROLES)
    by_person = segment["human_transcript"]
    words = by_person if by_person.is_there else segment["transcript"]
    for name in _META:
        message.take(segment[name], f"/meta/{name}", Any)
    add_message(draft, message, [text_part(words)] if words.is_there else [])


def _heard(draft: Draft, segment: Native, message_id: str) -> None:
    heard = Draft(message_id=message_id)
    if heard.take(segment["transcript"], "/text", Text):
        draft.append("/conversation/voice/asr", heard)


def _mood(draft: Draft, emotion: Native, message_id: str) -> None:
    """Three shares whose order the corpus does not document: kept as they are, unread."""
    if is_list(emotion.value) and emotion.value:
        mood = Draft(scheme="harper_valley", scope="message", message_id=message_id)
        mood.take(emotion, "/raw")
        draft.append("/sentiment", mood)


dialect = Dialect(
    name=_SYSTEM,
    version="1",
    looks_like='a list of segments with "speaker_role", "offset_ms" and "transcript"',
    recognises=recognises,
    normalize=normalize,
)
