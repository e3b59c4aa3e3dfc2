"""JSON values told apart by their kind, so that type checkers know it too."""

from __future__ import annotations

from typing import TypeGuard

from gateway.schema.scalars import Json


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Whether it is a JSON object, whose names are text by definition."""
    return isinstance(value, dict)


def is_list(value: Json) -> TypeGuard[list[Json]]:
    """Whether it is a JSON list."""
    return isinstance(value, list)


def text_of(value: Json) -> str | None:
    """The value if it is text with something in it."""
    return value if isinstance(value, str) and value else None
