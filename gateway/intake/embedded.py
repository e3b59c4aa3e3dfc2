"""JSON inside text: tool arguments and tool results, which models and tools write as strings."""

from __future__ import annotations

from msgspec import UNSET, MsgspecError
from msgspec.json import Decoder

from gateway.intake.repair import read_document
from gateway.intake.shape import is_object
from gateway.schema.scalars import Json
from gateway.sdk.errors import InvalidHandoff

# So short that its pointers are in bounds whatever it says.
_SHORT = 8000
# Numbers may be rounded, lists and objects may repeat a member unseen.
_EXACT = frozenset({str, bool, type(None)})
_decode = Decoder[Json]().decode


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
    try:
        said = _decode(text) if len(text) < _SHORT else None
    except (MsgspecError, UnicodeError, RecursionError):
        return UNSET
    if not is_object(said) or len(said) != text.count(":"):
        return UNSET
    return said if _EXACT.issuperset(map(type, said.values())) else UNSET
