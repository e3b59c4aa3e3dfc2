"""Recorded conversations as a sender would send them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def tau_bodies(shared: Path) -> list[bytes]:
    """The 54 airline conversations, each as the chat messages it is."""
    lines = (shared / "data/real/tau_airline_gpt4o.jsonl").read_text("utf-8").splitlines()
    return [json.dumps({"messages": json.loads(line)["traj"]}).encode() for line in lines]


def star_bodies(shared: Path) -> list[bytes]:
    """The 80 STAR conversations in canonical form."""
    lines = (shared / "data/real/star.jsonl").read_text("utf-8").splitlines()
    return [json.dumps(star_handoff(json.loads(line))).encode() for line in lines]


def star_handoff(row: dict[str, Any]) -> dict[str, Any]:
    """One STAR dialogue: what was said, what the knowledge base was asked and answered.

    Everything that has no canonical member stands in ``extensions``.
    """
    return {
        "source": {"system": "star", "bot_name": "Wizard"},
        "conversation": {
            "id": f"star-{row['DialogueID']}",
            "channel": "web_chat",
            "participants": [
                {"id": row["AnonymizedUserWorkerID"], "kind": "User"},
                {"id": row["AnonymizedWizardWorkerID"], "kind": "Wizard"},
            ],
            "messages": [_message(event) for event in row["Events"]],
        },
        "reason": {"code": "customer_request", "trigger": "customer"},
        "extensions": {
            "org.star": {name: value for name, value in row.items() if name != "Events"}
        },
    }


_ROLES = {"User": "customer", "Wizard": "bot", "KnowledgeBase": "tool", "UserGuide": "system"}


def _message(event: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": _ROLES.get(event["Agent"], "other")}
    if "UnixTime" in event:
        message["at"] = datetime.fromtimestamp(event["UnixTime"], UTC).isoformat()
    message["content"] = _content(event)
    known = {"Agent", "UnixTime", "Text"}
    message["meta"] = {name: value for name, value in event.items() if name not in known}
    return message


def _content(event: dict[str, Any]) -> str | list[dict[str, Any]]:
    match event["Action"]:
        case "query":
            call = {"type": "tool_call", "name": event["APIName"]}
            return [{**call, "arguments": event.get("Constraints")}]
        case "return_item" | "return_suggestions":
            answer = event.get("Item", event.get("Suggestions"))
            return [{"type": "tool_result", "name": event.get("APIName", ""), "content": answer}]
        case _:
            return str(event.get("Text", ""))
