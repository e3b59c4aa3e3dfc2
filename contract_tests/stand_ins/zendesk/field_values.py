"""What a custom field makes of a value: kept, changed, refused, or dropped without a word.

Field reports of 2026 (zenpy #420, node-zendesk #132 and #265): a value that is no option of a
dropdown, and an id the account does not have, are answered with a 2xx and not stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import UNSET

from contract_tests.stand_ins.zendesk.call import is_list
from contract_tests.stand_ins.zendesk.ticket_fields import Field


class Malformed(Exception):
    """The value has not the form its field asks for; the vendor answers 422."""


def accepted(field: Field, value: Any) -> Any:
    """What the field stores; ``UNSET`` when it drops the value.

    Raises ``Malformed`` where the vendor refuses.
    """
    if value is None:
        return None
    return _ACCEPT[field.type](field, value)


def tags_of(field: Field, value: Any) -> tuple[str, ...]:
    """The tags that a stored value adds to its ticket."""
    if field.type == "tagger" and value:
        return (value,)
    if field.type == "multiselect" and value:
        return tuple(value)
    return (field.tag,) if field.tag and value is True else ()


def _text(_: Field, value: Any) -> Any:
    if isinstance(value, bool | dict | list):
        return UNSET
    return str(value)


def _number(pattern: str) -> Callable[[Field, Any], Any]:
    # Stored and shown as text: the documentation's own words are "string composed of numbers".
    def accept(_: Field, value: Any) -> Any:
        text = str(value)
        if isinstance(value, bool | dict | list) or not re.fullmatch(pattern, text):
            raise Malformed
        return text

    return accept


def _checkbox(_: Field, value: Any) -> Any:
    return {"true": True, "1": True, "false": False, "0": False}.get(str(value).lower(), UNSET)


def _date(_: Field, value: Any) -> Any:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        raise Malformed
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise Malformed from None


def _regexp(field: Field, value: Any) -> Any:
    if not isinstance(value, str) or not re.search(field.pattern or "", value):
        raise Malformed
    return value


def _tagger(field: Field, value: Any) -> Any:
    return value if value in _values(field) else UNSET


def _multiselect(field: Field, value: Any) -> Any:
    items = value if is_list(value) else [value]
    return [item for item in items if item in _values(field)] or UNSET


def _values(field: Field) -> list[str]:
    return [option.value for option in field.options]


def _card(_: Field, value: Any) -> Any:
    digits = re.sub(r"\D", "", str(value))
    return "X" * (len(digits) - 4) + digits[-4:]


# The captured field's own pattern: no exponents.
_DECIMAL = r"[-+]?[0-9]*[.,]?[0-9]+"
_ACCEPT: dict[str, Callable[[Field, Any], Any]] = {
    "text": _text,
    "textarea": _text,
    "integer": _number(r"[-+]?[0-9]+"),
    "decimal": _number(_DECIMAL),
    "checkbox": _checkbox,
    "date": _date,
    "regexp": _regexp,
    "tagger": _tagger,
    "multiselect": _multiselect,
    "partialcreditcard": _card,
}
