"""The parties of a vCon: the customer, the bot, whom the customer is transferred to, and agents."""

from __future__ import annotations

import re
from typing import Any

from gateway.intake.shape import is_object, text_of
from gateway.schema.scalars import Json

CUSTOMER, BOT, TARGET = 0, 1, 2

# RFC 3966: a global number, with the separators that people write.
_GLOBAL = re.compile(r"\+[0-9][-.() 0-9]*")
_SEPARATORS = re.compile(r"[-.() ]")


class Parties:
    """The parties in the order of their indices; agents of the conversation come last."""

    def __init__(self, handoff: dict[str, Json]) -> None:
        self.listed: list[dict[str, Json]] = [
            _customer(handoff.get("customer") or {}),
            _bot(handoff.get("source") or {}),
            _target(handoff.get("routing") or {}),
        ]
        self._agents: dict[str, int] = {}
        conversation = handoff["conversation"]
        self._named: dict[str, Any] = {
            participant["id"]: participant.get("name")
            for participant in conversation.get("participants") or ()
        }

    def speaker(self, message: dict[str, Json]) -> int | None:
        """The index of who said a message; None where it was no party."""
        role = message["role"]
        if role == "agent":
            return self._agent(message.get("participant") or "")
        return {"customer": CUSTOMER, "bot": BOT}.get(role)

    def _agent(self, participant: str) -> int:
        if participant not in self._agents:
            self._agents[participant] = len(self.listed)
            name = self._named.get(participant) or participant
            self.listed.append(_said(type="person", role="agent", name=name))
        return self._agents[participant]


def _customer(customer: dict[str, Json]) -> dict[str, Json]:
    """``validation`` names how the customer was identified, never what was answered."""
    names = (customer.get("given_name"), customer.get("family_name"))
    verification = customer.get("verification")
    methods = verification.get("methods") if is_object(verification) else None
    return _said(
        type="person",
        role="customer",
        name=customer.get("name") or " ".join(filter(None, names)),
        mailto=customer.get("email"),
        tel=_tel(customer.get("phone")),
        validation=", ".join(methods or ()),
    )


def _bot(source: dict[str, Json]) -> dict[str, Json]:
    name = source.get("bot_name") or source.get("bot_id") or source.get("system")
    return _said(type="bot", role="agent", name=name)


def _target(routing: dict[str, Json]) -> dict[str, Json]:
    return _said(
        type="organization",
        role="agent",
        name=routing.get("queue"),
        dept=routing.get("department"),
        skill=", ".join(routing.get("skills") or ()),
    )


def _tel(phone: Json) -> str:
    number = text_of(phone) or ""
    return f"tel:{_SEPARATORS.sub('', number)}" if _GLOBAL.fullmatch(number) else ""


def _said(**members: Json) -> dict[str, Json]:
    return {name: value for name, value in members.items() if value}
