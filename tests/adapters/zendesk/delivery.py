"""A delivery that has been made; tests tamper with the account and then read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from adapters.zendesk import adapter
from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import Consignment, Delivered, Stored, VendorRequest, VendorResponse
from tests.adapters.zendesk.account import Account, Exchange, Meanwhile, drive


class Delivery:
    """The account after it, and what reading asked; ``meanwhile`` is what others do before it."""

    def __init__(
        self,
        sent: Consignment,
        settings: ZendeskSettings | None = None,
        meanwhile: Iterable[Meanwhile] = (),
    ) -> None:
        self.sent = sent
        self.settings = settings or ZendeskSettings()
        self.account = Account()
        self.account.meanwhile.extend(meanwhile)
        delivered, _ = drive(adapter.deliver(sent, self.settings), self.account)
        assert isinstance(delivered, Delivered)
        self.delivered = delivered
        self.exchanges: list[Exchange] = []

    @property
    def ticket(self) -> dict[str, Any]:
        return self.account.tickets[int(self.delivered.ref)]

    @property
    def comments(self) -> list[dict[str, Any]]:
        return self.account.comments[int(self.delivered.ref)]

    @property
    def user(self) -> dict[str, Any]:
        return next(iter(self.account.users.values()))

    def read(self, answer: Callable[[VendorRequest], VendorResponse] | None = None) -> Stored:
        flow = adapter.read_back(self.delivered, self.sent, self.settings)
        stored, self.exchanges = drive(flow, answer or self.account)
        assert isinstance(stored, Stored)
        return stored
