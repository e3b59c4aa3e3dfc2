"""The parties of a vCon as participants, customer, bot and wishes for the routing."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Text

_BOT = "bot"
_CUSTOMER = "customer"

# draft-ietf-vcon-cc-extension, 2026-07-01.
_AGENTS = frozenset({"agent", "supervisor", "sme"})


class People:
    """Who is who, by the index of the party."""

    def __init__(self, parties: Native, transfer: Native) -> None:
        self._parties = list(parties.elements())
        self._customer = self._index_of_customer(transfer)
        self._target = self._index(transfer["transfer_target"])

    def take(self, draft: Draft) -> None:
        """All parties as participants, and what else they say."""
        for index, party in enumerate(self._parties):
            participant = Draft(id=self.name(index))
            participant.take(party["role"], "/kind", Id)
            participant.take(party["type"], "/kind", Id)
            participant.take(party["name"], "/name", Text)
            if not (participant.take(party["mailto"], "/address", Text)):
                participant.take(party["tel"], "/address", Text)
            draft.append("/conversation/participants", participant)
        if self._customer is not None:
            _take_customer(draft, self._parties[self._customer])
        for party in self._parties:
            if party["type"].text == _BOT:
                draft.take(party["name"], "/source/bot_name", Text)
        if self._target is not None:
            draft.take(self._parties[self._target]["dept"], "/routing/department", Id)
            draft.take(self._parties[self._target]["name"], "/routing/queue", Id)

    def name(self, index: int) -> str:
        """The participant's id; a vCon knows its parties by their index."""
        return f"party-{index}"

    def speaker(self, dialog: Native) -> int | None:
        """Who began a dialog: its originator, else the first of its parties."""
        first = dialog["parties"][0] if dialog["parties"][0].is_there else dialog["parties"]
        named = dialog["originator"] if dialog["originator"].is_there else first
        return self._index(named)

    def role(self, index: int | None) -> str:
        """The canonical role of a party."""
        if index is None:
            return "other"
        if index == self._customer:
            return _CUSTOMER
        party = self._parties[index]
        if party["type"].text == _BOT:
            return _BOT
        return "agent" if party["role"].text in _AGENTS else "other"

    def _index_of_customer(self, transfer: Native) -> int | None:
        for index, party in enumerate(self._parties):
            if party["role"].text == _CUSTOMER:
                return index
        return self._index(transfer["transferee"])

    def _index(self, native: Native) -> int | None:
        known = type(native.value) is int and 0 <= native.value < len(self._parties)
        return native.value if known else None


def _take_customer(draft: Draft, party: Native) -> None:
    draft.take(party["name"], "/customer/name", Text)
    _take_address(draft, party["mailto"], "mailto:", "/customer/email")
    _take_address(draft, party["tel"], "tel:", "/customer/phone")
    method = party["validation"]
    if method.text and fits(method.value, Id):
        # That a way of identifying is named does not say that it succeeded.
        draft.make("/customer/verification", {"status": "unknown"})
        draft.make("/customer/verification/methods", [method.value], method)


def _take_address(draft: Draft, address: Native, scheme: str, place: str) -> None:
    bare = address.text.removeprefix(scheme)
    if bare and fits(bare, Text):
        draft.make(place, bare, address)
