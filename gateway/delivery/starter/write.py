"""Writes a starter as TOML and takes out of it whatever the compiler would not have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gateway.delivery.checking import VendorSide, check_text
from gateway.delivery.starter.notes import note_body
from gateway.delivery.starter.rules import (
    Draft,
    Setting,
    commented,
    described,
    drafts,
    quoted,
    unused,
)
from mappings.document import SCHEMA
from mappings.vendor_schema import VendorField, VendorSchema

_NOTHING: frozenset[str] = frozenset()
_NO_KEY = (
    "# This object has no field by which a record is found again. With one of your own, fill it",
    '# from "id" and name it here: match = { field = "…", from = "id" }',
)


def starter(side: VendorSide, name: str) -> str:
    """A commented mapping for this object that compiles without an error.

    A rule that the compiler refuses becomes a comment; ``name`` is the mapping's.
    """
    schema, left_out = side.schema, _NOTHING
    while True:
        text, starts = _written(schema, name, left_out)
        errors = [one for one in check_text(text, [side]).problems if one.severity == "error"]
        wrong = {to for one in errors if (to := _rule_at(one.line, starts))} - left_out
        if not wrong:
            return text
        left_out |= wrong


def _rule_at(line: int, starts: Mapping[int, str]) -> str | None:
    """The field whose rule a line is in."""
    before = [start for start in starts if start <= line]
    return starts[max(before)] if before else None


def _written(
    schema: VendorSchema, name: str, left_out: frozenset[str]
) -> tuple[str, dict[int, str]]:
    """The text, and the field of each rule by the line in which the rule begins."""
    found = [draft for draft in drafts(schema) if draft.to not in left_out]
    note = next((one for one in schema.fields if one.note_format and one.writable), None)
    lines = [*_head(schema, name, found), ""]
    starts: dict[int, str] = {}
    for draft in found:
        starts[len(lines) + 1] = draft.to
        lines.extend(_rule(draft))
    if note is not None and note.name not in left_out:
        starts[len(lines) + 1] = note.name
        lines.extend(_note(note))
    # Behind the last rule nothing belongs to one.
    starts[len(lines) + 1] = ""
    filled = [draft.to for draft in found] + ([note.name] if note else [])
    lines.extend(_capsule(schema))
    lines.extend(_budgets(schema, filled))
    lines.extend(_lookups(found))
    lines.extend(_unused(unused(schema, filled)))
    return "\n".join(lines) + "\n", starts


def _head(schema: VendorSchema, name: str, found: Iterable[Draft]) -> list[str]:
    key = next((one for one in found if one.settings == (Setting("from", '"id"'),)), None)
    match = [f'match  = {{ field = {quoted(key.to)}, from = "id" }}'] if key else [*_NO_KEY]
    return [
        f"# How a handoff becomes a {schema.title}. Change it, then:",
        f"#   readback mapping check {name}.toml      every problem, and what goes where",
        f"#   readback mapping preview {name}.toml    what the agent will see",
        f"#   readback mapping publish {name} {name}.toml",
        "",
        f"schema    = {quoted(SCHEMA)}",
        'canonical = "handoff/1"',
        f"name      = {quoted(name)}",
        f"title     = {quoted(schema.title)}",
        "",
        "[target]",
        f"vendor = {quoted(schema.vendor)}",
        f"object = {quoted(schema.object)}",
        *match,
        "",
        "[defaults]",
        'unmapped   = "capsule"     # what has no field and no line in the note is in the copy',
        'when_empty = "leave-out"   # a field without a value is not sent',
    ]


def _rule(draft: Draft) -> list[str]:
    settings = (Setting("to", quoted(draft.to)), *draft.settings)
    width = max(len(setting.name) for setting in settings)
    return [
        f"# {draft.comment}",
        "[[field]]",
        *(f"{setting.name:{width}} = {setting.value}" for setting in settings),
        "",
    ]


def _note(field: VendorField) -> list[str]:
    body = note_body(field.note_format or "text").rstrip("\n")
    return [
        f"# {described(field)}: what the agent reads first. Words in {{{{ }}}} are handoff fields.",
        "[[field]]",
        f"to       = {quoted(field.name)}",
        'template = "note"',
        'overflow = "continue"',
        "",
        "[template.note]",
        f"format = {quoted(field.note_format or 'text')}",
        "body = '''",
        *body.split("\n"),
        "'''",
        "",
    ]


def _capsule(schema: VendorSchema) -> list[str]:
    if not schema.capsule:
        return []
    return [
        "# The complete copy: whatever has no field and no line in the note is still in here.",
        "[capsule]",
        f"as   = {quoted(schema.capsule[0])}",
        'name = "handoff-{{ id }}.json"',
        "",
    ]


def _budgets(schema: VendorSchema, filled: Sequence[str]) -> list[str]:
    """A whole object with a limit, like task attributes: the note is the first to give way."""
    for whole in schema.fields:
        parts = [name for name in filled if name.startswith(f"{whole.name}.")]
        if whole.writable or not whole.length or not parts:
            continue
        return [
            f"# {described(whole)}: what does not fit leaves in this order, and is in the copy.",
            "[budget]",
            f"field     = {quoted(whole.name)}",
            f"max_bytes = {whole.length * 5 // 600 * 100}",
            f"give_up   = [{', '.join(map(quoted, reversed(parts)))}]",
            "",
        ]
    return []


def _lookups(found: Iterable[Draft]) -> list[str]:
    lines: list[str] = []
    for draft in found:
        if draft.lookup is None:
            continue
        name, table = draft.lookup
        width = max(len(word) for word in (*table, '"*"'))
        lines.append(f'# What {quoted(draft.to)} gets; "*" stands for anything else.')
        lines.append(f"[lookup.{name}]")
        for word, value in table.items():
            key = '"*"' if word == "*" else word
            lines.append(f"{key:{width}} = {quoted(value)}")
        lines.append("")
    return lines


def _unused(fields: Iterable[VendorField]) -> list[str]:
    lines = [_suggestion(field) for field in fields]
    if not lines:
        return []
    return ["# More fields that a [[field]] could fill:", *lines]


def _suggestion(field: VendorField) -> str:
    listed = f"; lists {', '.join(field.choices[:12])}" if field.choices else ""
    remark = f"; {field.remark}" if field.remark else ""
    return commented(f"#   {field.name}   {described(field)}{listed}{remark}")
