"""The store's refusals, each with its own stable code on the error and in its problem."""

from __future__ import annotations

from gateway.sdk.errors import Conflict, Problem


def conflict(code: str, detail: str) -> Conflict:
    """A ``Conflict`` whose ``code`` says which one it is."""
    error = Conflict(detail, (Problem(code=code, detail=detail),))
    error.code = code
    return error


def key_with_another_body() -> Conflict:
    """An Idempotency-Key came again, and what came with it is not the same."""
    return conflict(
        "idempotency.mismatch",
        "This Idempotency-Key was sent before with another body: use a new key.",
    )


def id_is_taken() -> Conflict:
    """A handoff's id came again with another body."""
    return conflict(
        "handoff.exists", "There is another handoff with this id: send a new id, or none."
    )


def key_name_is_taken(name: str) -> Conflict:
    """An API key of this name, or with this hash, is there."""
    return conflict(
        "key.exists", f"There is already an API key named {name!r}: choose another name."
    )


def overtaken(found: int, expected: int) -> Conflict:
    """Somebody else has published a revision since the publisher looked."""
    seen = f"revision {expected}" if expected else "no revision"
    there = f"the latest is revision {found}" if found else "there is none"
    return conflict(
        "mapping.conflict",
        f"You have seen {seen}, and {there}. Look at what has changed, then publish again.",
    )
