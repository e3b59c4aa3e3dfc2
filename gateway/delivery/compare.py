"""Is what was read what was sent? The declared normalizers, and no others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypeGuard, cast

from gateway.sdk.html import visible_text
from gateway.sdk.manifest import Compare


def matches(compare: Compare, sent: Any, stored: Any) -> bool:
    """Whether a value read back stands for the value sent, by the field's declared comparison."""
    return _RULES[compare](sent, stored)


def same_json(sent: Any, stored: Any) -> bool:
    """Equal as JSON: unlike in Python, ``true`` is not 1; member order does not matter."""
    if isinstance(sent, bool) or isinstance(stored, bool):
        return sent is stored
    if isinstance(sent, dict) and isinstance(stored, dict):
        return _same_members(cast("dict[str, Any]", sent), cast("dict[str, Any]", stored))
    if _is_array(sent) and _is_array(stored):
        return len(sent) == len(stored) and all(map(same_json, sent, stored))
    return bool(sent == stored)


def _same_members(sent: dict[str, Any], stored: dict[str, Any]) -> bool:
    return sent.keys() == stored.keys() and all(
        same_json(sent[name], stored[name]) for name in sent
    )


def _is_array(value: Any) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, list | tuple)


def _trimmed(sent: Any, stored: Any) -> bool:
    if isinstance(sent, str) and isinstance(stored, str):
        return sent.strip() == stored.strip()
    return same_json(sent, stored)


def _case_insensitive(sent: Any, stored: Any) -> bool:
    if isinstance(sent, str) and isinstance(stored, str):
        # Not casefold: it takes "ß" for "ss", and somebody else's address for the customer's.
        return sent.lower() == stored.lower()
    return same_json(sent, stored)


def _superset(sent: Any, stored: Any) -> bool:
    if _is_array(sent) and _is_array(stored):
        return all(any(same_json(item, other) for other in stored) for item in sent)
    return False


def _number(sent: Any, stored: Any) -> bool:
    if isinstance(sent, bool) or isinstance(stored, bool):
        return sent is stored
    try:
        return Decimal(str(sent)) == Decimal(str(stored))
    except InvalidOperation:
        return False


def _html(sent: Any, stored: Any) -> bool:
    if isinstance(sent, str) and isinstance(stored, str):
        return visible_text(sent).text == visible_text(stored).text
    return False


_RULES: dict[Compare, Callable[[Any, Any], bool]] = {
    "exact": same_json,
    "trimmed": _trimmed,
    "case_insensitive": _case_insensitive,
    "superset": _superset,
    "number": _number,
    "html": _html,
}
