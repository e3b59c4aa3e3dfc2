"""From a vendor's fields to the rules of a starter, each with a sentence for the admin."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from msgspec import Struct

from gateway.delivery.starter.wishes import FOR_FAMILIES, WISHES, Wish, wish_for
from gateway.delivery.starter.words import translations
from mappings.vendor_schema import VendorField, VendorSchema

# A family of free names is filled where the object has hardly any fields of its own.
_FEW = 3
# Where a text that is too long can be cut.
_PROSE = ("text", "any")


class Setting(Struct, frozen=True):
    """One line of a [[field]]: its name, and its value as TOML."""

    name: str
    value: str


class Draft(Struct, frozen=True, kw_only=True):
    """One rule to be written. ``lookup`` is the table that comes with it."""

    to: str
    comment: str
    settings: tuple[Setting, ...]
    lookup: tuple[str, Mapping[str, str]] | None = None


def drafts(schema: VendorSchema) -> list[Draft]:
    """The rules worth starting with, in the order in which they are read."""
    found = [*_keys(schema), *_wished(schema)]
    filled = {draft.to for draft in found}
    demanded = [field for field in schema.fields if field.required and field.writable]
    return [*found, *(_demanded(field) for field in demanded if field.name not in filled)]


def unused(schema: VendorSchema, filled: Collection[str]) -> list[VendorField]:
    """The fields that could be filled and are not, families included."""
    return [field for field in schema.fields if field.writable and field.name not in filled]


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{ord(c.group()):04x}", escaped) + '"'


def described(field: VendorField) -> str:
    """A field in a few words: label, kind, length."""
    parts = [commented(field.label), field.kind]
    if field.length:
        parts.append(f"{field.length} {field.unit.replace('utf16', 'UTF-16 units')}")
    return ", ".join(parts)


def commented(text: str) -> str:
    """A text as it may stand in a comment: on one line, without what steers a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _keys(schema: VendorSchema) -> list[Draft]:
    """The field by which the vendor finds a record: a retry finds what it has made already."""
    for field in schema.fields:
        if field.external_id and field.writable and "*" not in field.name:
            comment = f"{described(field)}: the handoff's id, by which a retry finds its work"
            return [Draft(to=field.name, comment=comment, settings=(Setting("from", '"id"'),))]
    return []


def _wished(schema: VendorSchema) -> list[Draft]:
    wishes: dict[str, tuple[Wish, VendorField]] = {}
    for field in schema.fields:
        wish = wish_for(field) if _is_free(field) else None
        if wish is not None:
            wishes.setdefault(wish.key, (wish, field))
    if len(wishes) < _FEW:
        wishes = {**_of_a_family(schema, wishes), **wishes}
    order = [wish.key for wish in WISHES]
    chosen = sorted(wishes.values(), key=lambda pair: order.index(pair[0].key))
    return [draft for wish, field in chosen if (draft := _draft(wish, field))]


def _is_free(field: VendorField) -> bool:
    is_reference = "id of a" in field.remark or field.external_id
    return field.writable and "*" not in field.name and not is_reference and not field.note_format


def _of_a_family(
    schema: VendorSchema, taken: Mapping[str, object]
) -> dict[str, tuple[Wish, VendorField]]:
    family = next(
        (field for field in schema.fields if field.name.endswith("*") and field.writable), None
    )
    if family is None:
        return {}
    return {
        wish.key: (wish, _member(family, wish.key))
        for wish in WISHES
        if wish.key in FOR_FAMILIES and wish.key not in taken
    }


def _member(family: VendorField, key: str) -> VendorField:
    return VendorField(
        name=family.name.replace("*", key),
        label=family.label,
        kind=family.kind,
        length=family.length,
        unit=family.unit,
    )


def _draft(wish: Wish, field: VendorField) -> Draft | None:
    comment = f"{described(field)}: {wish.says}"
    if not wish.paths:
        return Draft(to=field.name, comment=comment, settings=(Setting("value", '"readback"'),))
    settings = [Setting("from", _paths(wish.paths))]
    lookup = None
    if wish.words is not None:
        table = translations(wish.words, field.choices, field.labels)
        if table is None:
            return None
        lookup = (wish.key, table)
        settings.append(Setting("lookup", quoted(wish.key)))
    elif wish.many:
        settings.append(Setting("join", '"list"'))
    elif field.length and field.kind in _PROSE:
        settings.append(Setting("overflow", '"shorten"' if wish.is_cut else '"capsule"'))
    return Draft(to=field.name, comment=comment, settings=tuple(settings), lookup=lookup)


def _paths(paths: tuple[str, ...]) -> str:
    if len(paths) == 1:
        return quoted(paths[0])
    return f"[{', '.join(map(quoted, paths))}]"


def _demanded(field: VendorField) -> Draft:
    """Something for a field that the vendor demands and no wish is for; the admin looks at it."""
    comment = f"{described(field)}: demanded here, so say what goes in"
    return Draft(to=field.name, comment=comment, settings=_stopgap(field))


def _stopgap(field: VendorField) -> tuple[Setting, ...]:
    if field.choices:
        return (Setting("value", quoted(field.choices[0])),)
    if field.kind == "number":
        return (Setting("value", "0"),)
    if field.kind == "boolean":
        return (Setting("value", "false"),)
    if field.kind == "date":
        return (Setting("from", '["occurred_at", "conversation.started_at"]'),)
    is_cut = field.length and field.kind in _PROSE
    overflow = (Setting("overflow", '"shorten"'),) if is_cut else ()
    return (Setting("from", '"conversation.id"'), *overflow)
