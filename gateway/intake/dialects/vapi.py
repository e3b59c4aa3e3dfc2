"""Vapi: the server message at the end of a call, or before it is handed to somebody else.

Read in vapi_server_sdk 3.0.0. Messages carry no type: Vapi's own SDK decodes a bot's turn as the
user's, so the role is what tells them apart. Times are milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.intake.dialects.voice.call import take_call
from gateway.intake.dialects.voice.repeats import drop_repeated_messages, drop_repeated_text
from gateway.intake.drafting.calls import call_part, result_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.known import lift_variables
from gateway.intake.drafting.moments import MILLISECONDS, take_moment
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import other_part, text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.turns import add_message, speaker
from gateway.intake.drafting.words import take_reason
from gateway.intake.normalized import Dialect, Normalized
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Text, Time

_SYSTEM = "vapi"
_OPTIONAL = ("message", "toolCalls", "metadata")
_ROLES = {
    "user": "customer",
    "customer": "customer",
    "bot": "bot",
    "assistant": "bot",
    "agent": "agent",
    "system": "system",
    "tool_calls": "bot",
    "tool_call_result": "tool",
}


def recognises(document: Json) -> bool:
    """A typed message with the artifact of a call."""
    message = Native("", document)["message"]
    has_call = message["artifact"].is_object or message["call"].is_object
    return bool(message["type"].text) and has_call


def normalize(document: Json) -> Normalized:
    """The call. Raises ``InvalidHandoff`` where there is no server message."""
    root = Native("", document)
    message = root["message"]
    if not message.is_object:
        raise refusal(dialect)
    artifact = message["artifact"]
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    for native in artifact["messages"].elements():
        if native.is_object:
            _message(draft, native)
    _call(draft, message)
    _artifact(draft, artifact)
    _analysis(draft, message["analysis"])
    take_reason(draft, message["endedReason"])
    lift_variables(draft)
    return finish(document, draft, optional=_OPTIONAL)


def _message(draft: Draft, native: Native) -> None:
    message = speaker(native["role"], _ROLES)
    take_moment(message, native["time"], "/at", MILLISECONDS)
    for name in ("endTime", "duration", "secondsFromStart"):
        message.take(native[name], f"/meta/{name}")
    reader = _CONTENT.get(native["role"].text, _spoken)
    add_message(draft, message, reader(native))


def _spoken(native: Native) -> list[Draft]:
    return [text_part(native["message"])] if native["message"].value else []


def _calls(native: Native) -> list[Draft]:
    return [*_spoken(native), *map(_tool_call, native["toolCalls"].elements())]


def _tool_call(native: Native) -> Draft:
    function = native["function"]
    part = call_part(name=function["name"], call_id=native["id"], written=function["arguments"])
    if part is None:
        return other_part("tool_call", native)
    if native["type"].value == "function":
        part.says("/type", native["type"])
    return part


def _result(native: Native) -> list[Draft]:
    return [
        result_part(call_id=native["toolCallId"], name=native["name"], content=native["result"])
    ]


_CONTENT: dict[str, Callable[[Native], list[Draft]]] = {
    "tool_calls": _calls,
    "tool_call_result": _result,
}


def _call(draft: Draft, message: Native) -> None:
    call, customer = message["call"], message["customer"]
    draft.take(call["id"], "/conversation/id", Id)
    take_call(
        draft,
        caller=customer["number"],
        called=message["phoneNumber"]["number"],
        call_id=call["id"],
        direction=Native(""),
    )
    for name, place, type_ in _CUSTOMER:
        draft.take(customer[name], f"/customer/{place}", type_)
    draft.take(message["assistant"]["id"], "/source/bot_id", Id)
    draft.take(message["assistant"]["name"], "/source/bot_name", Text)
    draft.take(message["startedAt"], "/conversation/started_at", Time)
    draft.take(message["endedAt"], "/conversation/ended_at", Time)
    take_moment(draft, message["timestamp"], "/occurred_at", MILLISECONDS)


_CUSTOMER: tuple[tuple[str, str, Any], ...] = (
    ("externalId", "id", Id),
    ("name", "name", Text),
    ("email", "email", Text),
)


def _artifact(draft: Draft, artifact: Native) -> None:
    draft.take(artifact["recordingUrl"], "/conversation/voice/recording_url", Text)
    for name, value in artifact["variableValues"].members():
        draft.take(value, f"/conversation/variables/{escape(name)}")
    for name in ("structuredOutputs", "transfers"):
        draft.take(artifact[name], f"/conversation/variables/{name}")
    drop_repeated_messages(draft, artifact["messagesOpenAIFormatted"])
    drop_repeated_text(draft, artifact["transcript"])


def _analysis(draft: Draft, analysis: Native) -> None:
    if draft.take(analysis["summary"], "/summary/free_text", Text):
        draft.value["summary"]["author"] = {"kind": "model"}
    for name in ("structuredData", "successEvaluation"):
        draft.take(analysis[name], f"/conversation/variables/{name}")


dialect = Dialect(
    name=_SYSTEM,
    version="3.0.0",
    looks_like='a server message: an object "message" with a "type" and an "artifact" or a "call"',
    recognises=recognises,
    normalize=normalize,
)
