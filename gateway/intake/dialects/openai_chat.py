"""OpenAI's chat messages, as a bot keeps them: the whole list, a wrapper around it, one reply.

Facts and traps: ``docs/guides/dialect-openai-chat.md``. Read in openai 3.51.0.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from gateway.intake.dialects.openai.content import is_known
from gateway.intake.dialects.openai.messages import OPTIONAL, ROLES, read_message
from gateway.intake.dialects.openai.usual_messages import USUAL
from gateway.intake.drafting.beside import (
    BESIDE_MESSAGES,
    Members,
    take_given,
    take_members,
    take_model,
)
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES, finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.retrieved import take_retrieved
from gateway.intake.drafting.usual import Usual, explained, read_each
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json
from gateway.sdk.errors import InvalidHandoff, Problem

_OBJECTS = frozenset({dict})

NULL_MEMBER = "null_member"

# ``traj`` is what tau-bench calls it; its recorded conversations come in as they are.
_LISTS = ("messages", "traj")

# A message without any of these says nothing here; one with `parts` is of another dialect.
_SAYS = frozenset({"content", "refusal", "audio", "function_call", "tool_calls"})

# Responses items and LangChain messages can have a role too; messages of this dialect have no type.
_OTHERS = ("message", "chat")

_BESIDE: Members = (*BESIDE_MESSAGES, ("metadata", "/conversation/variables", dict[str, Any]))

# The id of a chat.completion is that of one reply, not of the conversation.
_BESIDE_A_REPLY: Members = (
    ("id", "/correlation/run_id", Id),
    ("metadata", "/conversation/variables", dict[str, Any]),
)


class _Found(Struct, frozen=True, kw_only=True):
    """The messages, their list or the only one, and what the members ``beside`` them mean."""

    messages: list[Json]
    at: Native
    beside: Members = _BESIDE


def recognises(document: Json) -> bool:
    """Messages, all with roles and content of this dialect, in a list, in a wrapper or in a
    completion.
    """
    found = _find(Native("", document))
    # Anthropic's messages have the same roles, with the system prompt beside them.
    if found is None or not found.messages or (is_object(document) and "system" in document):
        return False
    return all(map(_is_one_of_ours, found.messages))


def normalize(document: Json) -> Normalized:
    """The conversation, and the members beside it.

    Raises ``InvalidHandoff`` where there are no messages or one is no object.
    """
    return explained(translate, document, USUAL)


def translate(document: Json, usual: Usual | None) -> Normalized:
    """The conversation, by rule where its messages are of no ``usual`` form."""
    native = Native("", document)
    found = _find(native)
    if found is None:
        raise InvalidHandoff(problems=[_problem("", f"must be {dialect.looks_like}")])
    _check_messages(found)
    draft = Draft()
    if is_object(document):
        _beside(draft, native, found)
    if found.at.value is found.messages:
        read_each(draft, found.at, usual, read_message)
    else:
        read_message(draft, found.at)
    if not found.messages:
        draft.make(MESSAGES, [], found.at)
    return finish(document, draft, optional=OPTIONAL)


def _find(document: Native) -> _Found | None:
    if is_list(document.value):
        return _Found(messages=document.value, at=document)
    for name in _LISTS:
        messages = document[name]
        if is_list(messages.value):
            return _Found(messages=messages.value, at=messages)
    # A ``chat.completion``: the message of its first choice.
    reply = document["choices"][0]["message"]
    if not reply.is_object:
        return None
    return _Found(messages=[reply.value], at=reply, beside=_BESIDE_A_REPLY)


def _is_one_of_ours(message: Json) -> bool:
    if not is_object(message) or message.get("role") not in tuple(ROLES):
        return False
    if _SAYS.isdisjoint(message) or message.get("type") in _OTHERS:
        return False
    content = message.get("content")
    return not is_list(content) or all(map(is_known, content))


def _check_messages(found: _Found) -> None:
    if _OBJECTS.issuperset(map(type, found.messages)):
        return
    problems = [
        _problem(f"{found.at.at}/{index}", "must be an object")
        for index, message in enumerate(found.messages)
        if not is_object(message)
    ]
    if problems:
        raise InvalidHandoff(problems=problems)


def _problem(pointer: str, detail: str) -> Problem:
    return Problem(code="handoff.invalid_member", pointer=pointer, detail=detail)


def _beside(draft: Draft, document: Native, found: _Found) -> None:
    take_given(draft, document["handoff"])
    take_retrieved(draft, document)
    take_members(draft, document, found.beside)
    take_model(draft, document["model"])
    for name, value in document.value.items():
        if value is None:
            draft.drop(document[name], NULL_MEMBER)


dialect = Dialect(
    name="openai_chat",
    version="3.51.0",
    looks_like=(
        "a list of messages with roles developer, system, user, assistant, tool or function, "
        'or an object with such "messages"'
    ),
    recognises=recognises,
    normalize=normalize,
)
