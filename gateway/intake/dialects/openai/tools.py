"""Tool calls of OpenAI's chat messages as canonical parts."""

from __future__ import annotations

from gateway.intake.drafting.calls import call_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import other_part

# Where each kind of call keeps what the model wrote. A custom tool takes plain text, not JSON.
_WRITTEN = {"function": "arguments", "custom": "input"}


def call_parts(calls: Native) -> list[Draft]:
    """The parts of ``tool_calls``, one each."""
    return [_call(call) for call in calls.elements()]


def legacy_call_part(call: Native) -> Draft:
    """The part of a ``function_call``, which has neither id nor type."""
    part = call_part(name=call["name"], call_id=Native(""), written=call["arguments"])
    return part or other_part("function_call", call)


def _call(call: Native) -> Draft:
    kind = "custom" if call["type"].text == "custom" else "function"
    inner = call[kind]
    part = call_part(
        name=inner["name"],
        call_id=call["id"],
        written=inner[_WRITTEN[kind]],
        is_json=kind == "function",
    )
    if part is None:
        return other_part("tool_call", call)
    if call["type"].text == "function":
        part.says("/type", call["type"])
    return part
