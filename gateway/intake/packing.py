"""From a handoff as it was read to the one that is kept, with its canonical bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import astuple, replace

from gateway.intake.filling import Origin, fill
from gateway.intake.identity.identify import identify
from gateway.schema.codec import encode_handoff
from gateway.schema.handoff import Handoff

_encoder = msgspec.json.Encoder()


class Packed(Struct, frozen=True, kw_only=True):
    """A handoff with all that the door adds, and its canonical bytes."""

    handoff: Handoff
    package: bytes


def pack(handoff: Handoff, origin: Origin, new_id: Callable[[], str], region: str | None) -> Packed:
    """Add what the handoff's own values say in their standard form, ids and provenance.

    Raises ``InvalidHandoff`` for a schema version that this gateway cannot read.
    """
    identified = identify(handoff, region)
    if identified.generated:
        generated = (*origin.generated, *identified.generated)
        origin = replace(origin, generated=generated)
    filled = fill(identified.handoff, origin, new_id)
    return Packed(handoff=filled, package=encode_handoff(filled))


def members_sent(packed: Packed, read: Handoff) -> int:
    """How many colons the handoff's own canonical bytes have, before anything was added to it.

    A package is counted in place of encoding the handoff once more; only what differs is encoded.
    """
    added = 0
    for now, before in zip(astuple(packed.handoff), astuple(read), strict=True):
        if now is not before:
            added += _colons(now) - _colons(before)
    return packed.package.count(b":") - added


def _colons(member: Any) -> int:
    return 0 if member is UNSET else 1 + _encoder.encode(member).count(b":")
