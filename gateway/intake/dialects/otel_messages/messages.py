"""One OpenTelemetry GenAI message as as many turns as it has speakers."""

from __future__ import annotations

from itertools import groupby

from gateway.intake.dialects.otel_messages.parts import is_result, part_of
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.turns import add_message, speaker, stray_message
from gateway.intake.shape import is_list
from gateway.schema.scalars import Id, Text

ROLES = {
    "user": "customer",
    "assistant": "bot",
    "system": "system",
    "developer": "system",
    "tool": "tool",
}


def read_message(draft: Draft, message: Native) -> None:
    """Adds the message; each tool's answer becomes a message of its own."""
    if not message.is_object:
        add_message(draft, *stray_message(message))
        return
    for number, (is_tool, parts) in enumerate(_turns(message["parts"])):
        turn = _speaker(message["role"], is_tool=is_tool)
        if number == 0:
            turn.take(message["name"], "/participant", Id)
            if message["finish_reason"].text:
                turn.take(message["finish_reason"], "/meta/finish_reason", Text)
            if message["parts"].value == []:
                turn.says("/content", message["parts"])
        add_message(draft, turn, parts)


def _speaker(role: Native, *, is_tool: bool) -> Draft:
    turn = speaker(role, ROLES, kept=("developer",))
    if is_tool and turn.value["role"] != "tool":
        turn.value["role"] = "tool"
    return turn


def _turns(parts: Native) -> list[tuple[bool, list[Draft]]]:
    if not is_list(parts.value) or not parts.value:
        return [(False, [])]
    turns: list[tuple[bool, list[Draft]]] = []
    for is_tool, group in groupby(parts.elements(), is_result):
        made = [part_of(part) for part in group]
        turns += [(True, [part]) for part in made] if is_tool else [(False, made)]
    return turns
