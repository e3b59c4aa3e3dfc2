"""The dialects by name: the module of each, and the members by which it can be told from afar.

A module is imported only for a document that has the members, so that a body costs what its own
dialect costs, however many others there are.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Json

CANONICAL = "canonical"

_PACKAGE = "gateway.intake.dialects"


class Row(NamedTuple):
    """A module under ``gateway.intake.dialects`` that has a ``dialect``.

    Each of ``keys`` is one way to look like it: names of members, all of which are there.
    ``name`` is a member of the document, ``[]name`` of the first of its elements, and
    ``list[]name`` of the first in the list under that member.
    """

    module: str
    keys: tuple[str, ...]

    @property
    def path(self) -> str:
        """The module's full name."""
        return f"{_PACKAGE}.{self.module}"

    def may_be(self, keys: Collection[str]) -> bool:
        """Whether a document with these keys can be in the dialect at all."""
        return any(all(key in keys for key in way.split()) for way in self.keys)


def row(module: str, *keys: str) -> Row:
    """One row of the table."""
    return Row(module, keys)


ROWS: dict[str, Row] = {
    CANONICAL: row("canonical", "conversation"),
    "openai_chat": row("openai_chat", "[]role", "messages[]role", "traj[]role", "choices[]message"),
    "openai_responses": row(
        "openai_responses", "object output", "input", "output", "[]type", "[]role []content"
    ),
    "anthropic": row("anthropic", "role content", "[]role []content", "messages[]role"),
    "langchain": row("langchain", "[]type", "[]lc", "messages[]type", "messages[]lc"),
    "langgraph": row("langgraph", "__interrupt__", "values tasks", "values interrupts"),
    "vercel_ai": row("vercel_ai", "[]id []parts", "messages[]id messages[]parts"),
    "otel_genai": row(
        "otel_genai",
        *("[]role []parts", "messages[]role messages[]parts"),
        *("gen_ai.input.messages", "gen_ai.output.messages"),
    ),
    "rasa": row("rasa", "sender_id events", "[]event []sender_id"),
    "dialogflow_cx": row(
        "dialogflow_cx",
        *("detectIntentResponseId", "detect_intent_response_id", "queryResult", "query_result"),
    ),
    "dialogflow_es": row("dialogflow_es", "queryResult", "query_result"),
    "lex_v2": row("lex_v2", "sessionState"),
    "bot_framework": row(
        "bot_framework", "type name", "[]type []from", "[]type []recipient", "activities"
    ),
    "copilot_studio": row("copilot_studio", "type name value"),
    "botpress": row("botpress", "messageHistory userId"),
    "twilio_conversation_relay": row("twilio_conversation_relay", "CallSid", "[]type"),
    "twilio_agent_connect": row("twilio_agent_connect", "conversationId", "Parameters"),
    "vapi": row("vapi", "message"),
    "retell": row("retell", "event call"),
    "voice_segments": row("voice_segments", "[]speaker_role"),
    "a2a": row("a2a", "status", "result", "task"),
    "ag_ui": row("ag_ui", "type outcome"),
    "mcp_elicitation": row("mcp_elicitation", "method"),
    "vcon": row("vcon", "uuid created_at"),
}


def keys_of(document: Json) -> Collection[str]:
    """The members of a document that rows ask for."""
    if is_list(document):
        return _first("", document)
    if not is_object(document):
        return ()
    keys = set(document)
    for name, value in document.items():
        if is_list(value):
            keys.update(_first(name, value))
    return keys


def _first(name: str, items: list[Json]) -> Collection[str]:
    first = items[0] if items else None
    return {f"{name}[]{key}" for key in first} if is_object(first) else ()
