"""Puts the turns of a conversation together: messages in order, and what each turn said last.

What a later turn, or the handoff itself, says otherwise is kept in ``unmapped`` under the turn's
number: nothing that a turn said is lost.
"""

from __future__ import annotations

from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import escape
from gateway.schema.scalars import Json

MESSAGES = "/conversation/messages"

# Lists to which each turn adds.
_APPENDED = frozenset(
    {MESSAGES, "/conversation/participants", "/sentiment", "/entities", "/records", "/do_not"}
    | {"/knowledge/documents", "/knowledge/queries", "/risks", "/commitments", "/provenance/models"}
    | {"/privacy/redactions", "/privacy/consents", "/conversation/voice/asr"}
)

# Objects of which each turn may say another member.
_MEMBERWISE = frozenset(
    {"/conversation", "/conversation/variables", "/conversation/voice", "/customer", "/source"}
    | {"/customer/attributes", "/correlation", "/knowledge", "/extensions", "/provenance"}
    | {"/privacy"}
)


class Merge:
    """The members of several turns in one document; later ones stand."""

    def __init__(self) -> None:
        self.document: dict[str, Json] = {"conversation": {MESSAGES.rpartition("/")[2]: []}}
        self.superseded: dict[str, Json] = {}
        self._said_by: dict[str, str] = {}

    def lengths(self) -> dict[str, int]:
        """How many items each list has by now to which turns add."""
        return {place: len(found) for place in _APPENDED if is_list(found := self._at(place))}

    def add(self, said_by: str, members: dict[str, Json]) -> None:
        """Lay a turn's members over those of the turns before; ``said_by`` names the turn."""
        self._lay(self.document, members, "", said_by)

    def _lay(self, under: dict[str, Json], over: dict[str, Json], at: str, said_by: str) -> None:
        for name, value in over.items():
            place = f"{at}/{escape(name)}"
            known = under.get(name)
            if place in _MEMBERWISE and is_object(known) and is_object(value):
                under[name] = dict(known)
                self._lay(under[name], value, place, said_by)
                continue
            if place in _APPENDED and is_list(known) and is_list(value):
                under[name] = [*known, *value]
                continue
            if name in under and not _same(known, value):
                self.superseded[f"{self._who_said(place)}{place}"] = known
            under[name] = value
            self._said_by[place] = said_by

    def _who_said(self, place: str) -> str:
        """The turn that gave the value at a place, or what holds it."""
        while place and place not in self._said_by:
            place = place.rpartition("/")[0]
        return self._said_by.get(place, "")

    def _at(self, place: str) -> Json:
        found: Json = self.document
        for name in place.split("/")[1:]:
            found = found.get(name) if is_object(found) else None
        return found


def _same(one: Json, other: Json) -> bool:
    return type(one) is type(other) and one == other
