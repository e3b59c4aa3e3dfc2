"""UI messages of the Vercel AI SDK: a list of them, or the body that ``useChat`` posts.

Read in ai 6.0.326. A call and its result are one part there. ``step-start`` parts say where one
answer of the model ended and the next began; here each is a message, and so is each result.
"""

from __future__ import annotations

from gateway.intake.dialects.vercel_parts.parts import part_of
from gateway.intake.dialects.vercel_parts.steps import Steps
from gateway.intake.dialects.vercel_parts.usual import USUAL
from gateway.intake.drafting.beside import BESIDE_MESSAGES, take_given, take_members, take_model
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES, finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.retrieved import take_retrieved
from gateway.intake.drafting.turns import add_message, speaker, stray_message
from gateway.intake.drafting.usual import Usual, explained, read_each
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json
from gateway.sdk.errors import InvalidHandoff, Problem

ROLES = {"user": "customer", "assistant": "bot", "system": "system"}

_OPTIONAL = frozenset({"metadata", "parts", "filename", "title", "providerMetadata", "messageId"})


def recognises(document: Json) -> bool:
    """Messages with an id, a role and typed parts."""
    messages = document if is_list(document) else _under(document)
    return bool(messages) and all(map(_is_message, messages))


def normalize(document: Json) -> Normalized:
    """The messages as a conversation. Raises ``InvalidHandoff`` where there are none."""
    return explained(translate, document, USUAL)


def translate(document: Json, usual: Usual | None) -> Normalized:
    """The messages as a conversation, by rule where they are of no ``usual`` form."""
    native = Native("", document)
    messages = native if is_list(document) else native["messages"]
    if not is_list(messages.value):
        problem = Problem(code="handoff.invalid_member", detail=f"must be {dialect.looks_like}")
        raise InvalidHandoff(problems=[problem])
    draft = Draft()
    take_given(draft, native["handoff"])
    take_members(draft, native, BESIDE_MESSAGES)
    take_model(draft, native["model"])
    read_each(draft, messages, usual, _read)
    if not messages.value:
        draft.make(MESSAGES, [], messages)
    take_retrieved(draft, native)
    return finish(document, draft, optional=_OPTIONAL)


def _under(document: Json) -> list[Json]:
    messages = document.get("messages") if is_object(document) else None
    return messages if is_list(messages) else []


def _is_message(message: Json) -> bool:
    if not is_object(message) or message.get("role") not in tuple(ROLES):
        return False
    parts = message.get("parts")
    return "id" in message and is_list(parts) and all(is_object(p) and "type" in p for p in parts)


def _read(draft: Draft, message: Native) -> None:
    if not message.is_object:
        add_message(draft, *stray_message(message))
        return
    if ROLES.get(message["role"].text) == "bot":
        Steps(draft, message).read()
        return
    turn = speaker(message["role"], ROLES)
    turn.take(message["id"], "/id", Id)
    turn.take(message["metadata"], "/meta/metadata", dict)
    parts = message["parts"]
    if parts.value == []:
        turn.says("/content", parts)
    add_message(draft, turn, [part_of(draft, part) for part in parts.elements()])


dialect = Dialect(
    name="vercel_ai",
    version="6.0.326",
    looks_like=(
        "a list of UI messages of the Vercel AI SDK, each with an id, a role and parts, or an "
        'object with such "messages"'
    ),
    recognises=recognises,
    normalize=normalize,
)
