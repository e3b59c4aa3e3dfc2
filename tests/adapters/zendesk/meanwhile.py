"""Deliveries of long notes, to tickets that others change or close before their second comment."""

from __future__ import annotations

from typing import Any

from tests.adapters.zendesk.account import Account, Meanwhile, reply
from tests.adapters.zendesk.case import Case, Change
from tests.adapters.zendesk.consignments import consignment


def _newest(account: Account) -> int:
    return max(account.tickets)


def _change(account: Account, _: object) -> None:
    account.change(_newest(account))


def _close(account: Account, _: object) -> None:
    account.closed.add(_newest(account))


def _write_unheard(account: Account, sent: dict[str, Any]) -> None:
    """An earlier try is carried out only now."""
    account.written(_newest(account), sent)


def _close_and_refuse(account: Account, _: object) -> None:
    _close(account, None)
    account.elsewhere["/api/v2/tickets"] = reply(422, {"error": "RecordInvalid", "details": {}})


def _refuse_updates(account: Account) -> None:
    refused = reply(422, {"error": "RecordInvalid", "details": {"base": []}})
    account.elsewhere["/api/v2/tickets/1003"] = refused


def _meanwhile(*others: Meanwhile) -> Change:
    return lambda account: account.meanwhile.extend(others)


def _remove_newest(account: Account) -> None:
    del account.tickets[_newest(account)]


MEANWHILE = {
    "ticket closed before its second comment": Case(
        consignment=consignment(), comment_size=130, before=_meanwhile(_close)
    ),
    "ticket and follow-up closed": Case(
        consignment=consignment({}),
        settings={"group_id": 7, "brand_id": 8},
        comment_size=130,
        before=_meanwhile(_close, _close),
    ),
    "follow-up gone": Case(
        consignment=consignment(),
        comment_size=180,
        before=_meanwhile(_close),
        between=_remove_newest,
    ),
    "follow-up refused": Case(
        consignment=consignment(), comment_size=180, before=_meanwhile(_close_and_refuse)
    ),
    "second comment refused": Case(
        consignment=consignment(), comment_size=180, before=_refuse_updates
    ),
    "ticket changed before its second comment": Case(
        consignment=consignment(), comment_size=130, before=_meanwhile(_change)
    ),
    "ticket changed four times": Case(
        consignment=consignment(), comment_size=180, before=_meanwhile(*[_change] * 4)
    ),
    "ticket changed all the time": Case(
        consignment=consignment(), comment_size=180, before=_meanwhile(*[_change] * 9)
    ),
    "ticket changed and then closed": Case(
        consignment=consignment(), comment_size=180, before=_meanwhile(_change, _close)
    ),
    "second comment carried out unheard": Case(
        consignment=consignment(), comment_size=130, before=_meanwhile(_write_unheard)
    ),
}
