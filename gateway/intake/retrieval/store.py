"""What a reader of retrieved documents is."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.schema.scalars import Json


class Store(Struct, frozen=True, kw_only=True):
    """One form in which retrieved documents are written. ``read`` gives them in the store's order,
    best first; what it leaves is kept as everything that no rule reads.
    """

    name: str
    recognises: Callable[[Json], bool]
    read: Callable[[Native], list[Draft]]
