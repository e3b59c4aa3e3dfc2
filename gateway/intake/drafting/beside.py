"""What stands beside the messages: ids, models, and canonical members under ``handoff``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id

Members: TypeAlias = tuple[tuple[str, str, Any], ...]
"""Native name, place, type. Of several for one place the first that fits stands."""

BESIDE_MESSAGES: Members = (
    ("conversation_id", "/conversation/id", Id),
    ("id", "/conversation/id", Id),
    ("thread_id", "/correlation/thread_id", Id),
    ("session_id", "/correlation/session_id", Id),
    ("run_id", "/correlation/run_id", Id),
    ("user", "/customer/id", Id),
    ("user_id", "/customer/id", Id),
)
"""What bots of any make write beside a list of messages."""


def take_members(draft: Draft, holder: Native, table: Members) -> None:
    """Takes each member of the table where it fits; a whole number fits as an id, as text."""
    there = holder.value if holder.is_object else ()
    for name, place, type_ in table:
        if name not in there:
            continue
        member = holder[name]
        if type_ is Id and type(member.value) is int:
            draft.make(place, str(member.value), member)
        else:
            draft.take(member, place, type_)


def take_given(draft: Draft, given: Native) -> None:
    """Canonical members that a sender gives under ``handoff``, all but the messages; to be taken
    before what is read elsewhere, which they stand against.
    """
    if not given.is_there:
        return
    for name, member in given.members():
        if name != "conversation":
            draft.take(member, f"/{escape(name)}")
    take_conversation(draft, given["conversation"])
    for empty in (given, given["conversation"]):
        if empty.value == {}:
            draft.drop(empty, "empty_member")


def take_conversation(draft: Draft, conversation: Native) -> None:
    """The members of a canonical conversation but its messages."""
    for name, member in conversation.members():
        if name != "messages":
            draft.take(member, f"/conversation/{escape(name)}")


def take_variables(draft: Draft, holder: Native, read: Iterable[str] = ()) -> None:
    """The members of an object that are not ``read``, as variables of the conversation."""
    known = frozenset(read)
    for name, member in holder.members():
        if name not in known:
            draft.take(member, f"/conversation/variables/{escape(name)}")


def take_model(draft: Draft, name: Native) -> None:
    """A model that took part; one that is named often is listed once."""
    if not name.text:
        return
    models = draft.at("/provenance/models")
    for index, model in enumerate(models if is_list(models) else ()):
        if is_object(model) and model.get("name") == name.value:
            draft.says(f"/provenance/models/{index}/name", name)
            return
    item = Draft()
    item.take(name, "/name")
    draft.append("/provenance/models", item)
