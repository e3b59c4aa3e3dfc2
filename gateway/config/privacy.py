"""``[privacy]``: what is taken out of handoffs at the door, by profiles that clients name."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

ProfileName: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]

DEFAULT_PROFILE = "default"


class ProfileSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[privacy.profiles.NAME]``: what is replaced by tokens such as ``[CARD:1]``.

    ``fields`` are names of slots, variables and tool arguments whose values are always replaced;
    ``scrubbed``: of a transcript that a platform scrubbed itself, only that one is taken;
    ``presidio``: entities of Presidio's, which is an extra to install.
    """

    card: bool = True
    iban: bool = False
    email: bool = False
    phone: bool = False
    ssn_context: bool = False
    ip: bool = False
    secrets: bool = False
    fields: tuple[Annotated[str, Meta(min_length=1, max_length=255)], ...] = ()
    scrubbed: bool = False
    presidio: tuple[Annotated[str, Meta(pattern=r"^[A-Z][A-Z_]{1,63}$")], ...] = ()


STRICT = ProfileSettings(
    iban=True,
    email=True,
    phone=True,
    ssn_context=True,
    ip=True,
    secrets=True,
    scrubbed=True,
)

KNOWN_PROFILES: dict[str, ProfileSettings] = {DEFAULT_PROFILE: ProfileSettings(), "strict": STRICT}
"""The profiles that there are without a configuration; one of the same name replaces them."""


class PrivacySettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The profiles; ``default`` is for every client that names none."""

    profiles: dict[ProfileName, ProfileSettings] = {}
