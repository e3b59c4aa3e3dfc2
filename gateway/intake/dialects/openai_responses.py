"""OpenAI's Responses: a response, the items that went in, or a list of them.

Read in openai 3.51.0. Earlier turns may be known only by ``previous_response_id``: the transcript
then begins by saying so.
"""

from __future__ import annotations

from typing import Any

from gateway.intake.dialects.openai.item_content import TEXTS, content_parts
from gateway.intake.dialects.openai.items import ITEM_TYPES, ROLES, Turns
from gateway.intake.dialects.openai.usual_items import USUAL
from gateway.intake.drafting.beside import (
    Members,
    take_given,
    take_members,
    take_model,
)
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.knowledge import mark_cited
from gateway.intake.drafting.moments import SECONDS, take_moment
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part
from gateway.intake.drafting.retrieved import take_retrieved
from gateway.intake.drafting.turns import add_message
from gateway.intake.drafting.usual import Usual, explained, read_all
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json
from gateway.sdk.errors import InvalidHandoff, Problem

EARLIER_TURNS = "earlier_turns_elsewhere"
INCOMPLETE = "response_incomplete"
FAILED = "response_failed"

_BESIDE: Members = (
    ("conversation_id", "/conversation/id", Id),
    ("thread_id", "/correlation/thread_id", Id),
    ("session_id", "/correlation/session_id", Id),
    ("id", "/correlation/run_id", Id),
    ("user", "/customer/id", Id),
    ("safety_identifier", "/customer/id", Id),
    ("metadata", "/conversation/variables", dict[str, Any]),
)

# The SDK's model_dump() writes all of these.
_OPTIONAL = frozenset(
    {"annotations", "logprobs", "phase", "status", "content", "encrypted_content", "summary"}
    | {"results", "caller", "namespace", "async_", "error", "instructions", "attributes"}
    | {"previous_response_id", "incomplete_details", "metadata", "conversation", "tools"}
    | {"access_programs", "background", "completed_at", "image", "input_transformations"}
    | {"max_output_tokens", "max_tool_calls", "moderation", "prompt", "prompt_cache_diagnostics"}
    | {"prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "reasoning"}
    | {"safety_identifier", "service_tier", "text", "tool_usage", "top_logprobs", "truncation"}
    | {"usage", "user", "created_at", "temperature", "top_p", "tool_choice", "store", "id"}
    | {"cache_write_tokens_details", "output", "input", "acknowledged_safety_checks"}
)


def recognises(document: Json) -> bool:
    """A response, or a list of items under ``input``, ``output`` or alone of which one at least is
    no plain chat message.
    """
    if is_list(document):
        return _are_items(document)
    if not is_object(document):
        return False
    if document.get("object") == "response":
        return is_list(document.get("output"))
    lists = [document[name] for name in ("input", "output") if name in document]
    return bool(lists) and all(map(is_list, lists)) and _are_items([i for of in lists for i in of])


def normalize(document: Json) -> Normalized:
    """The items as a conversation. Raises ``InvalidHandoff`` where there are none."""
    return explained(translate, document, USUAL)


def translate(document: Json, usual: Usual | None) -> Normalized:
    """The items as a conversation, by rule where they are of no ``usual`` form."""
    native = Native("", document)
    lists = [native] if is_list(document) else [native["input"], native["output"]]
    if not any(is_list(items.value) or items.text for items in lists):
        problem = Problem(code="handoff.invalid_member", detail=f"must be {dialect.looks_like}")
        raise InvalidHandoff(problems=[problem])
    draft = Draft()
    take_given(draft, native["handoff"])
    _beside(draft, native)
    _before(draft, native)
    for items in lists:
        _read(draft, items, usual)
    _after(draft, native)
    take_retrieved(draft, native)
    mark_cited(draft)
    return finish(document, draft, optional=_OPTIONAL)


def _are_items(items: list[Json]) -> bool:
    return all(map(_is_item, items)) and any(map(_is_telling, items))


def _is_item(item: Json) -> bool:
    if not is_object(item):
        return False
    type_ = item.get("type", "message")
    if type_ == "message":
        return item.get("role") in tuple(ROLES) and "content" in item
    return isinstance(type_, str) and _is_item_type(type_)


def _is_item_type(type_: str) -> bool:
    return type_ in ITEM_TYPES or type_.endswith(("_call", "_call_output"))


def _is_telling(item: dict[str, Json]) -> bool:
    """Whether no other dialect has it. Anthropic's messages have a type too, and a text block."""
    if item.get("type", "message") != "message":
        return True
    content = item["content"]
    blocks = content if is_list(content) else ()
    kinds = {block.get("type") for block in blocks if is_object(block)}
    is_text = "type" in item and not is_list(content)
    return is_text or not kinds.isdisjoint((TEXTS - {"text"}) | {"input_image", "input_file"})


def _beside(draft: Draft, document: Native) -> None:
    conversation = document["conversation"]
    draft.take(conversation["id"] if is_object(conversation.value) else conversation, _ID, Id)
    take_members(draft, document, _BESIDE)
    take_moment(draft, document["created_at"], "/occurred_at", SECONDS)
    take_model(draft, document["model"])


_ID = "/conversation/id"


def _before(draft: Draft, document: Native) -> None:
    """What comes before the first item: that turns are missing, and what the model was told."""
    earlier = document["previous_response_id"]
    if earlier.text:
        add_message(draft, Draft(role="system"), [event_part(EARLIER_TURNS, earlier)])
    instructions = document["instructions"]
    if is_list(instructions.value):
        Turns(draft).read(instructions)
    elif instructions.text:
        add_message(draft, Draft(role="system"), content_parts(instructions))


def _read(draft: Draft, items: Native, usual: Usual | None) -> None:
    if items.text:
        add_message(draft, Draft(role="customer"), content_parts(items))
    elif items.value == []:
        draft.make("/conversation/messages", [])
        draft.says("/conversation/messages", items)
    else:
        read_all(draft, items, usual, lambda draft, items: Turns(draft).read(items))


def _after(draft: Draft, document: Native) -> None:
    """How the response ended, where it did not end well."""
    for name, event in (("incomplete_details", INCOMPLETE), ("error", FAILED)):
        if document[name].is_there and document[name].value is not None:
            message = Draft(role="system")
            if document["status"].text in ("incomplete", "failed"):
                message.says("/content/0/name", document["status"])
            add_message(draft, message, [event_part(event, document[name])])
    if document["status"].text == "completed":
        draft.drop(document["status"], "finished")


dialect = Dialect(
    name="openai_responses",
    version="3.51.0",
    looks_like=(
        'a response of OpenAI\'s Responses API, or a list of its items, alone or under "input" '
        'and "output"'
    ),
    recognises=recognises,
    normalize=normalize,
)
