"""JSON in and out for the canonical handoff: strict, compiled once."""

from __future__ import annotations

import msgspec

from gateway.schema.handoff import Handoff
from gateway.schema.scalars import Json

_decoder = msgspec.json.Decoder(Handoff, strict=True)
_encoder = msgspec.json.Encoder()


def decode_handoff(body: bytes) -> Handoff:
    """Read a canonical handoff; unknown members and unknown part types are refused here.

    Raises ``msgspec.MsgspecError``, ``UnicodeDecodeError`` or ``RecursionError``: the door turns
    all three into problems that name their place.
    """
    return _decoder.decode(body)


def encode_handoff(handoff: Handoff) -> bytes:
    """The canonical bytes of a handoff: UTF-8 JSON, members in the schema's order."""
    return _encoder.encode(handoff)


def handoff_document(handoff: Handoff) -> dict[str, Json]:
    """The handoff as plain JSON values, the form in which leaves are named."""
    document: dict[str, Json] = msgspec.to_builtins(handoff)
    return document
