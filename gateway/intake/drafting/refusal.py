"""The refusal of a document that is not in the dialect it was sent as."""

from __future__ import annotations

from gateway.intake.normalized import Dialect
from gateway.sdk.errors import InvalidHandoff, Problem


def refusal(dialect: Dialect) -> InvalidHandoff:
    """To be raised: the problem says what the dialect looks like."""
    detail = f"must be {dialect.looks_like}"
    return InvalidHandoff(problems=[Problem(code="handoff.invalid_member", detail=detail)])
