"""What is wrong with a delivery, as the document that is kept on it and shown to people."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gateway.delivery.proof import Place, Receipt
from gateway.sdk.errors import Problem, ReadbackError


def trouble(error: ReadbackError) -> bytes:
    """An error as it is kept on a delivery: both its texts and all its problems."""
    return _document(error.code, error.public, error.detail, error.problems)


def fixed_trouble(receipt: Receipt) -> bytes | None:
    """The values that no leaf stands in and that are not as they were sent; None if all are.

    They have no row in the receipt, and a delivery must not be degraded without saying why.
    """
    broken = [place for place in receipt.fixed if place.proof != "verified"]
    if not broken:
        return None
    title = "Values that the mapping or the adapter sets are not at the vendor as they were sent."
    fields = ", ".join(place.field for place in broken)
    return _document("delivery.fixed_value", title, fields, [_problem(place) for place in broken])


def discarded_trouble(reason: str, by: str) -> bytes:
    """Why a person decided that a delivery need not be made; both are the operator's words."""
    title = f"Discarded by {by}: it need not be delivered."
    return _document("delivery.discarded", title, reason, ())


def _problem(place: Place) -> Problem:
    detail = f'"{place.field}" is {place.proof} at the vendor.'
    return Problem(code="delivery.fixed_value", pointer=place.field, detail=detail)


def _document(code: str, title: str, detail: str, problems: Sequence[Problem]) -> bytes:
    return msgspec.json.encode({"code": code, "title": title, "detail": detail, "errors": problems})
