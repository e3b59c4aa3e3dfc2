"""What a case is: one delivery, and what happens to the account around it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from gateway.sdk import Consignment
from tests.adapters.zendesk.account import Account

Change = Callable[[Account], object]


def _nothing(_: Account) -> None:
    """The account stays as it is."""


class Case(Struct, frozen=True, kw_only=True):
    """One delivery; ``comment_size`` replaces the limit, so that a short note fills several.

    ``before`` changes the account before the delivery, ``between`` before it is read back.
    """

    consignment: Consignment
    settings: dict[str, int] = {}
    comment_size: int = 60_000
    before: Change = _nothing
    between: Change = _nothing
