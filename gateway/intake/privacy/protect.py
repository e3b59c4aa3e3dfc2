"""Takes out of an accepted handoff what its sender's profile does not let in, and notes each place.

Runs on the handoff as it will be kept, after lifting and filling, so that no copy is forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from gateway.intake.digits import outline
from gateway.intake.privacy.declared import redact_declared
from gateway.intake.privacy.found import redact_found
from gateway.intake.privacy.profile import Profile
from gateway.intake.privacy.suspects import may_hold_card
from gateway.intake.privacy.tokens import Tokens
from gateway.intake.shape import is_list, is_object
from gateway.schema.check import check
from gateway.schema.codec import encode_handoff
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import unescape
from gateway.schema.origin import Privacy
from gateway.schema.scalars import Json
from gateway.sdk.errors import InvalidHandoff, Problem

WITHHELD = "withheld_for_privacy"
"""The reason that a normalizer gives for what it left out of a document that was scrubbed."""


class Protected(Struct, frozen=True, kw_only=True):
    """A handoff without what was redacted, and its canonical bytes.

    ``spellings``: what was written in the handoff, each with its token; never to be kept.
    ``counts``: values replaced, by detector.
    """

    handoff: Handoff
    package: bytes
    spellings: Mapping[str, str] = {}
    counts: Mapping[str, int] = {}


def protect(
    handoff: Handoff, profile: Profile, *, package: bytes, digits: bytes | None = None
) -> Protected:
    """Redact by the profile and by ``privacy.sensitive_fields``.

    ``package``: the handoff's canonical bytes; ``digits``: the outline of a text that has all the
    package's numbers, by default its own. Raises ``InvalidHandoff`` where a sensitive field cannot
    be taken out.
    """
    pointers = _sensitive(handoff)
    if not pointers and profile.is_cards_only:
        digits = outline(package) if digits is None else digits
        if not may_hold_card(package, digits):
            return Protected(handoff=handoff, package=package)
    tokens = Tokens(package)
    redacted = _redacted(msgspec.json.decode(package), pointers, profile, tokens)
    entries = tokens.redactions()
    if not entries:
        return Protected(handoff=handoff, package=package)
    noted = replace(redacted, privacy=_noted(redacted.privacy, entries))
    return Protected(
        handoff=noted,
        package=encode_handoff(noted),
        spellings=tokens.spellings,
        counts=tokens.counts(),
    )


def _redacted(
    document: Json, pointers: Collection[str], profile: Profile, tokens: Tokens
) -> Handoff:
    declared = redact_declared(document, pointers, profile.fields, tokens)
    redacted = redact_found(declared, profile, tokens)
    try:
        return msgspec.convert(redacted, Handoff)
    except msgspec.ValidationError:
        return _fitted(redacted)


def _fitted(document: Json) -> Handoff:
    """Where a value has a form that no token has, such as a time, the member goes."""
    for flaw in check(document, Handoff).problems:
        _remove(document, flaw.pointer)
    left = check(document, Handoff).problems
    if left:
        detail = "is named by privacy.sensitive_fields and cannot be taken out"
        raise InvalidHandoff(
            problems=[
                Problem(code="handoff.invalid_member", pointer=flaw.pointer, detail=detail)
                for flaw in left
            ]
        )
    handoff: Handoff = msgspec.convert(document, Handoff)
    return handoff


def _remove(document: Json, pointer: str) -> None:
    *parents, name = map(unescape, pointer.split("/")[1:])
    holder: Json = document
    for parent in parents:
        holder = holder[int(parent)] if is_list(holder) else holder[parent]
    if is_object(holder):
        holder.pop(name, None)


def _sensitive(handoff: Handoff) -> tuple[str, ...]:
    privacy = handoff.privacy
    return (privacy.sensitive_fields or ()) if isinstance(privacy, Privacy) else ()


def _noted(privacy: Any, entries: tuple[Json, ...]) -> Privacy:
    known = privacy if isinstance(privacy, Privacy) else Privacy()
    return replace(known, redactions=(*(known.redactions or ()), *entries))
