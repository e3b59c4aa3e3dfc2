"""A service conversation as bots of several makes send it, as long as wanted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

_ASKED = (
    "Hi, my flight HAT045 from Phoenix to Seattle has been delayed and I am going to miss an "
    "important meeting because of this. What can you do about it?"
)
_ANSWERED = (
    "I understand your frustration with the delay. I have found your reservation: the flight "
    "leaves two hours late. As a gold member you may be offered a certificate of $50."
)
_RESULT = {
    "reservation_id": "3JA7XV",
    "user_id": "mei_brown_7075",
    "origin": "PHX",
    "destination": "SEA",
    "flight_type": "round_trip",
    "cabin": "economy",
    "flights": [
        {"flight_number": "HAT045", "date": "2026-05-20", "price": 164, "status": "delayed"},
        {"flight_number": "HAT097", "date": "2026-05-24", "price": 162, "status": "on time"},
    ],
    "total_baggages": 1,
    "insurance": "no",
}


class Turn(Struct, frozen=True):
    """A customer asks, the bot looks something up and answers."""

    number: int

    @property
    def call_id(self) -> str:
        return f"call_{self.number:06}"

    @property
    def asked(self) -> str:
        return f"{_ASKED} ({self.number})"

    @property
    def answered(self) -> str:
        return f"{_ANSWERED} ({self.number})"

    @property
    def arguments(self) -> dict[str, str]:
        return {"reservation_id": f"3JA7X{self.number}"}


Form: TypeAlias = Callable[[list[Turn]], Any]

_RESULT_TEXT = json.dumps(_RESULT)
_TOOL = "get_reservation_details"


def openai_chat(turns: list[Turn]) -> Any:
    return {"messages": [message for turn in turns for message in _openai_messages(turn)]}


def _openai_messages(turn: Turn) -> Iterator[dict[str, Any]]:
    function = {"name": _TOOL, "arguments": json.dumps(turn.arguments)}
    call = {"id": turn.call_id, "type": "function", "function": function}
    yield {"role": "user", "content": turn.asked}
    yield {"role": "assistant", "content": None, "tool_calls": [call]}
    yield {"role": "tool", "tool_call_id": turn.call_id, "name": _TOOL, "content": _RESULT_TEXT}
    yield {"role": "assistant", "content": turn.answered}


def openai_responses(turns: list[Turn]) -> Any:
    return {"input": [item for turn in turns for item in _items(turn)]}


def _items(turn: Turn) -> Iterator[dict[str, Any]]:
    asked, answered = ("input_text", turn.asked), ("output_text", turn.answered)
    yield _item("user", *asked)
    yield {
        "type": "function_call",
        "call_id": turn.call_id,
        "name": _TOOL,
        "arguments": json.dumps(turn.arguments),
        "status": "completed",
    }
    yield {"type": "function_call_output", "call_id": turn.call_id, "output": _RESULT_TEXT}
    yield _item("assistant", *answered)


def _item(role: str, kind: str, text: str) -> dict[str, Any]:
    return {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}


def anthropic(turns: list[Turn]) -> Any:
    messages = [message for turn in turns for message in _anthropic_messages(turn)]
    return {"system": "You are an airline's agent.", "messages": messages}


def _anthropic_messages(turn: Turn) -> Iterator[dict[str, Any]]:
    use = {"type": "tool_use", "id": turn.call_id, "name": _TOOL, "input": turn.arguments}
    result = {"type": "tool_result", "tool_use_id": turn.call_id, "content": _RESULT_TEXT}
    yield {"role": "user", "content": turn.asked}
    yield {"role": "assistant", "content": [use]}
    yield {"role": "user", "content": [result]}
    yield {"role": "assistant", "content": [{"type": "text", "text": turn.answered}]}


def langchain(turns: list[Turn]) -> Any:
    return [message for turn in turns for message in _langchain_messages(turn)]


def _langchain_messages(turn: Turn) -> Iterator[dict[str, Any]]:
    call = {"name": _TOOL, "args": turn.arguments, "id": turn.call_id, "type": "tool_call"}
    common = {"additional_kwargs": {}, "response_metadata": {}, "name": None, "id": None}
    ai = {**common, "type": "ai", "invalid_tool_calls": [], "usage_metadata": None}
    yield {**common, "type": "human", "content": turn.asked}
    yield {**ai, "content": "", "tool_calls": [call]}
    yield {**common, "type": "tool", "content": _RESULT_TEXT, "tool_call_id": turn.call_id}
    yield {**ai, "content": turn.answered, "tool_calls": []}


def vercel_ai(turns: list[Turn]) -> Any:
    return [message for turn in turns for message in _ui_messages(turn)]


def _ui_messages(turn: Turn) -> Iterator[dict[str, Any]]:
    tool = {
        "type": f"tool-{_TOOL}",
        "toolCallId": turn.call_id,
        "state": "output-available",
        "input": turn.arguments,
        "output": _RESULT,
    }
    parts = [{"type": "step-start"}, tool, {"type": "text", "text": turn.answered}]
    yield {"id": f"u{turn.number}", "role": "user", "parts": [_text(turn.asked, "text")]}
    yield {"id": f"a{turn.number}", "role": "assistant", "parts": parts}


def otel_genai(turns: list[Turn]) -> Any:
    return [message for turn in turns for message in _spans(turn)]


def _spans(turn: Turn) -> Iterator[dict[str, Any]]:
    call = {"type": "tool_call", "id": turn.call_id, "name": _TOOL, "arguments": turn.arguments}
    response = {"type": "tool_call_response", "id": turn.call_id, "response": _RESULT}
    yield {"role": "user", "parts": [_text(turn.asked, "content")]}
    yield {"role": "assistant", "parts": [call]}
    yield {"role": "tool", "parts": [response]}
    yield {"role": "assistant", "parts": [_text(turn.answered, "content")]}


def _text(text: str, member: str) -> dict[str, str]:
    return {"type": "text", member: text}


# What Rasa 3.6 writes on every event.
_MODEL = {"model_id": "5f0c1a2be3d94b7f8a6d20c9e1f4b3a7"}
_INTENTS = ("delay", "refund", "greet", "help", "goodbye", "thank", "change", "cancel", "deny")
_BOT_DATA = dict.fromkeys(("elements", "quick_replies", "buttons", "attachment", "image", "custom"))


def rasa(turns: list[Turn]) -> Any:
    events = [event for turn in turns for event in _events(turn)]
    said = [event["parse_data"] for event in events if event["event"] == "user"]
    return {
        "sender_id": "c-1",
        "slots": {"flight": f"HAT{len(turns)}", "requested_slot": None},
        "latest_message": said[-1],
        "latest_event_time": events[-1]["timestamp"],
        "followup_action": None,
        "paused": False,
        "events": [_event("session_started", 1_780_000_000.25), *events],
        "latest_input_channel": "rest",
        "active_loop": {},
        "latest_action": {"action_name": "action_listen"},
        "latest_action_name": "action_listen",
    }


def _events(turn: Turn) -> Iterator[dict[str, Any]]:
    at = 1_780_000_000.2519853 + turn.number * 47
    flight = f"HAT{turn.number}"
    parsed = _parsed(turn, flight)
    bot = {"metadata": {"utter_action": "utter_flight", **_MODEL}, "data": _BOT_DATA}
    yield _event("user", at, text=turn.asked, parse_data=parsed, input_channel="rest")
    yield _event("slot", at + 0.01, name="flight", value=flight)
    yield _event("user_featurization", at + 0.02, use_text_for_featurization=False)
    for step, name in enumerate(("action_flight", "utter_flight"), start=1):
        yield _action(at + step, name)
    yield {**_event("bot", at + 3, text=turn.answered), **bot}
    yield _action(at + 4, "action_listen")


def _event(kind: str, at: float, **members: Any) -> dict[str, Any]:
    return {"event": kind, "timestamp": at, "metadata": _MODEL, **members}


def _action(at: float, name: str) -> dict[str, Any]:
    chosen = {"policy": "RulePolicy", "confidence": 1.0, "action_text": None}
    return _event("action", at, name=name, **chosen, hide_rule_turn=False)


def _parsed(turn: Turn, flight: str) -> dict[str, Any]:
    ranking = [
        {"name": name, "confidence": 0.9717425107955933 / place**2}
        for place, name in enumerate(_INTENTS, start=1)
    ]
    found = {"entity": "flight", "start": 14, "end": 20, "confidence_entity": 0.9969}
    response = {"responses": None, "confidence": 0.0, "utter_action": "utter_None"}
    return {
        "intent": ranking[0],
        "entities": [{**found, "value": flight, "extractor": "DIETClassifier"}],
        "text": turn.asked,
        "message_id": f"{turn.number:032x}",
        "metadata": {},
        "text_tokens": [[place, place + 4] for place in range(0, 100, 5)],
        "intent_ranking": ranking,
        "response_selector": {"default": {"response": response, "ranking": []}},
    }


FORMS: Mapping[str, Form] = {
    form.__name__: form
    for form in (
        openai_chat,
        openai_responses,
        anthropic,
        langchain,
        vercel_ai,
        otel_genai,
        rasa,
    )
}


def body(form: Form, size: int) -> bytes:
    """The conversation in this form, with as many turns as make up that many bytes."""
    one, two = (len(msgspec.json.encode(form(_turns(count)))) for count in (1, 2))
    return msgspec.json.encode(form(_turns(max(1, 1 + (size - one) // (two - one)))))


def _turns(count: int) -> list[Turn]:
    return [Turn(number) for number in range(1, count + 1)]
