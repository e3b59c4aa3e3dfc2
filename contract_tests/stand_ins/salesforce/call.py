"""One request on its way to a handler, and what handlers read from it."""

from __future__ import annotations

from typing import Any, TypeGuard

import msgspec
from msgspec import Struct

from contract_tests.stand_ins.salesforce.account import Account, Record
from contract_tests.stand_ins.salesforce.replies import refused
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Request


class Call(Struct, frozen=True, kw_only=True):
    """A request with the org it is for; ``arguments`` are the variable parts of its path.

    ``inside`` says that it is a part of a composite request.
    """

    request: Request
    account: Account
    switches: Switches
    version: str = "62.0"
    arguments: tuple[str, ...] = ()
    inside: bool = False

    @property
    def root(self) -> str:
        """Where the API of this version begins."""
        return f"/services/data/v{self.version}"


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


def is_object(value: object) -> TypeGuard[Record]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def sent_object(call: Call) -> Record:
    """The JSON object in the body; raises ``Refused`` where there is none."""
    try:
        document: Any = msgspec.json.decode(call.request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise refused("JSON_PARSER_ERROR", "The HTTP entity body could not be read") from None
    if not is_object(document):
        raise refused("JSON_PARSER_ERROR", "The HTTP entity body is no object")
    return document
