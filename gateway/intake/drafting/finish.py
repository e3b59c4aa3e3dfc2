"""The last step of a normalizer: what nobody read is kept, what the schema needs is added."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import cast

from msgspec import UNSET

from gateway.intake.drafting.blank import is_blank, is_whole
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native, token
from gateway.intake.drafting.trail import Read, node_of
from gateway.intake.lazy import LazyMap
from gateway.intake.normalized import Normalized
from gateway.intake.numbering import message_ids
from gateway.intake.shape import is_list
from gateway.schema.scalars import Json

MESSAGES = "/conversation/messages"

# Room for a number within the 255 characters of an id.
_LONGEST_TURN = 200


def number_messages(draft: Draft, turn: Json = None) -> list[str]:
    """An id for each message, now and not at the door: intents and others point to them.

    ``turn``, if it is text, goes before the numbers: messages of several turns, which came in one
    by one, are then told apart.
    """
    messages = draft.at(MESSAGES)
    if not is_list(messages):
        return []
    prefix = f"{turn[:_LONGEST_TURN]}." if isinstance(turn, str) and turn else ""
    given = [message.get("id") for message in messages]
    ids = message_ids(given)
    if prefix:
        ids = [id_ if own == id_ else prefix + id_ for own, id_ in zip(given, ids, strict=True)]
    for message, id_ in zip(messages, ids, strict=True):
        message["id"] = id_
    return ids


def finish(
    document: Json, draft: Draft, *, optional: Collection[str] = (), is_numbered: bool = False
) -> Normalized:
    """The normalized document. ``is_numbered``: all messages have ids already.

    Members named in ``optional`` say nothing where they are null or empty; everything else that
    no rule read is left unmapped, as whole as it can be.
    """
    if draft.at(MESSAGES) is UNSET:
        draft.make(MESSAGES, [])
    if not is_numbered:
        number_messages(draft)
    sweeper = _Sweeper(frozenset(optional))
    sweeper.sweep(Native("", document), draft.trail.read())
    return Normalized(
        handoff=draft.value,
        mapped=(mapped := LazyMap(draft.trail.all_leaves)),
        unmapped=sweeper.unmapped | draft.left,
        noise=LazyMap(lambda: _noise(draft, sweeper, mapped)),
        generated=tuple(draft.generated),
        loss=tuple(draft.losses),
        lifts=True,
        is_swept=True,
        is_unnamed="id" not in draft.value["conversation"],
    )


def _noise(draft: Draft, sweeper: _Sweeper, mapped: Mapping[str, object]) -> dict[str, str]:
    """What is said anywhere is no noise."""
    return {at: why for at, why in draft.noise.items() if at not in mapped} | sweeper.blank


def leave(draft: Draft, message: Native, read: Read, optional: Collection[str]) -> None:
    """What of a message that was read by form stays unmapped: all that is not in ``read``."""
    sweeper = _Sweeper(frozenset(optional))
    sweeper.sweep(message, read)
    draft.left |= sweeper.unmapped


def unread(draft: Draft, native: Native) -> dict[str, Json]:
    """The largest values within a member of which nothing was read."""
    sweeper = _Sweeper(frozenset())
    sweeper.sweep(native, node_of(native, draft.trail.read()))
    return sweeper.unmapped


class _Sweeper:
    """Finds the largest values of which nothing was read."""

    def __init__(self, optional: frozenset[str]) -> None:
        self.unmapped: dict[str, Json] = {}
        self._blank: list[tuple[list[str | int], str]] = []
        self._optional = optional
        self._from = ""
        self._path: list[str | int] = []

    @property
    def blank(self) -> dict[str, str]:
        """What says nothing, and why."""
        return {self._pointer(path): why for path, why in self._blank}

    def sweep(self, native: Native, read: Read | bool) -> None:
        """What of a value is not in the tree of what was read."""
        self._from = native.at
        if self._is_unread(native.value, read):
            self.unmapped[native.at] = native.value

    def _is_unread(self, value: Json, read: Read | bool) -> bool:
        """Whether nothing in it was read; where something was, what was not is ``unmapped``."""
        if read is True:
            return False
        entries = _entries(value)
        if not entries:
            return not self._is_blank(value)
        unread = [entry for entry in entries if self._is_below(*entry, read)]
        if len(unread) == len(entries):
            return True
        if unread:
            at = self._pointer(self._path)
            self.unmapped |= {f"{at}/{token(key)}": child for key, child in unread}
        return False

    def _is_below(self, key: str | int, child: Json, read: Read | bool) -> bool:
        """``read`` is False within what was looked through already and is not whole."""
        below = read.get(str(key)) if read and read is not True else None
        if below is True:
            return False
        if below is None and child:
            is_new = read is not False
            if not isinstance(child, dict | list) or (is_new and is_whole(child, self._optional)):
                return True
        self._path.append(key)
        is_unread = self._is_unread(child, False if below is None else below)
        self._path.pop()
        return is_unread

    def _is_blank(self, value: Json) -> bool:
        if not self._path or not is_blank(str(self._path[-1]), value, self._optional):
            return False
        self._blank.append(([*self._path], "null_member" if value is None else "empty_member"))
        return True

    def _pointer(self, path: Iterable[str | int]) -> str:
        return self._from + "".join([f"/{token(key)}" for key in path])


def _entries(value: Json) -> Collection[tuple[str | int, Json]]:
    if isinstance(value, dict):
        return cast("dict[str, Json]", value).items()
    return tuple(enumerate(value)) if is_list(value) else ()
