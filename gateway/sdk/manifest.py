"""What an adapter declares about its vendor: targets, fields, limits, auth, capabilities.

The capability table, the settings' validation, the compiler's vendor schema and the receipt's
comparisons are all read from here, so they cannot disagree.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import Struct

from gateway.sdk.consignment import NoteFormat
from gateway.sdk.limits import Limit

AuthScheme: TypeAlias = Literal[
    "none", "basic", "bearer", "header", "oauth_client_credentials", "jwt_bearer"
]
FieldKind: TypeAlias = Literal["text", "number", "boolean", "date", "choice", "list", "note"]
Compare: TypeAlias = Literal["exact", "trimmed", "case_insensitive", "superset", "number", "html"]
"""How a value read back is compared with the value sent: the only normalizers there are.

``trimmed`` ignores white space at both ends, ``superset`` lets the vendor add list members,
``number`` compares by value, ``html`` compares the text a person would see.
"""
CapsuleKind: TypeAlias = Literal["file", "document", "field", "link"]


class TargetField(Struct, frozen=True, kw_only=True):
    """One field a mapping may fill. A name ending in ``.*`` stands for a family of fields.

    ``note_format`` is set on the one field that carries the note; ``neutralise`` says that the
    vendor substitutes ``{{placeholders}}`` in it.
    """

    name: str
    label: str
    kind: FieldKind
    compare: Compare = "exact"
    limit: Limit | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    note_format: NoteFormat | None = None
    neutralise: bool = False


class Target(Struct, frozen=True, kw_only=True):
    """One object the adapter can create, and where its capsule may go."""

    object: str
    label: str
    fields: tuple[TargetField, ...]
    capsule: tuple[CapsuleKind, ...] = ("file",)

    def field(self, name: str) -> TargetField | None:
        """The declared field for a name, families included."""
        for field in self.fields:
            if field.name == name:
                return field
            if field.name.endswith(".*") and name.startswith(field.name[:-1]):
                return field
        return None


class Manifest(Struct, frozen=True, kw_only=True):
    """An adapter's self-description. ``settings`` is the struct type of its own settings.

    ``token_path`` is where the vendor issues OAuth tokens, below the base URL.
    """

    name: str
    title: str
    version: str
    documentation: str
    auth: tuple[AuthScheme, ...]
    targets: tuple[Target, ...]
    preset: str
    settings: type[Any]
    limits: tuple[Limit, ...] = ()
    token_path: str = ""

    def target(self, object_: str) -> Target | None:
        """The declared target for an object name."""
        return next((target for target in self.targets if target.object == object_), None)
