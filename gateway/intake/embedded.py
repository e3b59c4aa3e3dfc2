"""JSON inside text: tool arguments and tool results, which models and tools write as strings."""

from __future__ import annotations

from msgspec import UNSET, MsgspecError
from msgspec.json import Decoder

from gateway.intake.repair import read_document
from gateway.schema.scalars import Json
from gateway.sdk.errors import InvalidHandoff

# So short that its pointers are in bounds whatever it says.
_SHORT = 8000
# Numbers may be rounded, lists and objects may repeat a member unseen.
_decode = Decoder(dict[str, str | bool | None]).decode


def embedded(text: str) -> Json:
    """The JSON that a text is, ``UNSET`` if it is none, or none that can be taken exactly."""
    said = _simple(text)
    if said is not UNSET:
        return said
    try:
        reading = read_document(text.encode())
    except InvalidHandoff:
        return UNSET
    return UNSET if reading.loss else reading.document


def _simple(text: str) -> Json:
    """A short and flat object, as most arguments are; ``UNSET`` for all that takes a closer look.

    Where there is a colon for each member, none is repeated.
    """
    if len(text) >= _SHORT:
        return UNSET
    try:
        said = _decode(text)
    except (MsgspecError, UnicodeError):
        return UNSET
    return said if len(said) == text.count(":") else UNSET
