"""The handoff that is measured: written by code, as a busy bot would send it, always the same."""

from __future__ import annotations

from typing import Any

import msgspec

from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff

# About 20 KB with what stands around the conversation.
MESSAGES = 61

_SAID = (
    ("customer", "Hi, the parcel I ordered on the 3rd never came. The page says delivered."),
    (
        "bot",
        "I am sorry to hear that, Ms Okafor. I can see parcel 00340434161094042557 was scanned at"
        " 14:07 on Tuesday as “left with a neighbour”. Could you check with number 14, or look"
        " for a card from the carrier? Meanwhile I will ask the depot for the driver's note.",
    ),
    ("customer", "There is no number 14 in my street & nobody has seen a card."),
    ("tool", '{"tool":"carrier.trace","status":"found","stops":[{"at":"14:07","by":"driver 88"}]}'),
    (
        "bot",
        "Thank you for checking. The depot confirms that the driver recorded number 14, which does"
        " not exist in Elm Row, so the scan must be wrong. I have opened a trace with the carrier."
        "\nThese usually take two working days. If it is not found by then, you can choose between"
        " a replacement and your money back; you do not have to send any further proof.",
    ),
    ("customer", "Two days is too long, it is a birthday present for Saturday. 😕"),
    (
        "bot",
        "I understand, that would be too late. A replacement could leave our warehouse today before"
        " 17:00 and be with you on Friday morning. I cannot release it myself because the order is"
        " above my limit of 150 EUR, so a colleague has to approve it.",
    ),
    ("customer", "Then get me that colleague please, <now>, before it is 5 o'clock!"),
)


def handoff(messages: int = MESSAGES) -> Handoff:
    """A handoff whose conversation has so many messages."""
    return decode_handoff(msgspec.json.encode(_document(messages)))


def _document(messages: int) -> dict[str, Any]:
    conversation = {
        "id": "web-7c41d0",
        "channel": "web_chat",
        "started_at": "2026-05-05T15:58:00Z",
        "language": "en-GB",
        "messages": [_message(number) for number in range(messages)],
    }
    return {
        "schema_version": "1.0",
        "id": "019df8c2-11aa-7c3d-9a51-6f0e2d8b4c17",
        "source": {"system": "parcel-assist", "bot_name": "Pip", "bot_version": "4.2.0"},
        "occurred_at": "2026-05-05T16:21:09.114Z",
        "conversation": conversation,
        "customer": _CUSTOMER,
        **_JUDGED,
        **_WORK,
        **_KNOWN,
    }


def _message(number: int) -> dict[str, Any]:
    role, said = _SAID[number % len(_SAID)]
    minute, second = divmod(number * 7, 60)
    return {
        "id": f"m{number + 1}",
        "seq": number + 1,
        "participant": f"p-{role}",
        "role": role,
        "content": said,
        "at": f"2026-05-05T{15 + minute // 60 % 8:02}:{minute % 60:02}:{second:02}Z",
    }


_CUSTOMER: dict[str, Any] = {
    "id": "cus-88120",
    "name": "Adaeze Okafor",
    "email": " Adaeze.Okafor@Example.com",
    "phone": "+44 20 7946 0311",
    "language": "en-GB",
    "tier": "gold",
    "verification": {"status": "verified", "methods": ["login"], "at": "2026-05-05T15:57:40Z"},
    "attributes": {"customer_since": 2017, "vip": True},
}

_JUDGED: dict[str, Any] = {
    "reason": {
        "code": "policy_limit",
        "detail": "A replacement above 150 EUR needs a person's approval",
        "trigger": "bot",
    },
    "summary": {
        "headline": "Replacement for a lost parcel, needed by Saturday",
        "situation": "Parcel 00340434161094042557 was scanned at an address that does not exist.",
        "background": "Customer since 2017, gold. No earlier loss. The order was worth 189.90 EUR.",
        "assessment": "The scan is wrong: there is no number 14 in Elm Row. A trace is open.",
        "recommendation": "Approve the replacement before 17:00 so that it arrives on Friday.",
    },
    "intents": [
        {
            "name": "report_lost_parcel",
            "display_name": "Lost parcel",
            "confidence": 0.91,
            "rank": 1,
            "slots": {"parcel": "00340434161094042557", "wanted": "replacement"},
        },
        {"name": "ask_delivery_time", "confidence": 0.34, "rank": 2},
    ],
    "sentiment": [
        {"label": "neutral", "score": 0.1, "message_id": "m1"},
        {"label": "annoyed", "score": -0.3, "message_id": "m3"},
        {"label": "angry", "score": -0.7, "message_id": "m8"},
    ],
    "urgency": {
        "level": "high",
        "score": 0.8,
        "due_at": "2026-05-05T17:00:00Z",
        "reasons": ["A present for Saturday", "The warehouse closes at 17:00"],
    },
}

_KNOWN: dict[str, Any] = {
    "entities": [
        {"name": "parcel", "value": "00340434161094042557", "confidence": 0.99, "message_id": "m2"},
        {"name": "amount", "value": 189.9, "original": "189.90 EUR", "extractor": "rules-2"},
        {"name": "deadline", "value": "2026-05-09", "original": "Saturday", "message_id": "m6"},
        {"name": "place", "value": {"street": "Elm Row", "number": 12}, "confidence": 0.87},
    ],
    "confidence": [
        {"name": "intent", "value": 0.91, "threshold": 0.6, "source": "classifier-7"},
        {"name": "answer", "value": 0.42, "threshold": 0.5, "source": "judge-1"},
    ],
    "knowledge": {
        "queries": ["parcel delivered but not received", "replacement above 150 EUR"],
        "documents": [
            {
                "id": "kb-31",
                "title": "Delivered, and not received",
                "uri": "https://help.parcel-assist.example/not-received",
                "rank": 1,
                "scores": [{"value": 0.83, "metric": "cosine"}],
                "content": "Ask the customer to look for a card and at the neighbours'. If the scan"
                " names an address that does not exist, treat the parcel as lost at once: a trace"
                " with the carrier is opened, and the customer chooses between a replacement and"
                " the money back without any further proof.",
            },
            {
                "id": "kb-77",
                "title": "Who may release a replacement",
                "uri": "https://help.parcel-assist.example/replacements",
                "rank": 2,
                "scores": [{"value": 0.79, "metric": "cosine"}],
                "content": "Up to 150 EUR the assistant releases a replacement itself. Above that a"
                " person of the order desk approves it; orders released before 17:00 leave on the"
                " same day and arrive on the second working day.",
            },
        ],
    },
    "provenance": {
        "dialect": "canonical",
        "normalizer": "readback-0.1.0",
        "raw_sha256": "9f2c1d5a7b3e4f60818283848586878889909192939495969798990a1b2c3d4e",
        "raw_media_type": "application/json",
    },
}

_WORK: dict[str, Any] = {
    "records": [
        {
            "type": "order",
            "id": "o-55120",
            "status": "shipped",
            "total": {"value": "189.90", "currency": "EUR"},
        },
        {"type": "parcel", "id": "00340434161094042557", "status": "lost"},
    ],
    "steps": [
        {"id": "s1", "description": "Asked the depot for the driver's note", "status": "completed"},
        {"id": "s2", "description": "Opened a trace with the carrier", "status": "active"},
        {
            "id": "s3",
            "description": "Tried to release a replacement",
            "status": "failed",
            "error": "above the bot's limit",
        },
    ],
    "commitments": [
        {
            "id": "p1",
            "text": "You can choose between a replacement and your money back",
            "status": "open",
            "due_at": "2026-05-07T16:00:00Z",
            "amount": {"value": "189.90", "currency": "EUR"},
        },
        {
            "id": "p2",
            "text": "A colleague will be with you before five",
            "due_at": "2026-05-05T17:00:00Z",
        },
    ],
    "next_steps": [
        {
            "description": "Approve the replacement",
            "rationale": "It leaves today if it is released before 17:00",
            "requires_approval": True,
        },
        {"description": "Tell the customer the day of arrival"},
    ],
    "do_not": ["Ask for proof of the loss again", "Promise a delivery before Friday"],
}
