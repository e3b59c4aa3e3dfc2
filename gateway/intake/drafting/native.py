"""A place in a native document: the value and its JSON Pointer, walked down member by member."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from msgspec import UNSET, Struct

from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import escape
from gateway.schema.scalars import Json

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")


class Native(Struct, frozen=True, gc=False):
    """A value that may be absent (``UNSET``), so that a path can be followed without asking.

    ``origin`` is its JSON Pointer, or what it was found in under ``key``: the pointer is spelled
    out only for those who ask for it.
    """

    origin: str | Native
    value: Json = UNSET
    key: str | int | None = None

    def __getitem__(self, key: str | int) -> Native:
        value = self.value
        if isinstance(value, dict) and isinstance(key, str):
            return Native(self, cast("dict[str, Json]", value).get(key, UNSET), key)
        if is_list(value) and isinstance(key, int) and 0 <= key < len(value):
            return Native(self, value[key], key)
        return Native(self, UNSET, key)

    @property
    def at(self) -> str:
        """The JSON Pointer."""
        if not isinstance(self.origin, Native):
            return self.origin
        return f"{self.origin.at}/{token(self.key)}"

    def cased(self, name: str) -> Native:
        """The member by its camelCase ``name``, or by the same name in snake_case."""
        own = self[name]
        return own if own.is_there else self[_HUMP.sub(r"_\1", name).lower()]

    def members(self) -> Iterator[tuple[str, Native]]:
        """The members of an object; none of anything else."""
        for name, value in self.value.items() if is_object(self.value) else ():
            yield name, Native(self, value, name)

    def elements(self) -> Iterator[Native]:
        """The elements of a list; none of anything else."""
        for index, value in enumerate(self.value if is_list(self.value) else ()):
            yield Native(self, value, index)

    @property
    def is_there(self) -> bool:
        """Whether the document has it; null is there."""
        return self.value is not UNSET

    @property
    def is_object(self) -> bool:
        """Whether it is an object."""
        return is_object(self.value)

    @property
    def text(self) -> str:
        """The text that it is, "" for anything else."""
        return self.value if isinstance(self.value, str) else ""


def token(key: str | int | None) -> str:
    """A member's name or an index as it stands in a JSON Pointer."""
    text = str(key)
    return escape(text) if "/" in text or "~" in text else text
