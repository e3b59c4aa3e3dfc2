"""Anthropic's messages: a list, a request around it, one message or one response.

Read in anthropic 2.10.0. Tool results stand inside user messages there; here a tool speaks for
itself, and a message that mixes both is split in order.
"""

from __future__ import annotations

from itertools import groupby

from gateway.intake.dialects.anthropic_messages.blocks import (
    KNOWN,
    is_result,
    part_of,
    retrieved,
)
from gateway.intake.dialects.anthropic_messages.usual import USUAL
from gateway.intake.drafting.beside import BESIDE_MESSAGES, take_given, take_members, take_model
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES, finish
from gateway.intake.drafting.knowledge import mark_cited
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import text_part
from gateway.intake.drafting.retrieved import take_retrieved
from gateway.intake.drafting.turns import add_message, speaker, stray_message, unknown_part
from gateway.intake.drafting.usual import Usual, explained, read_each
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json
from gateway.sdk.errors import InvalidHandoff, Problem

ROLES = {"user": "customer", "assistant": "bot", "system": "system"}

# The SDK's model_dump() writes all of these.
_OPTIONAL = frozenset(
    {"citations", "container", "diagnostics", "stop_details", "stop_reason", "stop_sequence"}
    | {"caller", "toolset_name", "cache_control", "content", "system", "metadata", "context"}
    | {"cache_creation", "cache_creation_input_tokens", "cache_read_input_tokens", "title"}
    | {"inference_geo", "output_tokens_details", "server_tool_use", "service_tier", "speed"}
)


def recognises(document: Json) -> bool:
    """Messages of users and assistants with a block, or beside them a system prompt, that only
    this dialect has.
    """
    if is_object(document) and "__interrupt__" in document:
        return False
    messages = _messages(document)
    if not messages or not all(map(_is_message, messages)):
        return False
    if is_object(document) and ("stop_reason" in document or "system" in document):
        return True
    return any(_is_telling(message) for message in messages)


def normalize(document: Json) -> Normalized:
    """The messages as a conversation. Raises ``InvalidHandoff`` where there are none."""
    return explained(translate, document, USUAL)


def translate(document: Json, usual: Usual | None) -> Normalized:
    """The messages as a conversation, by rule where they are of no ``usual`` form."""
    if _messages(document) is None:
        problem = Problem(code="handoff.invalid_member", detail=f"must be {dialect.looks_like}")
        raise InvalidHandoff(problems=[problem])
    native = Native("", document)
    draft = Draft()
    messages = native if is_list(document) else native["messages"]
    if is_list(messages.value):
        _beside(draft, native)
        read_each(draft, messages, usual, _read)
        if not messages.value:
            draft.make(MESSAGES, [], messages)
    else:
        take_given(draft, native["handoff"])
        take_model(draft, native["model"])
        _read(draft, native)
    take_retrieved(draft, native)
    mark_cited(draft)
    return finish(document, draft, optional=_OPTIONAL)


def _messages(document: Json) -> list[Json] | None:
    if is_list(document):
        return document
    if not is_object(document):
        return None
    if is_list(document.get("messages")):
        messages: list[Json] = document["messages"]
        return messages
    return [document] if "role" in document and "content" in document else None


def _is_message(message: Json) -> bool:
    if not is_object(message) or message.get("role") not in tuple(ROLES):
        return False
    if message.get("type", "message") != "message" or "tool_calls" in message:
        return False
    content = message.get("content")
    if isinstance(content, str):
        return True
    return is_list(content) and all(is_object(b) and "type" in b for b in content)


def _is_telling(message: dict[str, Json]) -> bool:
    blocks = message["content"] if is_list(message["content"]) else []
    return any(
        block["type"] in tuple(KNOWN) or (block["type"] == "image" and "source" in block)
        for block in blocks
    )


def _beside(draft: Draft, document: Native) -> None:
    take_given(draft, document["handoff"])
    take_members(draft, document, BESIDE_MESSAGES)
    take_members(draft, document["metadata"], (("user_id", "/customer/id", Id),))
    take_model(draft, document["model"])
    system = document["system"]
    if system.text:
        add_message(draft, Draft(role="system"), [text_part(system)])
    elif is_list(system.value) and system.value:
        add_message(draft, Draft(role="system"), [part_of(block) for block in system.elements()])


def _read(draft: Draft, message: Native) -> None:
    """One native message as as many turns as it has speakers."""
    if not message.is_object:
        add_message(draft, *stray_message(message))
        return
    content = message["content"]
    turns = _turns(content)
    for number, (is_tool, parts) in enumerate(turns):
        turn = _speaker(message["role"], is_tool=is_tool)
        if number == 0:
            _beginning(turn, message)
        if number == len(turns) - 1:
            _ending(turn, message)
        add_message(draft, turn, parts)
    for block in content.elements():
        retrieved(draft, block)


def _speaker(role: Native, *, is_tool: bool) -> Draft:
    turn = speaker(role, ROLES)
    if not is_tool:
        return turn
    tool = Draft(role="tool")
    if turn.value["role"] == "other":
        tool.take(role, "/meta/role")
    else:
        tool.says("/role", role)
    return tool


def _beginning(turn: Draft, message: Native) -> None:
    turn.take(message["id"], "/id", Id)
    if message["type"].text == "message":
        turn.says("", message["type"])
    if message["content"].value is None:
        turn.take(message["content"], "/meta/content")
    elif message["content"].value == []:
        turn.says("/content", message["content"])


def _ending(turn: Draft, message: Native) -> None:
    for name in ("stop_reason", "stop_sequence"):
        if message[name].text:
            turn.take(message[name], f"/meta/{name}")


def _turns(content: Native) -> list[tuple[bool, list[Draft]]]:
    """Parts by who says them; each tool result is a turn of its own."""
    if isinstance(content.value, str):
        return [(False, [text_part(content)])]
    if not is_list(content.value) or not content.value:
        known = not content.is_there or content.value is None or content.value == []
        return [(False, [] if known else [unknown_part(content)])]
    turns: list[tuple[bool, list[Draft]]] = []
    for is_tool, blocks in groupby(content.elements(), is_result):
        parts = [part_of(block) for block in blocks]
        turns += [(True, [part]) for part in parts] if is_tool else [(False, parts)]
    return turns


dialect = Dialect(
    name="anthropic",
    version="2.10.0",
    looks_like=(
        "Anthropic messages: a list of messages with roles user and assistant and content blocks "
        'such as tool_use and tool_result, an object with such "messages" and a "system" prompt, '
        "or one such message"
    ),
    recognises=recognises,
    normalize=normalize,
)
