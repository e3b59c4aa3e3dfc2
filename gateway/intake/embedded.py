"""JSON inside text: tool arguments and tool results, which models and tools write as strings."""

from __future__ import annotations

from msgspec import UNSET

from gateway.intake.repair import read_document
from gateway.schema.scalars import Json
from gateway.sdk.errors import InvalidHandoff


def embedded(text: str) -> Json:
    """The JSON that a text is, ``UNSET`` if it is none, or none that can be taken exactly."""
    try:
        reading = read_document(text.encode())
    except InvalidHandoff:
        return UNSET
    return UNSET if reading.loss else reading.document
