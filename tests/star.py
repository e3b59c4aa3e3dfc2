"""Recorded dialogues of the STAR corpus as canonical handoffs, the way a sender would write them.

A customer talks to a person who plays the assistant, with queries to a knowledge base in between.
For tests only; the corpus (RasaHQ/STAR, MIT) lies beside the checkout.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def rows(shared: Path) -> list[Row]:
    """All dialogues of ``star.jsonl``."""
    text = (shared / "data" / "real" / "star.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def canonical_handoff(row: Row) -> Row:
    """One dialogue with its transcript, its labels and everything else that the row holds."""
    events = row["Events"]
    times = [event["UnixTime"] for event in events if "UnixTime" in event]
    scenario = row["Scenario"]
    handoff = {
        "source": {"system": "star", "bot_name": "AI Assistant"},
        "occurred_at": _time(times[-1]),
        "correlation": {"session_id": row["BatchID"]},
        "conversation": {
            "id": f"star-{row['DialogueID']}",
            "channel": "web_chat",
            "subject": scenario["UserTask"],
            "started_at": _time(times[0]),
            "ended_at": _time(times[-1]),
            "participants": [
                {"id": "User", "kind": "customer", "name": row["AnonymizedUserWorkerID"]},
                {"id": "Wizard", "kind": "bot", "name": row["AnonymizedWizardWorkerID"]},
            ],
            "messages": [_message(event, number) for number, event in enumerate(events, start=1)],
        },
        "intents": [
            {"name": skill["Task"], "rank": rank, "slots": skill}
            for rank, skill in enumerate(scenario["WizardCapabilities"], start=1)
        ],
        "steps": [
            _step(event, number) for number, event in enumerate(events, start=1) if _asks(event)
        ],
        "extensions": {
            "com.rasa.star": {
                name: value for name, value in row.items() if name not in ("Events", "DialogueID")
            }
        },
    }
    if _is_annoyed(row):
        handoff["sentiment"] = [{"label": "annoyed", "scope": "conversation", "scheme": "star"}]
    return handoff


def _message(event: Row, number: int) -> Row:
    reader = _CONTENT.get((event["Agent"], event["Action"]))
    role, content, read = reader(event, number) if reader else _event(event)
    rest = {
        name: value for name, value in event.items() if name not in (*read, "Agent", "UnixTime")
    }
    message = {"id": f"e{number}", "role": role, "content": content, "participant": event["Agent"]}
    if "UnixTime" in event:
        message["at"] = _time(event["UnixTime"])
    if role == "system":
        message["internal"] = True
    return {**message, "meta": rest} if rest else message


def _said_by(role: str) -> Callable[[Row, int], tuple[str, Any, tuple[str, ...]]]:
    return lambda event, _: (role, event["Text"], ("Text", "Action"))


def _query(event: Row, number: int) -> tuple[str, Any, tuple[str, ...]]:
    arguments = {name: value for pair in event["Constraints"] for name, value in pair.items()}
    part = {"type": "tool_call", "name": event["APIName"], "call_id": f"q{number}"}
    return "bot", [{**part, "arguments": arguments}], ("APIName", "Constraints", "Action")


def _found(event: Row, number: int) -> tuple[str, Any, tuple[str, ...]]:
    part = {"type": "tool_result", "name": event["APIName"], "call_id": f"q{number - 1}"}
    part["content"] = event.get("Item")
    return "tool", [part], ("APIName", "Item", "Action")


def _event(event: Row) -> tuple[str, Any, tuple[str, ...]]:
    part = {"type": "event", "name": event["Action"]}
    if "Text" in event:
        part["data"] = event["Text"]
    return "system", [part], ("Action", "Text")


_CONTENT = {
    ("User", "utter"): _said_by("customer"),
    ("Wizard", "utter"): _said_by("bot"),
    ("Wizard", "pick_suggestion"): _said_by("bot"),
    ("Wizard", "query"): _query,
    ("KnowledgeBase", "return_item"): _found,
}


def _asks(event: Row) -> bool:
    return event["Action"] == "query"


def _step(event: Row, number: int) -> Row:
    return {
        "id": f"s{number}",
        "description": f"query {event['APIName']}",
        "status": "completed",
        "tool": event["APIName"],
        "message_id": f"e{number}",
        "at": _time(event["UnixTime"]),
    }


def _is_annoyed(row: Row) -> bool:
    return any(
        answer["Answer"] is True and "aggressive or annoyed" in answer["Question"]
        for answer in row["WizardQuestionnaire"]
    )


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
