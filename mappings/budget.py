"""The budget: a limit on a whole object, kept by leaving some of its fields to the capsule."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from msgspec.structs import replace

from mappings.document import Budget, Document
from mappings.errors import MappingStopped
from mappings.problems import Problems, did_you_mean
from mappings.translation import FieldResult, NoteResult
from mappings.vendor_schema import VendorSchema
from mappings.vendor_side import UNITS

Fields = tuple[FieldResult, ...]


def within_budget(
    budget: Budget, fields: Fields, note: NoteResult | None
) -> tuple[Fields, NoteResult | None]:
    """The fields and the note without what has to be given up for the object to fit.

    Raises ``MappingStopped`` where it does not fit even then.
    """
    for name in budget.give_up:
        if object_size(budget.field, fields, note) <= budget.max_bytes:
            return fields, note
        fields = tuple(field for field in fields if not is_part(field.name, name))
        note = None if note and is_part(note.field, name) else note
    if object_size(budget.field, fields, note) > budget.max_bytes:
        raise _too_large(budget, fields)
    return fields, note


def object_size(whole: str, fields: Fields, note: NoteResult | None) -> int:
    """The bytes of everything below a field, as compact JSON in UTF-8."""
    tree: dict[str, Any] = {}
    for field in sorted(fields, key=lambda field: field.name):
        if is_part(field.name, whole):
            _put(tree, _behind(field.name, whole), field.value)
    if note and is_part(note.field, whole):
        _put(tree, _behind(note.field, whole), note.body)
    value = tree.get("", tree)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-8", "surrogatepass"))


def compile_budget(document: Document, vendor: VendorSchema, problems: Problems) -> Budget | None:
    """Check that the budget is the vendor's or less, about fields that are filled and may go.

    In a published mapping a budget that has become too large is lowered.
    """
    budget, filled = document.budget, [field.to for field in document.fields]
    if budget is None:
        _demand_budget(document, vendor, problems)
        return None
    if "field" in budget.place.wrong:
        return budget
    parts = [to for to in filled if is_part(to, budget.field)]
    if not parts:
        hint = did_you_mean(budget.field, [to.rpartition(".")[0] or to for to in filled])
        problems.add("V260", budget.place.of("field"), field=budget.field, hint=hint)
        return budget
    _check_given_up(budget, parts, _needed(document, vendor), problems)
    return _lowered(budget, vendor, problems)


def _check_given_up(
    budget: Budget, parts: list[str], needed: list[str], problems: Problems
) -> None:
    line = budget.place.of("give_up")
    for name in budget.give_up:
        if not any(is_part(part, name) for part in parts):
            hint = did_you_mean(name, parts)
            problems.add("V261", line, to=name, field=budget.field, hint=hint)
        elif any(is_part(part, name) for part in needed):
            problems.add("V262", line, to=name)


def _wholes(vendor: VendorSchema) -> dict[str, tuple[int, dict[str, object]]]:
    """What the objects hold that are filled member by member, and what is said of each."""
    return {
        field.name: (
            field.length,
            {
                "field": field.name,
                "label": field.label,
                "length": field.length,
                "unit": UNITS[field.unit],
            },
        )
        for field in vendor.fields
        if field.length is not None and not field.writable
    }


def _lowered(budget: Budget, vendor: VendorSchema, problems: Problems) -> Budget:
    """No unit counts a text for more than its bytes, so what is no more bytes always fits."""
    length, words = _wholes(vendor).get(budget.field, (budget.max_bytes, {}))
    if budget.max_bytes <= length or "max_bytes" in budget.place.wrong:
        return budget
    problems.add("V263", budget.place.of("max_bytes"), max_bytes=budget.max_bytes, **words)
    return replace(budget, max_bytes=length)


def _demand_budget(document: Document, vendor: VendorSchema, problems: Problems) -> None:
    for name, (_, words) in _wholes(vendor).items():
        if any(field.to.startswith(f"{name}.") for field in document.fields):
            problems.add("V264", document.target.place.line, vendor=vendor.title, **words)


def _needed(document: Document, vendor: VendorSchema) -> list[str]:
    """What must be sent: by the vendor's word, by the mapping's, and what a retry looks for."""
    match = document.target.match
    wanted = [field.to for field in document.fields if field.required]
    wanted.extend(field.name for field in vendor.fields if field.required)
    return [*wanted, match.field] if match else wanted


def is_part(name: str, whole: str) -> bool:
    """Whether a field is another one or stands in it."""
    return name == whole or name.startswith(f"{whole}.")


def _behind(name: str, whole: str) -> list[str]:
    return name[len(whole) + 1 :].split(".")


def _put(tree: dict[str, Any], path: list[str], value: Any) -> None:
    """Into the object at a path; where something else stands, beside it under its whole name."""
    for number, name in enumerate(path[:-1]):
        inner = tree.setdefault(name, {})
        if not isinstance(inner, dict):
            path = [".".join(path[number:])]
            break
        tree = cast("dict[str, Any]", inner)
    tree[path[-1]] = value


def _too_large(budget: Budget, fields: Iterable[FieldResult]) -> MappingStopped:
    message = f'"{budget.field}" holds {budget.max_bytes} bytes, and what is left is larger.'
    pointers = [
        one.pointer
        for field in fields
        if is_part(field.name, budget.field)
        for one in field.placements
    ]
    return MappingStopped("S505", message, budget.place.line, dict.fromkeys(pointers))
