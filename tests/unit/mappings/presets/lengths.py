"""A handoff whose every text is as long as a vendor's limits must be able to bear."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff

# Each is four bytes in UTF-8 and two units in UTF-16.
_WIDE = "🧾"
_ID, _TEXT = 255, 220
_FREE = frozenset(
    {
        "headline",
        "situation",
        "background",
        "assessment",
        "recommendation",
        "display_name",
        "name",
        "detail",
        "company",
        "bot_name",
        "text",
        "description",
        "error",
    }
)


def long_handoff(body: bytes) -> Handoff:
    """The handoff with long, wide words in its free texts, and the longest possible ids."""
    document = msgspec.json.decode(body)
    _lengthen(document)
    document["conversation"]["id"] = _WIDE * _ID
    document["reason"]["code"] = _WIDE * _ID
    document["routing"]["queue"] = _WIDE * _ID
    document["routing"]["language"] = "de-" + "-".join(["abcdefgh"] * 6)
    document["routing"]["skills"] = [_WIDE * _ID]
    document["customer"]["email"] = f"{_WIDE * 100}@example.org"
    document["customer"]["phone"] = _WIDE * 100
    return decode_handoff(msgspec.json.encode(document))


def _lengthen(value: Any) -> None:
    if isinstance(value, list):
        for item in cast("list[Any]", value):
            _lengthen(item)
    elif isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        for name, member in members.items():
            if name in _FREE and isinstance(member, str):
                members[name] = f"{member} {_WIDE * _TEXT}"
            else:
                _lengthen(member)
