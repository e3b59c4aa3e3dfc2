"""What an adapter declares about its vendor: targets, fields, limits, auth, capabilities.

The capability table, the settings' validation, the compiler's vendor schema and the receipt's
comparisons are all read from here, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from gateway.sdk.consignment import CapsuleKind, NoteFormat
from gateway.sdk.limits import Limit

AuthScheme: TypeAlias = Literal[
    "none",
    "basic",
    "bearer",
    "header",
    "oauth_client_credentials",
    "jwt_bearer",
    "standard_webhooks",
]
FieldKind: TypeAlias = Literal["text", "number", "boolean", "date", "choice", "list", "note", "any"]
"""``any`` takes every JSON value as it is."""
Compare: TypeAlias = Literal["exact", "trimmed", "case_insensitive", "superset", "number", "html"]
"""How a value read back is compared with the value sent: the only normalizers there are.

``trimmed`` ignores white space at both ends, ``superset`` lets the vendor add list members,
``number`` compares by value, ``html`` compares the text a person would see.
"""


class Choice(Struct, frozen=True, kw_only=True):
    """One value of a picklist: what is sent, what people see, whether it is still offered."""

    value: str
    label: str = ""
    active: bool = True


def choices(*values: str) -> tuple[Choice, ...]:
    """A picklist whose values are what people see."""
    return tuple(Choice(value=value) for value in values)


class TargetField(Struct, frozen=True, kw_only=True):
    """One field of a vendor's object. A ``*`` in the name stands for a family of fields.

    ``restricted`` says that nothing but the active ``choices`` is taken; ``required``, that the
    vendor creates nothing without it. ``read_only`` is why it cannot be written, empty where it
    can. By an ``external_id`` the vendor finds a record. ``remark`` is one thing more that an
    admin should know. ``note_format`` is set on the one field that carries the note;
    ``neutralise`` says that the vendor substitutes ``{{placeholders}}`` in it. ``shared``: it
    belongs to a record that other deliveries and people write too, a customer's, so what it holds
    later says nothing about this delivery.
    """

    name: str
    label: str
    kind: FieldKind
    compare: Compare = "exact"
    limit: Limit | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    restricted: bool = True
    read_only: str = ""
    external_id: bool = False
    remark: str = ""
    note_format: NoteFormat | None = None
    neutralise: bool = False
    shared: bool = False


class Target(Struct, frozen=True, kw_only=True):
    """One object the adapter can create, and where its capsule may go."""

    object: str
    label: str
    fields: tuple[TargetField, ...]
    capsule: tuple[CapsuleKind, ...] = ("file",)

    def field(self, name: str) -> TargetField | None:
        """The field for a name, else the first family that it belongs to."""
        families: list[TargetField] = []
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


class VendorObjects(Struct, frozen=True, kw_only=True):
    """What is known of a vendor without an account: mappings are written and checked against it.

    ``targets`` are pinned from the vendor's documentation. ``from_describe`` makes one from the
    document in which the vendor describes an object of an account, given with the object's name;
    it raises ``UnexpectedReply`` for anything else.
    """

    title: str
    targets: tuple[Target, ...]
    from_describe: Callable[[bytes, str], Target] | None = None


class Manifest(Struct, frozen=True, kw_only=True):
    """An adapter's self-description. ``settings`` is the struct type of its own settings.

    ``token_path`` is where the vendor issues OAuth tokens, below the base URL; ``token_audience``,
    whom a signed assertion is addressed to. ``shows_within``: the seconds in which the
    vendor shows everything that it has taken; what is not there then is missing.
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
    token_audience: str = ""
    shows_within: float = 3600.0

    def target(self, object_: str) -> Target | None:
        """The declared target for an object name."""
        return next((target for target in self.targets if target.object == object_), None)
