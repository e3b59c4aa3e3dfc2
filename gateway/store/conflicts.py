"""The store's refusals, each with its own stable code on the error and in its problem."""

from __future__ import annotations

from gateway.sdk.errors import Conflict, Problem


def conflict(code: str, detail: str) -> Conflict:
    """A ``Conflict`` whose ``code`` says which one it is."""
    error = Conflict(detail, (Problem(code=code, detail=detail),))
    error.code = code
    return error
