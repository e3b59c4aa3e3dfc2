"""``[lifting]``: what tool traffic says, where the names of tools and members do not say it."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

Path: TypeAlias = Annotated[
    str, Meta(pattern=r"^[^.]+(\.[^.]+)*$", max_length=200, examples=["user.contact.email"])
]
"""Names of members joined by dots, in the result of a tool or else in its arguments."""


class PromiseSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a call says what the customer was promised; ``kind`` is a word of the operator's."""

    text: Path
    due_at: Path | None = None
    amount: Path | None = None
    currency: Path | None = None
    kind: Annotated[str, Meta(min_length=1, max_length=64)] | None = None


class IdentitySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a tool says who the customer is."""

    customer_id: Path | None = None
    email: Path | None = None
    phone: Path | None = None
    name: Path | None = None
    given_name: Path | None = None
    family_name: Path | None = None


class ToolSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[[lifting.tools]]``: one tool, or all whose names match a pattern with ``*``.

    ``source``: only in handoffs of this dialect, or of the bot with this system or id. What is
    not given is read as without a rule; ``record = "none"``: its answers are no records.
    """

    tool: Annotated[str, Meta(min_length=1, max_length=128)]
    source: str | None = None
    record: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    id: Path | None = None
    identity: IdentitySettings = IdentitySettings()
    side_effect: bool | None = None
    promise: PromiseSettings | None = None


class LiftingSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules, tried from the top and before the defaults."""

    tools: tuple[ToolSettings, ...] = ()
