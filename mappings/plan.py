"""A plan: a mapping that compiled. Applying it to a handoff is pure and always gives the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct

from mappings.accounting import account
from mappings.budget import is_part, within_budget
from mappings.canonical import Fit
from mappings.capsule import CapsuleRule
from mappings.document import Budget
from mappings.errors import MappingStopped
from mappings.fitting import fitted
from mappings.items import Held
from mappings.nodes import Context
from mappings.note import Rest, note_result
from mappings.problems import MappingProblem
from mappings.rule import NoteRule, Rule
from mappings.translation import CapsuleResult, FieldResult, Placement, Translation
from mappings.unmapped import rest_of


class Plan(Struct, frozen=True, kw_only=True):
    """``sha256`` is of the mapping's text; ``match`` the field by which a retry finds its work.

    ``stale`` says which rules are left out, because the vendor no longer supports them.
    """

    name: str
    object: str
    sha256: str
    match: str | None
    rules: tuple[Rule, ...]
    note: NoteRule | None
    capsule: CapsuleRule | None
    unmapped: Literal["capsule", "note", "stop"]
    leaves: Callable[[Any], Mapping[str, Any]]
    fit: Fit
    budget: Budget | None = None
    stale: tuple[MappingProblem, ...] = ()

    def apply(
        self, handoff: Any, destination: Mapping[str, Any], handoff_url: str = ""
    ) -> Translation:
        """Fields, note and capsule for one handoff; ``account`` tells the fate of every leaf.

        ``destination`` holds the settings that ``@destination.x`` reads; no secrets belong in it.
        Raises ``MappingStopped`` where the mapping says that such a handoff must not leave.
        """
        context = Context(handoff=handoff, destination=destination, handoff_url=handoff_url)
        fields, spilled = _fields(self.rules, context, self.fit)
        if self.budget and not self._budgets_note:
            fields, _ = within_budget(self.budget, fields, None)
        capsule = self.capsule.apply(context, self.leaves) if self.capsule else None
        rest = self._rest(handoff, fields, capsule) if self.unmapped == "note" else None
        note = note_result(self.note, spilled, context, self.fit, rest) if self.note else None
        if self.budget and self._budgets_note:
            fields, note = within_budget(self.budget, fields, note)
        made = Translation(
            object=self.object, fields=fields, note=note, capsule=capsule, stale=self.stale
        )
        if self.unmapped == "stop":
            _demand_placed(made, self.leaves(handoff))
        return made

    @property
    def _budgets_note(self) -> bool:
        """Whether the note counts; otherwise it can still list what the budget gives up."""
        whole = self.budget.field if self.budget else ""
        return self.note is not None and is_part(self.note.to, whole)

    def _rest(
        self, handoff: Any, fields: tuple[FieldResult, ...], capsule: CapsuleResult | None
    ) -> Rest:
        """What has no place of its own, for ``unmapped = "note"``."""
        return lambda prints: rest_of(self.leaves(handoff), fields, prints, capsule)


def _fields(
    rules: tuple[Rule, ...], context: Context, fit: Fit
) -> tuple[tuple[FieldResult, ...], list[tuple[Rule, Held]]]:
    found: dict[str, FieldResult] = {}
    spilled: list[tuple[Rule, Held]] = []
    for rule in rules:
        if rule.when is not None and not rule.when(context):
            continue
        result = rule.direct(context) if rule.direct is not None else None
        if result is not None:
            found[rule.to] = _joined(found[rule.to], result) if rule.to in found else result
            continue
        held = rule.take(context)
        if held is None:
            _leave_empty(rule, found)
            continue
        kept = fitted(rule, held, fit)
        if kept is not held and rule.overflow == "note":
            spilled.append((rule, held))
        if kept is not None:
            found[rule.to] = _joined(found.get(rule.to), _result(rule, kept))
    return tuple(found.values()), spilled


def _leave_empty(rule: Rule, found: dict[str, FieldResult]) -> None:
    if rule.when_empty == "stop":
        message = f'"{rule.to}" needs a value, and this handoff has none for it.'
        raise MappingStopped("S502", message, rule.line)
    if rule.when_empty == "clear" and rule.to not in found:
        found[rule.to] = FieldResult(name=rule.to, value=None, line=rule.line)


def _result(rule: Rule, held: Held) -> FieldResult:
    is_list = isinstance(held.value, list)
    placements = tuple(
        [
            Placement(
                pointer=mark.pointer, fate=mark.fate, element=mark.element if is_list else None
            )
            for mark in held.marks
        ]
    )
    return FieldResult(name=rule.to, value=held.value, placements=placements, line=rule.line)


def _joined(first: FieldResult | None, second: FieldResult) -> FieldResult:
    """Rules for the same list add to it, in their order; what is there already is not repeated."""
    if first is None or first.value is None:
        return second
    return FieldResult(
        name=first.name,
        value=list(dict.fromkeys([*first.value, *second.value])),
        placements=(*first.placements, *second.placements),
        line=first.line,
    )


def _demand_placed(made: Translation, leaves: Mapping[str, Any]) -> None:
    fates = account(made, leaves)
    unplaced = tuple(pointer for pointer, fate in fates.items() if fate == "capsule")
    if unplaced:
        message = f"{len(unplaced)} values of this handoff have no field and are not in the note."
        raise MappingStopped("S503", message, 0, unplaced)
