"""A vendor's object in neutral words: what a mapping may fill, whoever the vendor is."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

VendorFieldKind: TypeAlias = Literal["text", "number", "boolean", "date", "choice", "list", "note"]
LengthUnit: TypeAlias = Literal["bytes", "characters", "utf16"]
NoteFormat: TypeAlias = Literal["text", "html", "markdown"]


class VendorField(Struct, frozen=True, kw_only=True):
    """One field. A name ending in ``.*`` stands for a family (custom fields by id).

    ``choices`` are the values of a picklist; ``restricted`` says that others are refused.
    ``note_format`` is set where the note goes; ``neutralise`` where ``{{…}}`` is substituted.
    """

    name: str
    label: str
    kind: VendorFieldKind
    length: int | None = None
    unit: LengthUnit = "characters"
    choices: tuple[str, ...] = ()
    restricted: bool = False
    required: bool = False
    writable: bool = True
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
        """The field for a name, families included."""
        for field in self.fields:
            if field.name == name:
                return field
            if field.name.endswith(".*") and name.startswith(field.name[:-1]):
                return field
        return None
