"""Who wrote and who read an activity: customer, bot or agent, by role, id, or the other side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Text

_ROLES = {"user": "customer", "bot": "bot", "skill": "bot", "agent": "agent"}
_OTHER_SIDE = {"customer": "bot", "bot": "customer", "agent": "customer"}
_PARTICIPANTS = "/conversation/participants"
_MEMBERS: tuple[tuple[str, str, Any], ...] = (
    ("id", "id", Id),
    ("name", "name", Text),
    ("role", "kind", Id),
)


class People:
    """The accounts of one conversation, and which role each has."""

    def __init__(self, accounts: Iterable[Native]) -> None:
        self._roles: dict[str, str] = {}
        self._places: dict[str, str] = {}
        for account in accounts:
            role = _ROLES.get(account["role"].text.lower())
            if role and account["id"].text:
                self._roles.setdefault(account["id"].text, role)

    def role(self, activity: Native) -> str:
        """The sender's role, where the activity tells it or another one did; else ``other``."""
        sender, reader = activity["from"], activity["recipient"]
        return self._known(sender) or _OTHER_SIDE.get(self._known(reader), "") or "other"

    def meet(self, draft: Draft, account: Native) -> None:
        """Make the account a participant, or find that it is one already."""
        id_ = account["id"]
        if not id_.text or not fits(id_.value, Id):
            return
        if id_.text not in self._places:
            self._places[id_.text] = draft.append(_PARTICIPANTS, Draft())
        place = self._places[id_.text]
        for name, member, type_ in _MEMBERS:
            if not draft.take(account[name], f"{place}/{member}", type_):
                draft.repeats(account[name], f"{place}/{member}")

    def _known(self, account: Native) -> str:
        own = _ROLES.get(account["role"].text.lower(), "")
        return own or self._roles.get(account["id"].text, "")
