"""Replaces what detectors find in a document: in every text, every name and every whole number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from gateway.intake.privacy.hit import Hit
from gateway.intake.privacy.links import is_contact, is_link
from gateway.intake.privacy.plain import plain
from gateway.intake.privacy.profile import Profile
from gateway.intake.privacy.tokens import Tokens
from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import escape
from gateway.schema.scalars import Json

_LONGEST_PHONE = 15

# Clocks count milliseconds in 13 digits and nanoseconds in 19, which begin with 1 until 2033.
_CLOCK = "1"

Change: TypeAlias = Callable[[str, Json], Json]
"""From a pointer and the leaf there to the leaf that shall stand there."""


def redact_found(document: Json, profile: Profile, tokens: Tokens) -> Json:
    """The document with tokens, as a new one. A whole number that is one of a card becomes text."""
    own = frozenset(_ids(document, ""))

    def change(pointer: str, leaf: Json) -> Json:
        if isinstance(leaf, str):
            return _text(leaf, pointer, profile, tokens, own)
        if type(leaf) is int:
            return _number(leaf, pointer, profile, tokens, own)
        return leaf

    return changed(document, "", change)


def changed(value: Json, pointer: str, change: Change) -> Json:
    """A document with each leaf and each member's name given to ``change``."""
    if is_object(value):
        members: dict[str, Json] = {}
        for name, child in value.items():
            said = str(change(pointer, name))
            members[said] = changed(child, f"{pointer}/{escape(said)}", change)
        return members
    if is_list(value):
        return [changed(child, f"{pointer}/{index}", change) for index, child in enumerate(value)]
    return change(pointer, value)


def _text(text: str, pointer: str, profile: Profile, tokens: Tokens, own: frozenset[str]) -> str:
    if not text or is_link(pointer):
        return text
    read = plain(text)
    pieces: list[str] = []
    end = 0
    for hit in profile.hits(read):
        if hit.key in own or _is_contact(hit, pointer):
            continue
        start, after = read.span(hit.start, hit.end)
        pieces += [text[end:start], _token(hit, text[start:after], pointer, tokens)]
        end = after
    return "".join((*pieces, text[end:])) if pieces else text


def _number(
    number: int, pointer: str, profile: Profile, tokens: Tokens, own: frozenset[str]
) -> Json:
    text = str(number)
    if text.startswith(_CLOCK) or is_link(pointer):
        return number
    for hit in profile.hits(plain(text)):
        if hit.kind == "CARD" and hit.key == text and text not in own:
            return _token(hit, text, pointer, tokens)
    return number


def _token(hit: Hit, spelling: str, pointer: str, tokens: Tokens) -> str:
    return tokens.replace(spelling, kind=hit.kind, key=hit.key, detector=hit.detector, path=pointer)


def _is_contact(hit: Hit, pointer: str) -> bool:
    """Whether it is how the customer is reached, in the member that is for it: without that there
    is nobody to hand over.
    """
    if hit.kind == "CARD":
        return len(hit.key) <= _LONGEST_PHONE and is_contact(pointer)
    return hit.kind in ("EMAIL", "PHONE") and is_contact(pointer)


def _ids(value: Json, pointer: str) -> list[str]:
    """The ids of the document, which tell what elsewhere is only an id."""
    if is_object(value):
        return [
            id_ for name, child in value.items() for id_ in _ids(child, f"{pointer}/{escape(name)}")
        ]
    if is_list(value):
        return [
            id_ for index, child in enumerate(value) for id_ in _ids(child, f"{pointer}/{index}")
        ]
    return [value] if isinstance(value, str) and len(value) > 12 and is_link(pointer) else []
