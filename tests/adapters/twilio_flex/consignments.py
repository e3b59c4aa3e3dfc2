"""Consignments of all kinds for the adapter's tests."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from msgspec import UNSET

from gateway.sdk import Capsule, CapsuleKind, Consignment, FieldValue, Note

KEY = "0190a5b2-7c3d-7e4f-8a51-00000000c0de"
HANDOFF = "0190a5b2-7c3d-7e4f-8a51-6f0e2d8b4c17"

MESSAGES: list[dict[str, Any]] = [
    {
        "id": "m-1",
        "seq": 1,
        "role": "customer",
        "content": "I was charged twice 💳",
        "at": "2026-01-05T10:00:00.250+01:00",
        "participant": "p-1",
        "language": "en",
    },
    {"id": "m-2", "role": "bot", "content": "Let me look.", "participant": "p-2"},
    {"role": "tool", "content": [{"type": "tool_result", "name": "lookup", "content": "secret"}]},
    {"role": "system", "content": "You are a bot."},
    {"role": "bot", "content": "Note to self", "internal": True},
    {
        "role": "bot",
        "reply_to": "m-1",
        "content": [
            {"type": "reasoning", "text": "hidden"},
            {"type": "text", "text": "Here is the invoice."},
            {"type": "media", "name": "invoice.pdf", "url": "https://x.test/i"},
            {"type": "refusal", "text": "I cannot refund."},
        ],
    },
    {"role": "agent", "content": " ", "participant": "p-9"},
    {"role": "customer", "content": "word " * 700, "participant": "p-9"},
    {"role": "customer", "content": "I was charged twice 💳", "at": "soon"},
    {
        "role": "bot",
        "at": "0001-01-01T00:00:00+14:00",
        "content": [{"type": "text", "text": "a " * 900}, {"type": "text", "text": "b " * 900}],
    },
]
PARTICIPANTS = [{"id": "p-1", "name": "Zoë"}, {"id": "p-2"}]

FIELDS: dict[str, Any] = {
    "priority": 50,
    "timeout": 3600,
    "task_channel_unique_name": "chat",
    "attributes.skills": ["billing", "german"],
    "attributes.customerName": "Zoë 💳",
    "attributes.conversations.conversation_id": "c-81",
    "attributes.conversations.outcome": None,
    "conversation.unique_name": HANDOFF,
    "conversation.friendly_name": "Charged twice",
    "conversation.attributes.tier": "gold",
    "participant.identity": "customer-7",
    "participant.attributes.name": "Zoë",
}
ADDRESSES = {"participant.address": "+4930123", "participant.proxy_address": "+4930456"}


def capsule(
    messages: list[dict[str, Any]] = MESSAGES,
    *,
    kind: CapsuleKind = "document",
    participants: Any = UNSET,
    padding: int = 0,
) -> Capsule:
    """A capsule with a conversation; ``padding`` makes it longer by so many bytes."""
    people = PARTICIPANTS if participants is UNSET else participants
    document = {
        "id": HANDOFF,
        "conversation": {"id": "c-81", "messages": messages, "participants": people},
        "unmapped": {"/padding": 'ü"\\' * (padding // 4)},
    }
    data = json.dumps(document, ensure_ascii=False).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    return Capsule(name="handoff-1.json", data=data, sha256=sha256, kind=kind)


def consignment(
    fields: dict[str, Any] | None = None,
    *,
    note: str | None = "DO NEXT\nrefund",
    copy: Capsule | Any | None = UNSET,
    key: str = KEY,
) -> Consignment:
    """A consignment; everything is mapped where no fields are given."""
    return Consignment(
        key=key,
        handoff_id=HANDOFF,
        object="task",
        fields=tuple(
            FieldValue(name=name, value=value)
            for name, value in (FIELDS if fields is None else fields).items()
        ),
        note=Note(field="attributes.note", format="text", body=note) if note else None,
        capsule=capsule() if copy is UNSET else copy,
    )


def without(*names: str, **others: Any) -> dict[str, Any]:
    """All fields but some."""
    return {**{name: v for name, v in FIELDS.items() if name not in names}, **others}
