"""The one set of msgspec options that every canonical struct has."""

from __future__ import annotations

from msgspec import Struct


class Canonical(
    Struct,
    kw_only=True,
    frozen=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,  # a decoded handoff is a tree: the cyclic collector has nothing to find in it
):
    """Options only, no members; msgspec does not inherit ``kw_only``, so each struct repeats it."""
