"""One request on its way to a handler, and what handlers read from it."""

from __future__ import annotations

import re
from typing import Any, TypeAlias, TypeGuard, cast

import msgspec
from msgspec import Struct

from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Request
from contract_tests.stand_ins.zendesk.account import Account
from contract_tests.stand_ins.zendesk.records import Ticket, User
from contract_tests.stand_ins.zendesk.replies import Refused, invalid_attribute, record_not_found

Object: TypeAlias = dict[str, Any]


class Call(Struct, frozen=True, kw_only=True):
    """A request with the account it is for; ``argument`` is the id in its path."""

    request: Request
    account: Account
    switches: Switches
    caller: User | None
    argument: str = ""

    def author(self) -> User:
        """Who signed in; routes that need nobody never ask."""
        return self.caller or self.account.agent


def sent_object(call: Call, name: str) -> Object:
    """The object under ``name`` in the JSON body; raises ``Refused`` where there is none."""
    try:
        document: Any = msgspec.json.decode(call.request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(invalid_attribute("The body is not JSON.")) from None
    return as_object(as_object(document, "body").get(name), name)


def as_object(value: Any, name: str) -> Object:
    """A JSON object; raises ``Refused`` for anything else."""
    if not isinstance(value, dict):
        raise Refused(invalid_attribute(f"{name} is missing or is not an object."))
    return cast("Object", value)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


def ticket_of(call: Call) -> Ticket:
    """The ticket in the path; raises ``Refused`` with a 404."""
    ticket = call.account.tickets.get(_number(call.argument))
    if ticket is None:
        raise Refused(record_not_found())
    return ticket


def user_of(call: Call) -> User:
    """The user in the path; raises ``Refused`` with a 404."""
    user = call.account.users.get(_number(call.argument))
    if user is None:
        raise Refused(record_not_found())
    return user


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else 0
