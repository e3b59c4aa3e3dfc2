"""Canonical messages with tool traffic, in as few words as a test needs."""

from __future__ import annotations

from typing import Any


def called(*calls: tuple[Any, ...]) -> dict[str, Any]:
    """A bot's turn with calls, each ``(tool, call_id, arguments)``."""
    parts = [
        {"type": "tool_call", "name": tool, "call_id": call_id, "arguments": arguments}
        for tool, call_id, arguments in calls
    ]
    return {"role": "bot", "content": parts}


def answered(call_id: str | None, content: Any, **members: Any) -> dict[str, Any]:
    """A tool's turn with one result."""
    part = {"type": "tool_result", "content": content, **members}
    return {"role": "tool", "content": [{**part, "call_id": call_id} if call_id else part]}


def conversation(*messages: dict[str, Any]) -> list[dict[str, Any]]:
    """The messages with their ids."""
    return [{"id": f"m{number}", **message} for number, message in enumerate(messages, start=1)]


def one_exchange(tool: str, arguments: Any, content: Any) -> list[dict[str, Any]]:
    """A call and its answer."""
    return conversation(called((tool, "c", arguments)), answered("c", content))
