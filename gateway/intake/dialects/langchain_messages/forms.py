"""The forms in which LangChain writes a message, told apart by their keys.

Nothing is ever constructed: ``langchain_core.load.loads`` runs the constructor that a document
names, and this document came from outside. The names are read as words.
"""

from __future__ import annotations

from msgspec import Struct

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Json

ENVELOPE = "constructor_envelope"
"""Noise: the words of LangChain's serializer around a message."""

TYPES = {
    "human": "customer",
    "user": "customer",
    "ai": "bot",
    "assistant": "bot",
    "system": "system",
    "developer": "system",
    "tool": "tool",
    "function": "tool",
    "chat": "other",
    "remove": "system",
}

_CHUNK = "MessageChunk"
_CLASS = "Message"


class Form(Struct, frozen=True):
    """A message: the members that say something, and the native members that name its type."""

    kind: str
    members: Native
    named: tuple[Native, ...]
    envelope: tuple[Native, ...] = ()


def form_of(message: Native) -> Form | None:
    """The form of a message, None where it is none of the three."""
    if message["lc"].is_there and message["kwargs"].is_object:
        return _constructor(message)
    if message["data"].is_object and message["type"].text:
        inner = message["data"]
        return _of(inner, message["type"], inner["type"])
    if message["type"].text:
        return _of(message, message["type"])
    return None


def is_message(message: Json) -> bool:
    """Whether it is a message in one of the forms, of a type that there is."""
    if not is_object(message):
        return False
    form = form_of(Native("", message))
    if form is None or form.kind not in TYPES:
        return False
    members = form.members.value
    return "role" not in members or form.kind == "chat"


def says(draft: Draft, form: Form) -> None:
    """Accounts for the members that name the type; ``draft`` is the message."""
    draft.says("/role", *(native for native in form.named if native.text))
    for native in form.envelope:
        draft.drop(native, ENVELOPE)


def _constructor(message: Native) -> Form | None:
    members, path = message["kwargs"], message["id"]
    names = path.value if is_list(path.value) else []
    last = path[len(names) - 1] if names else path
    if not last.text.endswith((_CLASS, _CHUNK)):
        return None
    parents = tuple(path[index] for index in range(len(names) - 1))
    return Form(
        kind=_kind(last.text),
        members=members,
        named=(last, members["type"]),
        envelope=(message["lc"], message["type"], *parents),
    )


def _of(members: Native, *named: Native) -> Form:
    return Form(kind=_kind(named[-1].text or named[0].text), members=members, named=named)


def _kind(name: str) -> str:
    """ "human" of human, HumanMessage and HumanMessageChunk."""
    return name.removesuffix(_CHUNK).removesuffix(_CLASS).lower()
