"""OpenAI's chat messages, as a bot keeps them: the whole list, a wrapper around it, one reply.

Facts and traps: ``docs/guides/dialect-openai-chat.md``. Read in openai 3.51.0.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from msgspec import Struct

from gateway.intake.dialects.openai.content import is_known
from gateway.intake.dialects.openai.messages import (
    EMPTY_MEMBER,
    NULL_MEMBER,
    ROLES,
    canonical_message,
)
from gateway.intake.drafting.conversation_id import conversation_id
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import unread
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.retrieved import take_retrieved
from gateway.intake.normalized import Dialect, Ledger, Normalized, place
from gateway.intake.numbering import message_ids
from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import escape
from gateway.schema.origin import Generated
from gateway.schema.scalars import Id, Json
from gateway.sdk.errors import InvalidHandoff, Problem

# ``traj`` is what tau-bench calls it; its recorded conversations come in as they are.
_LISTS = ("messages", "traj")

_MESSAGES = "/conversation/messages"

# A message without any of these says nothing here; one with `parts` is of another dialect.
_SAYS = frozenset({"content", "refusal", "audio", "function_call", "tool_calls"})

# Responses items and LangChain messages can have a role too; messages of this dialect have no type.
_OTHERS = ("message", "chat")

# Members beside the messages: native name, canonical path, type. The first that fits stands.
_BESIDE: tuple[tuple[str, tuple[str, ...], Any], ...] = (
    ("conversation_id", ("conversation", "id"), Id),
    ("id", ("conversation", "id"), Id),
    ("thread_id", ("correlation", "thread_id"), Id),
    ("session_id", ("correlation", "session_id"), Id),
    ("run_id", ("correlation", "run_id"), Id),
    ("user", ("customer", "id"), Id),
    ("metadata", ("conversation", "variables"), dict[str, Any]),
)

# The id of a chat.completion is that of one reply, not of the conversation.
_BESIDE_A_REPLY: tuple[tuple[str, tuple[str, ...], Any], ...] = (
    ("id", ("correlation", "run_id"), Id),
    ("metadata", ("conversation", "variables"), dict[str, Any]),
)


class _Found(Struct, frozen=True, kw_only=True):
    """The messages by their native pointers, ``list_at`` the pointer of their list, and the
    members ``beside`` them.
    """

    messages: tuple[tuple[str, Json], ...]
    list_at: str
    beside: dict[str, Json] = {}
    unread: dict[str, Json] = {}
    is_reply: bool = False


def recognises(document: Json) -> bool:
    """Messages, all with roles and content of this dialect, in a list, in a wrapper or in a
    completion.
    """
    found = _find(document)
    # Anthropic's messages have the same roles, with the system prompt beside them.
    if found is None or not found.messages or "system" in found.beside:
        return False
    return all(_is_one_of_ours(message) for _, message in found.messages)


def normalize(document: Json) -> Normalized:
    """The conversation, and the members beside it.

    Raises ``InvalidHandoff`` where there are no messages or one is no object.
    """
    found = _find(document)
    if found is None:
        raise InvalidHandoff(problems=[_problem("", f"must be {dialect.looks_like}")])
    _check_messages(found)
    ledger = Ledger()
    handoff = _nested(found.beside, ledger)
    retrieved = _retrieved(found, handoff, ledger)
    _beside(found, handoff, ledger)
    generated = _conversation_id(document, handoff)
    handoff["conversation"]["messages"] = _messages(found, ledger)
    return Normalized(
        handoff=handoff,
        mapped=ledger.mapped,
        unmapped=ledger.unmapped,
        noise=ledger.noise,
        generated=(*generated, *retrieved.generated),
        loss=tuple(retrieved.losses),
        lifts=True,
    )


def _find(document: Json) -> _Found | None:
    if is_list(document):
        return _Found(messages=_numbered(document, ""), list_at="")
    if not is_object(document):
        return None
    for name in _LISTS:
        messages = document.get(name)
        if is_list(messages):
            beside = {other: value for other, value in document.items() if other != name}
            return _Found(
                messages=_numbered(messages, f"/{name}"), list_at=f"/{name}", beside=beside
            )
    return _find_reply(document)


def _find_reply(document: dict[str, Json]) -> _Found | None:
    """A ``chat.completion``: the message of its first choice."""
    choices = document.get("choices")
    first = choices[0] if is_list(choices) and choices else None
    if not is_object(first) or not is_object(first.get("message")):
        return None
    unread = {f"/choices/{index}": value for index, value in enumerate(choices or []) if index}
    for name, value in first.items():
        if name != "message":
            unread[f"/choices/0/{escape(name)}"] = value
    return _Found(
        messages=(("/choices/0/message", first["message"]),),
        list_at="/choices",
        beside={name: value for name, value in document.items() if name != "choices"},
        unread=unread,
        is_reply=True,
    )


def _numbered(messages: list[Json], at: str) -> tuple[tuple[str, Json], ...]:
    return tuple((f"{at}/{index}", message) for index, message in enumerate(messages))


def _is_one_of_ours(message: Json) -> bool:
    if not is_object(message) or message.get("role") not in tuple(ROLES):
        return False
    if _SAYS.isdisjoint(message) or message.get("type") in _OTHERS:
        return False
    content = message.get("content")
    return not is_list(content) or all(map(is_known, content))


def _check_messages(found: _Found) -> None:
    problems = [
        _problem(at, "must be an object")
        for at, message in found.messages
        if not is_object(message)
    ]
    if problems:
        raise InvalidHandoff(problems=problems)


def _problem(pointer: str, detail: str) -> Problem:
    return Problem(code="handoff.invalid_member", pointer=pointer, detail=detail)


def _messages(found: _Found, ledger: Ledger) -> list[dict[str, Json]]:
    if not found.messages:
        ledger.map(found.list_at, _MESSAGES)
    made = [
        canonical_message(message, at, f"{_MESSAGES}/{index}", ledger)
        for index, (at, message) in enumerate(found.messages)
    ]
    # Now and not at the door: what is lifted points to messages by their ids.
    ids = message_ids([message.get("id") for message in made])
    return [{**message, "id": id_} for message, id_ in zip(made, ids, strict=True)]


def _nested(beside: dict[str, Json], ledger: Ledger) -> dict[str, Json]:
    """The canonical members that a sender gives under ``handoff``, all but the messages."""
    given = beside.get("handoff")
    handoff: dict[str, Json] = deepcopy(given) if is_object(given) else {}
    if "handoff" in beside and not is_object(given):
        ledger.leave("/handoff", given)
    conversation = handoff.pop("conversation", {})
    if not is_object(conversation):
        ledger.leave("/handoff/conversation", conversation)
        conversation = {}
    if "messages" in conversation:
        ledger.leave("/handoff/conversation/messages", conversation.pop("messages"))
    for name, value in (*handoff.items(), ("conversation", conversation)):
        if value or name in handoff:
            ledger.move(f"/handoff/{escape(name)}", value, f"/{escape(name)}")
    _drop_empty(given, ledger)
    return {**handoff, "conversation": conversation}


def _drop_empty(given: Json, ledger: Ledger) -> None:
    if given == {}:
        ledger.drop("/handoff", EMPTY_MEMBER)
    if is_object(given) and given.get("conversation") == {}:
        ledger.drop("/handoff/conversation", EMPTY_MEMBER)


def _retrieved(found: _Found, handoff: dict[str, Json], ledger: Ledger) -> Draft:
    """Retrieved documents, taken out of the members ``beside`` the messages."""
    draft = Draft()
    draft.value = handoff
    beside = Native("", found.beside)
    for name in take_retrieved(draft, beside):
        ledger.unmapped |= unread(draft, beside[name])
        del found.beside[name]
    ledger.mapped |= draft.mapped
    ledger.noise |= {at: why for at, why in draft.noise.items() if at not in draft.mapped}
    return draft


def _beside(found: _Found, handoff: dict[str, Json], ledger: Ledger) -> None:
    read = {"handoff"}
    for name, path, type_ in _BESIDE_A_REPLY if found.is_reply else _BESIDE:
        value = found.beside.get(name)
        value = str(value) if type_ is Id and type(value) is int else value
        if name in found.beside and place(handoff, path, value, type_):
            ledger.move(f"/{name}", value, "/" + "/".join(path))
            read.add(name)
    if _place_model(found.beside.get("model"), handoff):
        ledger.map("/model", "/provenance/models/0/name")
        read.add("model")
    for name, value in found.beside.items():
        if name not in read and value is None:
            ledger.drop(f"/{escape(name)}", NULL_MEMBER)
            read.add(name)
    ledger.rest("", found.beside, frozenset(read))
    for pointer, value in found.unread.items():
        ledger.leave(pointer, value)


def _place_model(model: Json, handoff: dict[str, Json]) -> bool:
    if not isinstance(model, str):
        return False
    return place(handoff, ("provenance", "models"), [{"name": model}], list[Any])


def _conversation_id(document: Json, handoff: dict[str, Json]) -> tuple[Generated, ...]:
    """This dialect has no conversation id. One made of the document stays the same on a retry."""
    if "id" in handoff["conversation"]:
        return ()
    handoff["conversation"]["id"] = conversation_id(dialect.name, document)
    return (Generated(path="/conversation/id", rule="openai_chat.conversation_id"),)


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
