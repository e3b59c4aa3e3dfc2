"""One request on its way to a handler, and its form, which is looked at strictly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.twilio_flex.account import Account
from contract_tests.stand_ins.twilio_flex.replies import Refused, error, invalid, not_found
from contract_tests.stand_ins.wire import Request

ATTRIBUTES_TOO_LONG = 50303


class Call(Struct, frozen=True, kw_only=True):
    """A request with the account it is for; ``ids`` are those in its path, by name."""

    request: Request
    account: Account
    switches: Switches
    ids: Mapping[str, str]

    def missing(self) -> Refused:
        """What is asked for is not there."""
        return Refused(not_found(self.request))

    def form(self, *known: str) -> dict[str, str]:
        """The form. Raises ``Refused`` for another body, a repeated member, and an unknown one.

        The vendor passes over members that it does not know. This account does not: a member that
        is misspelt is lost without an error there.
        """
        if "x-www-form-urlencoded" not in (self.request.header("content-type") or ""):
            raise Refused(error(20001, "Unsupported Media Type", 415))
        pairs = parse_qsl(self.request.body.decode("ascii", "replace"), keep_blank_values=True)
        found = dict(pairs)
        strange = next((name for name in found if name not in known), None)
        if strange is not None or len(found) != len(pairs):
            raise Refused(invalid(f"Invalid parameter {strange or 'given twice'}"))
        return found


def json_member(form: Mapping[str, str], name: str, most: int | None = None) -> str | None:
    """A member that holds JSON. Raises ``Refused`` where it does not, or is longer."""
    text = form.get(name)
    if text is None:
        return None
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        raise Refused(invalid(f"{name} is not valid JSON")) from None
    if most is not None and len(text.encode()) > most:
        raise Refused(error(ATTRIBUTES_TOO_LONG, f"{name} too long", 400))
    return text


def object_member(form: Mapping[str, str], name: str, most: int | None = None) -> dict[str, Any]:
    """A member that holds a JSON object; one that is not there is empty."""
    text = json_member(form, name, most)
    try:
        return msgspec.json.decode(text or "{}", type=dict[str, Any])
    except msgspec.ValidationError:
        raise Refused(invalid(f"{name} is not a JSON object")) from None


def short_text(form: Mapping[str, str], name: str, most: int) -> str | None:
    """A text of so many characters at most."""
    text = form.get(name)
    if text is not None and len(text) > most:
        raise Refused(invalid(f"{name} is longer than {most} characters"))
    return text


def whole_number(value: Any, name: str, default: int, most: int) -> int:
    """A whole number from 0 to ``most``, as a number or its digits."""
    text = str(default if value is None else value)
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise Refused(invalid(f"{name} is not a number from 0 to {most}"))
    return int(text)


def compact(document: Any) -> str:
    """JSON as this account writes it."""
    return msgspec.json.encode(document).decode()
