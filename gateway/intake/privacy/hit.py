"""One thing that a detector found in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from msgspec import Struct

from gateway.intake.privacy.plain import Plain


class Hit(Struct, frozen=True, gc=False):
    """A span of the plain text. ``key`` is the value without its spelling: two hits with the same
    kind and key are the same thing.
    """

    start: int
    end: int
    kind: str
    key: str
    detector: str


Detector: TypeAlias = Callable[[Plain], Iterator[Hit]]
