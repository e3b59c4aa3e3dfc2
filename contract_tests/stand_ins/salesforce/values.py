"""What Salesforce makes of a value for a field: trims, checks, refuses; it never cuts a text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from contract_tests.stand_ins.salesforce.call import Call
from contract_tests.stand_ins.salesforce.replies import refused
from contract_tests.stand_ins.salesforce.schema import OBJECTS, Field

# "Salesforce trims leading and trailing white spaces"; no-break spaces survive (2026-11-20).
_TRIMMED = "".join(map(chr, range(33)))
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ID = re.compile(r"[A-Za-z0-9]{15}([A-Za-z0-9]{3})?")
_TEXTS = frozenset({"string", "textarea", "email", "picklist", "multipicklist", "reference"})


def stored_value(call: Call, field: Field, value: Any) -> Any:
    """The value as it is kept. Raises ``Refused`` for one that does not fit."""
    if value is None:
        return None
    if field.type in _TEXTS:
        return _text(call, field, value)
    convert = _CONVERSIONS.get(field.type)
    return convert(field, value) if convert else value


def _text(call: Call, field: Field, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _unreadable(field)
    text = str(value).strip(_TRIMMED)
    if not text:
        return None
    _check_length(call, field, text)
    check = _CHECKS.get(field.type)
    if check:
        check(call, field, text)
    return text


def _check_length(call: Call, field: Field, text: str) -> None:
    most = field.length
    if field.name == "Subject":
        most = call.switches.number("short_subject") or most
    if most and _size(field, text) > most:
        # The message quotes the value, whoever wrote it.
        message = f"{field.label or field.name}: data value too large: {text} (max length={most})"
        raise refused("STRING_TOO_LONG", message, 400, (field.name,))


def _size(field: Field, text: str) -> int:
    if field.name == "CommentBody":
        # "&" takes five bytes, as HTML (help.salesforce.com 000382141).
        return len(html.escape(text).replace("&#x27;", "&#39;").encode())
    return len(text.encode()) if field.in_bytes else len(text)


def _check_email(_: Call, field: Field, text: str) -> None:
    if not _EMAIL.fullmatch(text):
        message = f"{field.label}: invalid email address: {text}"
        raise refused("INVALID_EMAIL_ADDRESS", message, 400, (field.name,))


def _check_choice(call: Call, field: Field, text: str) -> None:
    if call.switches.value("restrict_picklist") == field.name:
        message = f"{field.label}: bad value for restricted picklist field: {text}"
        raise refused("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, 400, (field.name,))


def _check_reference(call: Call, field: Field, text: str) -> None:
    if not _ID.fullmatch(text):
        message = f"{field.name}: id value of incorrect type: {text}"
        raise refused("MALFORMED_ID", message, 400, (field.name,))
    known = (call.account.records[name] for name in field.reference_to if name in OBJECTS)
    is_checked = call.switches.value("stores_nothing") is None
    if is_checked and not any(text in records for records in known):
        raise refused("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", 400)


def _boolean(field: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _unreadable(field)
    return value


def _number(field: Field, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unreadable(field)
    return float(value) if field.type == "double" else value


def _moment(field: Field, value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _unreadable(field) from None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "+0000")


def _unreadable(field: Field) -> Exception:
    message = f"Cannot deserialize the value of {field.name}"
    return refused("JSON_PARSER_ERROR", message)


_CHECKS: dict[str, Callable[[Call, Field, str], None]] = {
    "email": _check_email,
    "picklist": _check_choice,
    "multipicklist": _check_choice,
    "reference": _check_reference,
}
_CONVERSIONS: dict[str, Callable[[Field, Any], Any]] = {
    "boolean": _boolean,
    "double": _number,
    "int": _number,
    "datetime": _moment,
}
