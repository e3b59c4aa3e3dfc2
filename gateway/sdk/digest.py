"""Digests of JSON values: how a receiver says what it holds without showing it."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any, TypeGuard, cast

import msgspec

_sorted = msgspec.json.Encoder(order="sorted")


def has_digest(value: Any, sha256: str) -> bool:
    """Whether this is the SHA-256, in hex, of the value's canonical JSON.

    Two forms are canonical, because each is what one language writes without more ado: that of
    RFC 8785, except that whole numbers keep all their digits, and that of Python's
    ``json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))``.
    They part only where numbers have a fraction or an exponent, and in the order of rare names.
    """
    wanted = sha256.lower()
    # Nearly all values have one canonical form, which msgspec writes a hundred times faster.
    if hashlib.sha256(_sorted.encode(value)).hexdigest() == wanted:
        return True
    # From JSON and back: what is compared is what a receiver could have read.
    plain = msgspec.json.decode(msgspec.json.encode(value))
    forms = (form(plain) for form in (_in_python, _by_rfc))
    return any(hashlib.sha256(form.encode()).hexdigest() == wanted for form in forms)


def _in_python(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _by_rfc(value: Any) -> str:
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        names = sorted(members, key=lambda name: name.encode("utf-16-be"))
        return (
            "{" + ",".join(f"{_in_python(name)}:{_by_rfc(members[name])}" for name in names) + "}"
        )
    if _is_array(value):
        return "[" + ",".join(map(_by_rfc, value)) + "]"
    return _number(value) if isinstance(value, float) else _in_python(value)


def _is_array(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _number(value: float) -> str:
    """A double as ECMAScript writes it, which RFC 8785 asks for (Number::toString)."""
    _, digits, exponent = Decimal(repr(abs(value))).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(exponent)
    sign = "-" if value < 0 else ""
    if value == 0:
        return "0"
    if 0 < point <= 21:
        whole, rest = text[:point].ljust(point, "0"), text[point:]
        return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
    if -6 < point <= 0:
        return f"{sign}0.{text.rjust(len(text) - point, '0')}"
    mantissa = f"{text[0]}.{text[1:]}" if len(text) > 1 else text
    return f"{sign}{mantissa}e{point - 1:+d}"
