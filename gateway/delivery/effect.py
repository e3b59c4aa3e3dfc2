"""Effect diff: what another mapping would have made of handoffs that really happened.

The counts name fields of the vendor and fields of the schema, never what a customer said: what
stands under free names (``customer.attributes.*``) is counted without them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import UNSET, Struct

from gateway.delivery.leaf_paths import leaf_path
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from mappings import MappingStopped, Plan
from mappings.accounting import account
from mappings.fate import Fate


class Seen(Struct, frozen=True, kw_only=True):
    """A handoff of the past; ``visible`` is what ``@destination.x`` read where it went."""

    id: str
    handoff: Handoff
    visible: Mapping[str, Any]


class FieldEffect(Struct, frozen=True, kw_only=True):
    """On how many handoffs a field gets another value, gets one for the first time, or loses it."""

    field: str
    changes: int = 0
    appears: int = 0
    disappears: int = 0


class FateEffect(Struct, frozen=True, kw_only=True):
    """How many leaves under a path had one fate and would have another."""

    leaf: str
    before: Fate
    after: Fate
    count: int


class Effect(Struct, frozen=True, kw_only=True):
    """``affected`` of ``handoffs`` would have been delivered otherwise, or not at all.

    ``stopped`` and ``freed`` count those that only the new or only the old mapping stops before
    anything is sent; of them nothing else is counted. ``note`` and ``capsule`` are about the
    note's text and about what the copy leaves out, as fields of that name.
    """

    handoffs: int
    affected: int
    stopped: int
    freed: int
    fields: tuple[FieldEffect, ...]
    note: FieldEffect
    capsule: FieldEffect
    fates: tuple[FateEffect, ...]


class ShownChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One field before and after, with the customer's text; absent where it had no value."""

    field: str
    before: Any = UNSET
    after: Any = UNSET


class Shown(Struct, frozen=True, kw_only=True):
    """One handoff, told in full. ``stopped_before`` and ``stopped_after`` say why it stopped."""

    id: str
    changes: tuple[ShownChange, ...]
    stopped_before: str | None = None
    stopped_after: str | None = None


class _Made(Struct, frozen=True, kw_only=True):
    """What one mapping makes of one handoff; ``stop`` is why it makes nothing."""

    fields: dict[str, Any] = {}
    note: dict[str, Any] = {}
    capsule: dict[str, Any] = {}
    fates: dict[str, Fate] = {}
    stop: str | None = None


_NOTHING = _Made()


class Tally:
    """Adds handoffs up one by one, so that no more than one is in memory."""

    def __init__(self, before: Plan | None, after: Plan | None) -> None:
        self._before = before
        self._after = after
        self._total: Counter[str] = Counter()
        self._fields: Counter[tuple[str, str]] = Counter()
        self._fates: Counter[tuple[str, Fate, Fate]] = Counter()

    def add(self, seen: Seen) -> None:
        """Apply both mappings to one handoff and count what differs."""
        before, after = _make(self._before, seen), _make(self._after, seen)
        self._total["handoffs"] += 1
        if (before.stop is None) != (after.stop is None):
            self._total["freed" if before.stop else "stopped"] += 1
            self._total["affected"] += 1
        elif before.stop is None and self._differ(before, after):
            self._total["affected"] += 1

    def effect(self) -> Effect:
        """What was counted so far; the same handoffs give the same, in the same order."""
        names = sorted({name for name, _ in self._fields if name not in (_NOTE, _CAPSULE)})
        fates = tuple(
            FateEffect(leaf=leaf, before=before, after=after, count=count)
            for (leaf, before, after), count in sorted(self._fates.items())
        )
        return Effect(
            handoffs=self._total["handoffs"],
            affected=self._total["affected"],
            stopped=self._total["stopped"],
            freed=self._total["freed"],
            fields=tuple(self._field(name) for name in names),
            note=self._field(_NOTE),
            capsule=self._field(_CAPSULE),
            fates=fates,
        )

    def _field(self, name: str) -> FieldEffect:
        counts = {how: self._fields[name, how] for how in ("changes", "appears", "disappears")}
        return FieldEffect(field=name.removeprefix("\0"), **counts)

    def _differ(self, before: _Made, after: _Made) -> bool:
        found = [
            *_differences(before.fields, after.fields),
            *_differences(before.note, after.note),
            *_differences(before.capsule, after.capsule),
        ]
        self._fields.update(found)
        moved: list[tuple[str, Fate, Fate]] = [
            (leaf_path(pointer), fate, after.fates[pointer])
            for pointer, fate in before.fates.items()
            if after.fates.get(pointer, fate) != fate
        ]
        self._fates.update(moved)
        return bool(found or moved)


# No vendor's field is called like that.
_NOTE, _CAPSULE = "\0note", "\0capsule"


def effect(before: Plan | None, after: Plan | None, seen: Iterable[Seen]) -> Effect:
    """The effect of going over from one mapping to another; None is having no mapping."""
    tally = Tally(before, after)
    for one in seen:
        tally.add(one)
    return tally.effect()


def show(before: Plan | None, after: Plan | None, seen: Seen) -> Shown:
    """One handoff before and after, with its values: for whoever may read the handoff."""
    old, new = _make(before, seen), _make(after, seen)
    left, right = {**old.fields, **old.note}, {**new.fields, **new.note}
    changes = tuple(
        ShownChange(
            field=name.removeprefix("\0"),
            before=left.get(name, UNSET),
            after=right.get(name, UNSET),
        )
        for name, _ in sorted(_differences(left, right))
    )
    return Shown(id=seen.id, changes=changes, stopped_before=old.stop, stopped_after=new.stop)


def _make(plan: Plan | None, seen: Seen) -> _Made:
    if plan is None:
        return _NOTHING
    try:
        made = plan.apply(seen.handoff, seen.visible)
        fates = account(made, leaves(seen.handoff))
    except MappingStopped as stopped:
        return _Made(stop=str(stopped))
    if "stranded" in fates.values():
        return _Made(stop="S503: values of this handoff have no place.")
    capsule = made.capsule
    return _Made(
        fields={field.name: field.value for field in made.fields},
        note={_NOTE: made.note.body} if made.note else {},
        capsule={_CAPSULE: (capsule.kind, sorted(capsule.withheld))} if capsule else {},
        fates=fates,
    )


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            found.append((name, "disappears"))
        elif name not in before:
            found.append((name, "appears"))
        elif not _same(before[name], after[name]):
            found.append((name, "changes"))
    return found


def _same(one: Any, other: Any) -> bool:
    # 1 and True are equal to Python and not to a vendor.
    return type(one) is type(other) and one == other
