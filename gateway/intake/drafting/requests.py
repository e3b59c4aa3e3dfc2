"""A bot that waits for a person: leave to do something, and the package it hands over with."""

from __future__ import annotations

from typing import Any

from msgspec.structs import fields

from gateway.intake.drafting.beside import (
    Members,
    take_conversation,
    take_given,
    take_members,
)
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.words import take_reason
from gateway.intake.lifting.rules import CUSTOMER_IDS, REASON_ARGUMENTS, SUMMARY_ARGUMENTS
from gateway.intake.lifting.words import words
from gateway.schema.check import fits
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import escape
from gateway.schema.origin import Generated
from gateway.schema.scalars import Id, Json, Text

APPROVAL = "approval_requested"
_RULE = "approval.reason"

_CUSTOMER: Members = (
    *((name, "/customer/id", Id) for name in CUSTOMER_IDS),
    ("customer_name", "/customer/name", Text),
    ("customer_email", "/customer/email", Text),
    ("email", "/customer/email", Text),
    ("phone", "/customer/phone", Text),
)

# What stands at the door's own places is not a bot's to give.
_NOT_GIVEN = frozenset({"schema_version", "id", "conversation", "provenance", "unmapped"})

_CANONICAL: dict[str, Any] = {
    field.encode_name: field.type for field in fields(Handoff) if field.name not in _NOT_GIVEN
}


def want_approval(draft: Draft, tool: Native, *sources: Native) -> None:
    """A person has to allow a call of ``tool``: a step that needs approval, and the reason where
    the bot gave none. ``sources`` are the native members that say so.
    """
    step = Draft(requires_approval=True)
    description = " ".join(words(tool.text)) or tool.text or "approve"
    step.make("/description", description, *([tool] if tool.text else ()))
    step.says("/requires_approval", *sources)
    draft.append("/next_steps", step)
    if "reason" not in draft.value:
        draft.value["reason"] = {"code": "other", "trigger": "bot", "original": APPROVAL}
        draft.generated.append(Generated(path="/reason", rule=_RULE))


def take_package(draft: Draft, package: Native) -> None:
    """What a bot hands over in an object of its own making: canonical members where they fit,
    under ``handoff`` too, and the names that bots commonly choose.
    """
    take_given(draft, package["handoff"])
    for name, type_ in _CANONICAL.items():
        member = package[name]
        if not isinstance(member.value, str) and _fits(member.value, type_):
            draft.take(member, f"/{escape(name)}")
    take_conversation(draft, package["conversation"])
    for name in REASON_ARGUMENTS:
        take_reason(draft, package[name])
    for name in SUMMARY_ARGUMENTS:
        _summary(draft, package[name])
    take_members(draft, package, _CUSTOMER)


def _summary(draft: Draft, text: Native) -> None:
    if "summary" in draft.value or not text.text:
        return
    if draft.take(text, "/summary/free_text", Text):
        draft.value["summary"]["author"] = {"kind": "model"}


def _fits(value: Json, type_: Any) -> bool:
    return value is not None and fits(value, type_)
