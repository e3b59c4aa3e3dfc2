"""A vendor's object in neutral words: what a mapping may fill, whoever the vendor is."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

VendorFieldKind: TypeAlias = Literal[
    "text", "number", "boolean", "date", "choice", "list", "note", "any"
]
LengthUnit: TypeAlias = Literal["bytes", "characters", "utf16"]
NoteFormat: TypeAlias = Literal["text", "html", "markdown"]


class VendorField(Struct, frozen=True, kw_only=True):
    """One field. A ``*`` in the name stands for a family of fields (custom fields by id).

    ``choices`` are the values of a picklist, and ``labels`` say how people know them, where that
    is otherwise; ``restricted``: other values are refused. ``required``: nothing is created
    without it. ``why_not`` says why a field that is not ``writable`` cannot be written. By an
    ``external_id`` the vendor finds a record. ``remark`` is one thing more worth knowing.
    ``note_format`` is set where the note goes; ``neutralise`` where ``{{…}}`` is substituted.
    """

    name: str
    label: str
    kind: VendorFieldKind
    length: int | None = None
    unit: LengthUnit = "characters"
    choices: tuple[str, ...] = ()
    labels: dict[str, str] = {}
    restricted: bool = False
    required: bool = False
    writable: bool = True
    why_not: str = ""
    external_id: bool = False
    remark: str = ""
    note_format: NoteFormat | None = None
    neutralise: bool = False


class VendorSchema(Struct, frozen=True, kw_only=True):
    """One vendor object: the names a mapping's ``[target]`` must have, and its fields."""

    vendor: str
    title: str
    object: str
    fields: tuple[VendorField, ...]
    capsule: tuple[str, ...] = ("file",)

    def field(self, name: str) -> VendorField | None:
        """The field for a name, else the first family that it belongs to."""
        families: list[VendorField] = []
        for field in self.fields:
            if field.name == name:
                return field
            if "*" in field.name and _belongs(name, field.name):
                families.append(field)
        return families[0] if families else None


def _belongs(name: str, family: str) -> bool:
    before, _, after = family.partition("*")
    is_long_enough = len(name) >= len(before) + len(after)
    return is_long_enough and name.startswith(before) and name.endswith(after)
