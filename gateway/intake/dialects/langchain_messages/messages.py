"""One LangChain message as a canonical one."""

from __future__ import annotations

from gateway.intake.dialects.langchain_messages.blocks import CALLS, part_of, tool_part
from gateway.intake.dialects.langchain_messages.forms import TYPES, Form, form_of, says
from gateway.intake.drafting.beside import take_model
from gateway.intake.drafting.calls import result_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part, text_part
from gateway.intake.drafting.retrieved import take_documents
from gateway.intake.drafting.turns import (
    REASONING_WITHHELD,
    add_message,
    stray_message,
    unknown_part,
)
from gateway.intake.shape import is_list
from gateway.schema.scalars import Id, Text

REPEATED = "repeated_tool_call"
"""Noise: a call that stands in the content and once more in ``tool_calls``."""

REMOVED = "message_removed"

# The SDK writes all of these.
OPTIONAL = frozenset(
    {"additional_kwargs", "response_metadata", "name", "id", "tool_calls", "invalid_tool_calls"}
    | {"usage_metadata", "artifact", "content", "tool_call_chunks", "chunk_position", "annotations"}
    | {"tool_call_id", "status", "example", "error", "extras", "index"}
)


def read_message(draft: Draft, message: Native) -> None:
    """The next message."""
    form = form_of(message)
    if form is None:
        add_message(draft, *stray_message(message))
    else:
        _read(draft, form)


def _read(draft: Draft, form: Form) -> None:
    members = form.members
    message = _speaker(form)
    role = message.value["role"]
    if form.kind == "remove":
        add_message(draft, message, [event_part(REMOVED, members["id"])])
        return
    message.take(members["id"], "/id", Id)
    metadata = members["response_metadata"]
    take_model(draft, metadata["model_name"])
    message.take(metadata["finish_reason"], "/meta/finish_reason", Text)
    if role == "tool":
        add_message(draft, message, [_result(members)])
        take_documents(draft, members["artifact"])
        return
    message.take(members["name"], "/participant", Id)
    _errors(message, members)
    parts = [*_thoughts(members), *_content(message, members), *_calls(members)]
    add_message(draft, message, parts)


def _speaker(form: Form) -> Draft:
    if form.kind == "chat":
        role = form.members["role"]
        message = Draft(role=TYPES.get(role.text, "other"))
        message.take(role, "/meta/role")
    else:
        message = Draft(role=TYPES.get(form.kind, "other"))
        if form.kind not in TYPES or form.kind in ("developer", "function"):
            message.take(form.named[-1], "/meta/role")
    says(message, form)
    return message


def _result(members: Native) -> Draft:
    content = members["content"] if members["content"].is_there else _blocks(members)
    part = result_part(call_id=members["tool_call_id"], content=content, name=members["name"])
    if members["status"].text in ("success", "error"):
        part.make("/is_error", members["status"].text == "error", members["status"])
    return part


def _blocks(members: Native) -> Native:
    """The only text of a result that is written as content blocks, else all of them."""
    blocks = members["content_blocks"]
    only = blocks[0]
    is_text = is_list(blocks.value) and len(blocks.value) == 1 and only["type"].text == "text"
    is_plain = is_text and only.value.keys() == {"type", "text"}
    return only["text"] if is_plain and isinstance(only["text"].value, str) else blocks


def _content(message: Draft, members: Native) -> list[Draft]:
    content, blocks = members["content"], members["content_blocks"]
    if blocks.is_there and (not content.is_there or content.value in (None, "", [])):
        content = blocks
    if isinstance(content.value, str):
        return _words(members, content)
    if is_list(content.value):
        known = _known_calls(members)
        return [
            part_of(block)
            for block in content.elements()
            if not _is_repeated(message, block, known)
        ]
    return [unknown_part(content)] if content.is_there and content.value is not None else []


def _words(members: Native, content: Native) -> list[Draft]:
    """Text; empty beside calls, it is only there because the member has to be."""
    if content.text or not (members["tool_calls"].value or members["invalid_tool_calls"].value):
        return [text_part(content)]
    return []


def _known_calls(members: Native) -> list[tuple[object, object, object]]:
    return [
        (call["id"].value, call["name"].value, call["args"].value)
        for call in members["tool_calls"].elements()
    ]


def _is_repeated(message: Draft, block: Native, known: list[tuple[object, object, object]]) -> bool:
    if block["type"].text not in (*CALLS, "tool_use"):
        return False
    written = block["args"] if block["args"].is_there else block["input"]
    if (block["id"].value, block["name"].value, written.value) not in known:
        return False
    message.drop(block, REPEATED)
    return True


def _calls(members: Native) -> list[Draft]:
    names = ("tool_calls", "invalid_tool_calls")
    return [tool_part(call) for name in names for call in members[name].elements()]


def _errors(message: Draft, members: Native) -> None:
    """What was wrong with calls that the model wrote badly; the calls themselves are parts."""
    for call in members["invalid_tool_calls"].elements():
        if call["error"].text:
            error = Draft()
            error.take(call["error"], "/error")
            error.take(call["id"], "/call_id")
            message.append("/meta/invalid_tool_calls", error)


def _thoughts(members: Native) -> list[Draft]:
    """Reasoning that integrations put beside the content."""
    thought = members["additional_kwargs"]["reasoning_content"]
    if not thought.is_there or thought.value is None:
        return []
    part = Draft(type="reasoning", withheld=True)
    part.drop(thought, REASONING_WITHHELD)
    return [part]
