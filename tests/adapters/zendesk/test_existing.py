"""Searching for what a request without an answer has made."""

from __future__ import annotations

import json

from adapters.zendesk import adapter
from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import Consignment, Delivered, VendorRequest, VendorResponse
from tests.adapters.zendesk.account import Account, drive
from tests.adapters.zendesk.consignments import consignment

LONG_NOTE = "<p>" + "word " * 30_000 + "</p>"
SETTINGS = ZendeskSettings()


class Lost(Exception):
    """The vendor has done it, and nobody heard."""


def search(request: VendorRequest, sent: Consignment, account: Account) -> VendorResponse | None:
    found, _ = drive(adapter.find_existing(request, sent, SETTINGS), account)
    assert found is None or isinstance(found, VendorResponse)
    return found


def writes(sent: Consignment, account: Account) -> list[VendorRequest]:
    _, exchanges = drive(adapter.deliver(sent, SETTINGS), account)
    return [request for request, _ in exchanges]


def resumed(sent: Consignment, account: Account, *, lost: int) -> Delivered:
    """Deliver; the reply to one request gets lost, and the search has to stand in for it."""
    position = 0

    def answer(request: VendorRequest) -> VendorResponse:
        nonlocal position
        position += 1
        response = account(request)
        if position != lost or request.repeat == "safe":
            return response
        found = search(request, sent, account)
        assert found is not None
        return found

    delivered, _ = drive(adapter.deliver(sent, SETTINGS), answer)
    assert isinstance(delivered, Delivered)
    return delivered


def test_a_lost_reply_to_any_request_changes_nothing() -> None:
    sent = consignment(note=LONG_NOTE)

    every = [resumed(sent, Account(), lost=position) for position in range(1, 6)]

    assert every[0].parts
    assert [every[0]] * 5 == every


def test_nothing_is_found_where_nothing_was_made() -> None:
    create = writes(consignment(), Account())[-1]

    assert search(create, consignment(), Account()) is None


def test_a_ticket_of_another_delivery_with_the_same_external_id_is_not_ours() -> None:
    account = Account()
    writes(consignment(key="d-1"), account)
    create = writes(consignment(key="d-2"), Account())[-1]

    assert search(create, consignment(key="d-2"), account) is None


def test_of_two_tickets_with_one_external_id_ours_is_found() -> None:
    account = Account()
    writes(consignment(key="d-1"), account)
    create = writes(consignment(key="d-2"), account)[-1]

    found = search(create, consignment(key="d-2"), account)

    assert found is not None
    assert max(account.tickets) == json.loads(found.body)["ticket"]["id"]


def test_a_part_that_was_not_written_is_not_found_behind_one_that_was() -> None:
    account = Account()
    *_, second, third = writes(consignment(note=LONG_NOTE), account)
    for audits in account.audits.values():
        audits.pop()

    assert search(second, consignment(note=LONG_NOTE), account) is not None
    assert search(third, consignment(note=LONG_NOTE), account) is None


def test_a_comment_is_found_even_if_the_vendor_has_cut_or_hidden_it() -> None:
    account = Account()
    *_, third = writes(consignment(note=LONG_NOTE), account)
    for comments in account.comments.values():
        comments.clear()

    assert search(third, consignment(note=LONG_NOTE), account) is not None


def test_what_may_simply_be_repeated_is_not_searched_for() -> None:
    account = Account()
    requester, upload, *_ = writes(consignment(), account)

    assert search(requester, consignment(), account) is None
    assert search(upload, consignment(), account) is None
