"""Values that were lifted, each with the rule that lifted it and the place it was read from."""

from __future__ import annotations

from msgspec import Struct

from gateway.schema.origin import Generated
from gateway.schema.scalars import Json


class Lifted(Struct, frozen=True, kw_only=True):
    """Canonical members and their entries for ``provenance.generated``, whose paths and sources
    are pointers into the same handoff.
    """

    members: dict[str, Json]
    generated: tuple[Generated, ...] = ()


NOTHING = Lifted(members={})


def trace(path: str, rule: str, source: str) -> Generated:
    """One entry of ``provenance.generated``."""
    return Generated(path=path, rule=rule, source=source)
