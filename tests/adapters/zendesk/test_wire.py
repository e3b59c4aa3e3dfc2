"""Replies as structs, and lists over several pages."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from adapters.zendesk.wire import Page, TicketReply, UserReply, WriteReply, pages, show
from gateway.sdk import DeliveryError, SignInFailed, UnexpectedReply, VendorRequest, VendorResponse
from tests.adapters.zendesk.account import drive, reply

PATH = "/api/v2/tickets/4/comments"

# As captured from a real account, 2019 to 2024; shortened, with the members that we do not read.
CREATED: dict[str, Any] = {
    "ticket": {
        "url": "https://d3v.zendesk.test/api/v2/tickets/4.json",
        "id": 4,
        "external_id": None,
        "via": {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}},
        "type": None,
        "subject": "nyanyanyanya",
        "priority": "urgent",
        "requester_id": 377922500012,
        "group_id": 360004077472,
        "tags": [],
        "custom_fields": [{"id": 1, "value": None}, {"id": 2, "value": ["a"]}],
        "ticket_form_id": 360000389592,
        "brand_id": 360002256672,
    },
    "audit": {
        "id": 653915434212,
        "metadata": {"system": {"client": "curl"}, "custom": {}},
        "events": [
            {"id": 653915434392, "type": "Create", "value": "x", "field_name": "subject"},
            {"id": 653915434312, "type": "Comment", "public": True, "attachments": []},
            {"type": "Notification", "recipients": [1]},
        ],
    },
}


def test_a_captured_create_is_understood() -> None:
    made = msgspec.json.decode(json.dumps(CREATED), type=WriteReply)

    assert ("https://d3v.zendesk.test", "653915434312") == (
        made.ticket.site,
        made.audit.comment_id(),
    )


def test_absent_and_null_members_stay_apart() -> None:
    ticket = msgspec.json.decode(b'{"ticket":{"id":1,"subject":null}}', type=TicketReply).ticket

    assert (None, msgspec.UNSET) == (ticket.subject, ticket.priority)


def test_the_next_page_is_asked_for_by_cursor_on_our_own_site() -> None:
    replies = iter(
        [
            {"comments": [{"id": 1}], "meta": {"has_more": True, "after_cursor": "c1"}},
            {"comments": [{"id": 2}], "meta": {"has_more": False, "after_cursor": "c2"}},
        ]
    )

    found, exchanges = drive(
        pages("read comments", PATH),
        lambda _: reply(200, {**next(replies), "links": {"next": "https://evil.test"}}),
    )

    assert not isinstance(found, DeliveryError)
    assert [1, 2] == [comment.id for page in found for comment in page.comments]
    assert [PATH, PATH] == [request.path for request, _ in exchanges]
    assert (("page[size]", "100"), ("page[after]", "c1")) == exchanges[1][0].query


@pytest.mark.parametrize("meta", [{}, {"has_more": True}, {"has_more": False, "after_cursor": "c"}])
def test_a_list_ends_where_no_page_follows(meta: dict[str, Any]) -> None:
    found, _ = drive(pages("read", PATH), lambda _: reply(200, {"comments": [], "meta": meta}))

    assert (Page(),) == found or [()] == [page.comments for page in found]


def test_a_list_that_does_not_end_is_an_error() -> None:
    endless = {"comments": [], "meta": {"has_more": True, "after_cursor": "c"}}

    failed, exchanges = drive(pages("read comments", PATH), lambda _: reply(200, endless))

    assert isinstance(failed, UnexpectedReply)
    assert 50 == len(exchanges)


def test_a_record_that_is_gone_is_none() -> None:
    found, _ = drive(show("read requester", "/x", UserReply), lambda _: VendorResponse(status=404))

    assert found is None


def test_a_lacking_permission_is_the_operators_to_mend() -> None:
    def forbid(_: VendorRequest) -> VendorResponse:
        return reply(403, {"error": {"title": "Forbidden", "message": "You do not have access"}})

    failed, _ = drive(show("read requester", "/x", UserReply), forbid)

    assert isinstance(failed, SignInFailed)
    assert "read requester" == failed.step
