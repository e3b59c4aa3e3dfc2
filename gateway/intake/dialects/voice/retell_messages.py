"""One entry of Retell's transcript: something said, a tool's call or result, or an event."""

from __future__ import annotations

from collections.abc import Callable

from gateway.intake.drafting.calls import call_part, result_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import (
    event_part,
    other_part,
    text_part,
)
from gateway.intake.drafting.turns import add_message, speaker
from gateway.schema.leaves import escape

_ROLES = {
    "agent": "bot",
    "user": "customer",
    "transfer_target": "agent",
    "sms": "bot",
    "dtmf": "customer",
    "tool_call_invocation": "bot",
    "tool_call_result": "tool",
    "node_transition": "system",
    "injected": "system",
}
_META = ("words", "metadata", "time_sec", "start_ms", "end_ms")


def take_utterance(draft: Draft, native: Native) -> None:
    """One entry as a message; what is no object is left."""
    if not native.is_object:
        return
    role = native["role"]
    message = speaker(role, _ROLES)
    for name in _META:
        if native[name].value not in ([], {}, None):
            message.take(native[name], f"/meta/{name}")
    if role.text in ("node_transition", "injected"):
        message.value["internal"] = True
    add_message(draft, message, _READERS.get(role.text, _spoken)(native))


def _spoken(native: Native) -> list[Draft]:
    if not native["content"].is_there:
        return [event_part(native["role"].text)] if native["role"].text else []
    return [text_part(native["content"])]


def _invocation(native: Native) -> list[Draft]:
    part = call_part(
        name=native["name"], call_id=native["tool_call_id"], written=native["arguments"]
    )
    return [part or other_part("tool_call", native)]


def _result(native: Native) -> list[Draft]:
    part = result_part(
        call_id=native["tool_call_id"], name=native["name"], content=native["content"]
    )
    successful = native["successful"]
    if isinstance(successful.value, bool):
        part.make("/is_error", not successful.value, successful)
    return [part]


def _happened(native: Native) -> list[Draft]:
    part = event_part(native["role"].text)
    for name, member in native.members():
        if name not in ("role", *_META):
            part.take(member, f"/data/{escape(name)}")
    return [part]


_READERS: dict[str, Callable[[Native], list[Draft]]] = {
    "tool_call_invocation": _invocation,
    "tool_call_result": _result,
    "node_transition": _happened,
    "dtmf": _happened,
}
