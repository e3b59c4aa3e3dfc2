"""The codes of reasons: a bot's own word as one of ours, where it is one."""

from __future__ import annotations

from typing import get_args

from msgspec import Meta

from gateway.intake.lifting.words import words
from gateway.schema.assessment import ReasonCode

_CODES: frozenset[str] = frozenset(
    code
    for meta in get_args(ReasonCode)
    if isinstance(meta, Meta)
    for code in (meta.extra or {}).get("members", ())
)


def reason_code(word: str) -> str:
    """``customerRequest`` and ``customer-request`` as the code, any other word as ``other``."""
    code = "_".join(words(word))
    return code if code in _CODES else "other"
