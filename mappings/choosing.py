"""Choosing: what happens to a value that the vendor does not list among a field's choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import UNSET
from msgspec.structs import replace

from mappings.document import Field, NotInList
from mappings.errors import MappingStopped
from mappings.items import Held, Mark, among, worst
from mappings.nodes import as_list, is_list, plain_text
from mappings.problems import Problems
from mappings.vendor_schema import VendorField
from mappings.vendor_side import HOLDS

Choosing: TypeAlias = Callable[[Held], Held | None]


def compile_choosing(
    field: Field, target: VendorField, vendor: str, problems: Problems
) -> Choosing | None:
    """None where every value may be sent. The vendor would refuse what a restricted list lacks."""
    _check(field, target, vendor, problems)
    usual: NotInList = "leave-out" if target.restricted else "send"
    policy = field.not_in_list or usual
    choices, line = target.choices, field.place.line
    if not choices or policy == "send":
        return None
    if policy == "stop":
        return lambda held: _stopping(held, choices, field.to, line)
    if policy == "default":
        default = "" if field.default is UNSET else plain_text(field.default)
        return lambda held: _with_default(held, choices, default)
    return lambda held: among(held, choices)


def _check(field: Field, target: VendorField, vendor: str, problems: Problems) -> None:
    line, label, to = field.place.of("not_in_list"), target.label, field.to
    if field.not_in_list is None:
        return
    if not target.choices:
        holds = HOLDS[target.kind]
        problems.add("V211", line, setting="not_in_list", to=to, label=label, holds=holds)
    elif field.not_in_list == "default" and field.default is UNSET:
        problems.add("V232", line, to=to)
    elif field.not_in_list == "send" and target.restricted:
        problems.add("V233", line, to=to, label=label, vendor=vendor)


def _stopping(held: Held, choices: tuple[str, ...], to: str, line: int) -> Held:
    wrong = [mark.pointer for mark in held.marks if not _is_listed(held, mark, choices)]
    if all(value in choices for value in as_list(held.value) or [held.value]):
        return held
    message = f'"{to}" does not list the value that this handoff has for it.'
    raise MappingStopped("S504", message, line, dict.fromkeys(wrong))


def _with_default(held: Held, choices: tuple[str, ...], default: str) -> Held:
    """The default says only that the value was another one."""
    if not is_list(held.value):
        return held if held.value in choices else _replaced(held, default)
    marks = tuple(
        mark if mark.element in choices else _lost(mark, element=default) for mark in held.marks
    )
    values = [value if value in choices else default for value in as_list(held.value)]
    return Held(value=list(dict.fromkeys(values)), marks=marks)


def _replaced(held: Held, default: str) -> Held:
    marks = tuple(_lost(mark, start=0, end=len(default)) for mark in held.marks)
    return Held(value=default, marks=marks)


def _lost(mark: Mark, **place: object) -> Mark:
    return replace(mark, fate=worst(mark.fate, "narrowed"), **place)


def _is_listed(held: Held, mark: Mark, choices: tuple[str, ...]) -> bool:
    return (mark.element if is_list(held.value) else held.value) in choices
