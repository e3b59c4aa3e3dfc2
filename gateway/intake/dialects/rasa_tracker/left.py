"""What of an event nobody reads: it stays unmapped, as whole as it can be."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from gateway.intake.dialects.rasa_tracker.blank import FLAGS, OPTIONAL
from gateway.intake.drafting.blank import is_blank, is_whole
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import leave
from gateway.intake.drafting.native import Native, token
from gateway.intake.shape import is_object
from gateway.schema.scalars import Json


class Whole(Struct, frozen=True):
    """Whether a value can be left as it is, remembered of the ``last`` one that can: what a
    tracker's events say beside their meaning is mostly the same.
    """

    last: list[Json]

    def is_whole(self, value: Json) -> bool:
        """Whether nothing in the value is blank and it names no flag."""
        if value in self.last:
            return True
        if not FLAGS.isdisjoint(value) or not is_whole(value, OPTIONAL):
            return False
        self.last[:] = [value]
        return True


def leave_event(draft: Draft, at: str, event: Json, sender: str) -> None:
    """All of it but the sender, whom each event names again, and flags that are off."""
    if not is_object(event):
        leave_value(draft, at, event)
        return
    read = flags_off(event)
    if event.get("sender_id") == sender:
        read.add("sender_id")
    parsed = event.get("parse_data")
    place = f"{at}/parse_data"
    if is_object(parsed) and _leave_flagged(draft, f"{place}/metadata", parsed.get("metadata")):
        leave_members(draft, place, parsed, {"metadata"})
        read.add("parse_data")
    if _leave_flagged(draft, f"{at}/metadata", event.get("metadata")):
        read.add("metadata")
    leave_members(draft, at, event, read)


def leave_members(draft: Draft, at: str, members: dict[str, Json], read: Collection[str]) -> None:
    """The members that were not ``read``; all together where they are all there are."""
    if not read and is_whole(members, OPTIONAL):
        draft.left[at] = members
        return
    for name, value in members.items():
        if name not in read and not is_blank(name, value, OPTIONAL):
            leave_value(draft, f"{at}/{token(name)}", value)


def leave_value(draft: Draft, at: str, value: Json) -> None:
    """A value that is not blank; members in it may be."""
    if is_whole(value, OPTIONAL):
        draft.left[at] = value
    else:
        leave(draft, Native(at, value), {}, OPTIONAL)


def flags_off(members: dict[str, Json]) -> set[str]:
    """The flags among the members that are there and off."""
    if FLAGS.isdisjoint(members):
        return set()
    return {flag for flag in FLAGS if members.get(flag) is False}


def _leave_flagged(draft: Draft, at: str, metadata: Json) -> bool:
    """Leaves metadata in which flags are off; False where none is."""
    flags = flags_off(metadata) if is_object(metadata) else set[str]()
    if flags:
        leave_members(draft, at, metadata, flags)
    return bool(flags)
