"""What a vendor said when it refused, with everything left out that could be the customer's.

Vendors quote what they were sent. Codes, names of fields and numbers stay; sentences do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, TypeGuard

import msgspec
from msgspec import Struct

from gateway.store.records import ExchangeRow

# One word is a code or a name; white space makes it a sentence, and digits alone may be a card's.
_WORD = re.compile(r"(?=[^0-9]*[A-Za-z_])[A-Za-z0-9_.:/\[\]-]{1,64}")
_MOST_DEPTH = 6
_MOST_ITEMS = 20
LEFT_OUT = "…"


class VendorSaid(Struct, frozen=True, kw_only=True):
    """The last refusal: at which step, with which status, and its body without sentences.

    ``body`` is None where it is not JSON.
    """

    step: str
    status: int
    body: Any = None


def vendor_said(exchanges: Iterable[ExchangeRow]) -> VendorSaid | None:
    """The last refusal in a journal; None where there is none."""
    refused = [one for one in exchanges if (one.status or 0) >= 400]
    if not refused:
        return None
    last = refused[-1]
    return VendorSaid(step=last.step, status=last.status or 0, body=_redacted(last.body))


def _redacted(body: bytes | None) -> Any:
    try:
        return _without_sentences(msgspec.json.decode(body or b""), _MOST_DEPTH)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _without_sentences(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return value if _WORD.fullmatch(value) else LEFT_OUT
    if _is_object(value):
        return _members(value, depth - 1) if depth else LEFT_OUT
    if _is_list(value):
        items = value[:_MOST_ITEMS]
        return [_without_sentences(one, depth - 1) for one in items] if depth else LEFT_OUT
    # A number may be a card's or a phone's; statuses and codes are short.
    is_long = isinstance(value, int | float) and abs(value) >= 1_000_000
    return LEFT_OUT if is_long else value


def _members(document: dict[str, Any], depth: int) -> dict[str, Any]:
    shown = islice(document.items(), _MOST_ITEMS)
    return {_name(name): _without_sentences(one, depth) for name, one in shown}


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _name(name: str) -> str:
    return name if _WORD.fullmatch(name) else LEFT_OUT
