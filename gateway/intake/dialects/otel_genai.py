"""Messages as OpenTelemetry's GenAI conventions record them, alone or as a span's attributes.

Read in the JSON Schemas at open-telemetry/semantic-conventions 953276ff (2026-05-05). An attribute
may hold its messages as JSON text, where an exporter knows no structured attributes.
"""

from __future__ import annotations

from gateway.intake.dialects.otel_messages.messages import ROLES, read_message
from gateway.intake.dialects.otel_messages.parts import part_of
from gateway.intake.dialects.otel_messages.texts import folded, unfolded
from gateway.intake.dialects.otel_messages.usual import USUAL
from gateway.intake.drafting.beside import (
    BESIDE_MESSAGES,
    Members,
    take_given,
    take_members,
    take_model,
)
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES, finish
from gateway.intake.drafting.knowledge import add_document, add_query
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.retrieved import take_retrieved
from gateway.intake.drafting.turns import add_message
from gateway.intake.drafting.usual import Usual, explained, read_each
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Text
from gateway.sdk.errors import InvalidHandoff, Problem

_INPUT = "gen_ai.input.messages"
_OUTPUT = "gen_ai.output.messages"
_SYSTEM = "gen_ai.system_instructions"
_DOCUMENTS = "gen_ai.retrieval.documents"
_QUERY = "gen_ai.retrieval.query.text"

_LISTS = ("messages", _INPUT, _OUTPUT)

_ATTRIBUTES: Members = (
    ("gen_ai.conversation.id", "/conversation/id", Id),
    ("gen_ai.agent.id", "/source/bot_id", Id),
    ("gen_ai.agent.name", "/source/bot_name", Text),
    ("gen_ai.agent.version", "/source/bot_version", Id),
    ("gen_ai.response.id", "/correlation/run_id", Id),
    ("session.id", "/correlation/session_id", Id),
    ("enduser.id", "/customer/id", Id),
    ("user.id", "/customer/id", Id),
)

_MODELS = ("gen_ai.response.model", "gen_ai.request.model")


def recognises(document: Json) -> bool:
    """Messages with a role and typed parts but without an id, or attributes that hold some."""
    if is_object(document) and (_INPUT in document or _OUTPUT in document):
        return True
    messages = document if is_list(document) else _under(document)
    return bool(messages) and all(map(_is_message, messages))


def normalize(document: Json) -> Normalized:
    """The messages as a conversation. Raises ``InvalidHandoff`` where there are none."""
    return explained(translate, document, USUAL)


def translate(document: Json, usual: Usual | None) -> Normalized:
    """The messages as a conversation, by rule where they are of no ``usual`` form."""
    structured, texts = unfolded(document, (_INPUT, _OUTPUT, _SYSTEM, _DOCUMENTS))
    native = Native("", structured)
    lists = [native] if is_list(structured) else [native[name] for name in _LISTS]
    if not any(messages.is_there for messages in lists):
        problem = Problem(code="handoff.invalid_member", detail=f"must be {dialect.looks_like}")
        raise InvalidHandoff(problems=[problem])
    draft = Draft()
    _beside(draft, native)
    for messages in lists:
        read_each(draft, messages, None if texts else usual, read_message)
        if messages.value == []:
            draft.make(MESSAGES, [])
            draft.says(MESSAGES, messages)
    take_retrieved(draft, native)
    return folded(finish(structured, draft, optional=_OPTIONAL), texts)


_OPTIONAL = frozenset({"parts", "finish_reason", "name"})


def _under(document: Json) -> list[Json]:
    messages = document.get("messages") if is_object(document) else None
    return messages if is_list(messages) else []


def _is_message(message: Json) -> bool:
    if not is_object(message) or "id" in message or message.get("role") not in tuple(ROLES):
        return False
    parts = message.get("parts")
    return is_list(parts) and all(is_object(part) and "type" in part for part in parts)


def _beside(draft: Draft, document: Native) -> None:
    take_given(draft, document["handoff"])
    take_members(draft, document, (*_ATTRIBUTES, *BESIDE_MESSAGES))
    for name in _MODELS:
        take_model(draft, document[name])
    system = document[_SYSTEM]
    if is_list(system.value) and system.value:
        add_message(draft, Draft(role="system"), [part_of(part) for part in system.elements()])
    add_query(draft, document[_QUERY])
    for found in document[_DOCUMENTS].elements():
        _retrieved(draft, found)


def _retrieved(draft: Draft, found: Native) -> None:
    document = Draft()
    document.take(found["id"], "/id", Id)
    document.take(found["content"], "/content", Text)
    score = Draft(kind="unknown")
    if score.take(found["score"], "/value", float):
        document.append("/scores", score)
    add_document(draft, document)


dialect = Dialect(
    name="otel_genai",
    version="953276ff",
    looks_like=(
        "a list of OpenTelemetry GenAI messages, each with a role and parts, or attributes such as "
        '"gen_ai.input.messages"'
    ),
    recognises=recognises,
    normalize=normalize,
)
