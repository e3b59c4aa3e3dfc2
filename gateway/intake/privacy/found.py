"""Replaces what detectors find in a document: in every text, every name and every whole number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TypeAlias

from gateway.intake.privacy.cards import SHORTEST
from gateway.intake.privacy.hit import Hit
from gateway.intake.privacy.links import is_contact, is_link
from gateway.intake.privacy.plain import plain
from gateway.intake.privacy.profile import Profile
from gateway.intake.privacy.tokens import Tokens
from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import document_leaves, escape
from gateway.schema.scalars import Json

_LONGEST_PHONE = 15
_LEAST = 10 ** (SHORTEST - 1)

# Clocks count milliseconds in 13 digits and nanoseconds in 19, which begin with 1 until 2033.
_CLOCK = "1"

Change: TypeAlias = Callable[[str, Json], Json]
"""From a pointer and the leaf there to the leaf that shall stand there."""


def redact_found(document: Json, profile: Profile, tokens: Tokens) -> Json:
    """The document with tokens, as a new one. A whole number that is one of a card becomes text."""
    search = _Search(document, profile, tokens)
    return changed(document, "", search.change)


class _Search:
    """One search through a document, in which names and ids come again and again."""

    def __init__(self, document: Json, profile: Profile, tokens: Tokens) -> None:
        self._document = document
        self._profile = profile
        self._tokens = tokens
        self._innocent: set[str] = set()

    def change(self, pointer: str, leaf: Json) -> Json:
        """What shall stand at a place."""
        if isinstance(leaf, str):
            return leaf if leaf in self._innocent else self._text(leaf, pointer)
        # A card number is no shorter.
        return self._number(leaf, pointer) if type(leaf) is int and leaf >= _LEAST else leaf

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(_ids(self._document))

    def _text(self, text: str, pointer: str) -> str:
        read = plain(text)
        hits = self._profile.hits(read)
        if not hits:
            self._innocent.add(text)
        if not hits or is_link(pointer):
            return text
        pieces: list[str] = []
        end = 0
        for hit in hits:
            if hit.key in self._own or _is_contact(hit, pointer):
                continue
            start, after = read.span(hit.start, hit.end)
            pieces += [text[end:start], self._token(hit, text[start:after], pointer)]
            end = after
        return "".join((*pieces, text[end:])) if pieces else text

    def _number(self, number: int, pointer: str) -> Json:
        text = str(number)
        if text.startswith(_CLOCK) or is_link(pointer):
            return number
        for hit in self._profile.hits(plain(text)):
            if hit.kind == "CARD" and hit.key == text and text not in self._own:
                return self._token(hit, text, pointer)
        return number

    def _token(self, hit: Hit, spelling: str, pointer: str) -> str:
        return self._tokens.replace(
            spelling, kind=hit.kind, key=hit.key, detector=hit.detector, path=pointer
        )


def changed(value: Json, pointer: str, change: Change) -> Json:
    """A document with each leaf and each member's name given to ``change``."""
    if is_object(value):
        members: dict[str, Json] = {}
        for name, child in value.items():
            said = str(change(pointer, name))
            at = f"{pointer}/{escape(said)}" if "/" in said or "~" in said else f"{pointer}/{said}"
            members[said] = change(at, child) if type(child) is str else changed(child, at, change)
        return members
    if is_list(value):
        return [changed(child, f"{pointer}/{index}", change) for index, child in enumerate(value)]
    return change(pointer, value)


def _is_contact(hit: Hit, pointer: str) -> bool:
    """Whether it is how the customer is reached, in the member that is for it: without that there
    is nobody to hand over.
    """
    if hit.kind == "CARD":
        return len(hit.key) <= _LONGEST_PHONE and is_contact(pointer)
    return hit.kind in ("EMAIL", "PHONE") and is_contact(pointer)


def _ids(document: Json) -> Iterator[str]:
    """The ids of the document, which tell what elsewhere is only an id."""
    for pointer, leaf in document_leaves(document).items():
        if isinstance(leaf, str) and len(leaf) >= SHORTEST and is_link(pointer):
            yield leaf
