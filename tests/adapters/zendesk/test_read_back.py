"""What is read back, and that nothing is taken for granted."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.zendesk import adapter
from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import (
    OwnValue,
    Stored,
    VendorRefused,
    VendorRequest,
    VendorResponse,
    visible_text,
)
from tests.adapters.zendesk.account import drive, reply
from tests.adapters.zendesk.consignments import NOTE, RICH_FIELDS, consignment, without
from tests.adapters.zendesk.delivery import Delivery

LONG_NOTE = "<p>" + "word " * 30_000 + "</p>"


@pytest.fixture
def delivery() -> Delivery:
    return Delivery(consignment())


def shown(stored: Stored) -> dict[str, Any]:
    return {field.name: field.value for field in stored.fields}


def test_every_field_that_was_sent_is_read(delivery: Delivery) -> None:
    assert RICH_FIELDS == shown(delivery.read())


def test_reading_only_reads(delivery: Delivery) -> None:
    delivery.read()

    assert {"GET"} == {request.method for request, _ in delivery.exchanges}
    assert {"safe"} == {request.repeat for request, _ in delivery.exchanges}


@pytest.mark.parametrize("name", [n for n in RICH_FIELDS if "." not in n])
def test_an_altered_ticket_member_is_read_as_it_stands(delivery: Delivery, name: str) -> None:
    delivery.ticket[name] = [] if name == "tags" else 9 if name.endswith("_id") else "altered"
    if name == "external_id":
        delivery.ticket[name] = "altered"

    assert delivery.ticket[name] == shown(delivery.read())[name]


@pytest.mark.parametrize("name", ["name", "email", "phone", "external_id"])
def test_an_altered_requester_is_read_as_they_stand(delivery: Delivery, name: str) -> None:
    delivery.user[name] = "altered"

    assert "altered" == shown(delivery.read())[f"requester.{name}"]


def test_a_custom_field_that_the_vendor_dropped_is_not_found(delivery: Delivery) -> None:
    delivery.ticket["custom_fields"] = [{"id": 4002, "value": ""}]

    assert "custom_fields.4001" not in shown(delivery.read())


def test_a_custom_field_that_the_vendor_emptied_is_null(delivery: Delivery) -> None:
    delivery.ticket["custom_fields"][0]["value"] = None

    assert shown(delivery.read())["custom_fields.4001"] is None


def test_a_field_that_nobody_sent_is_not_read(delivery: Delivery) -> None:
    delivery.ticket["custom_fields"].append({"id": 4711, "value": "somebody else's"})

    assert "custom_fields.4711" not in shown(delivery.read())


def test_another_requester_on_the_ticket_is_read_instead_of_ours(delivery: Delivery) -> None:
    other = {"id": 6, "name": "Bo", "email": "bo@x.test", "phone": None, "external_id": None}
    delivery.account.users[6] = other
    delivery.ticket["requester_id"] = 6

    assert "Bo" == shown(delivery.read())["requester.name"]


def test_a_deleted_requester_has_no_fields(delivery: Delivery) -> None:
    delivery.account.users.clear()

    assert not any(name.startswith("requester.") for name in shown(delivery.read()))


def test_a_deleted_ticket_holds_nothing(delivery: Delivery) -> None:
    delivery.account.tickets.clear()

    assert Stored() == delivery.read()


def test_the_note_is_read_as_the_vendor_shows_it(delivery: Delivery) -> None:
    (part,) = delivery.read().note

    assert (NOTE, 0, len(NOTE), 0) == (part.sent, part.start, part.end, part.lead)
    assert part.stored is not None
    assert visible_text(NOTE).text == visible_text(part.stored).text


def test_each_part_of_a_long_note_is_found_by_its_id() -> None:
    delivery = Delivery(consignment(note=LONG_NOTE))
    delivery.comments.reverse()

    parts = delivery.read().note

    assert ["(1/3)", "(2/3)", "(3/3)"] == [visible_text(p.stored or "").text[:5] for p in parts]
    for part in parts:
        stretch = LONG_NOTE[part.start : part.end]
        assert stretch == part.sent[part.lead : part.lead + len(stretch)]


def test_a_hidden_comment_is_missing_and_its_neighbours_are_not() -> None:
    delivery = Delivery(consignment(note=LONG_NOTE))
    del delivery.comments[1]

    assert [False, True, False] == [part.stored is None for part in delivery.read().note]


def test_a_comment_of_an_agent_is_not_taken_for_ours(delivery: Delivery) -> None:
    delivery.comments.insert(0, {"id": 1, "html_body": NOTE, "public": False, "attachments": []})
    del delivery.comments[1]

    assert [None] == [part.stored for part in delivery.read().note]


def test_comments_on_further_pages_are_found() -> None:
    delivery = Delivery(consignment(note=LONG_NOTE))
    delivery.account.page_size = 1

    assert not [part for part in delivery.read().note if part.stored is None]
    assert all(r.path.startswith("/") for r, _ in delivery.exchanges)


def test_a_comment_that_came_out_public_is_reported() -> None:
    delivery = Delivery(consignment(without("external_id")))
    delivery.comments[0]["public"] = True

    expected = OwnValue(name="comment.1.public", sent=False, stored=True)
    assert expected in delivery.read().own


def test_what_the_settings_put_there_is_read_too() -> None:
    delivery = Delivery(consignment({}), ZendeskSettings(group_id=7, brand_id=8))
    delivery.ticket["group_id"] = None

    assert (
        OwnValue(name="external_id", sent="d-1", stored="d-1"),
        OwnValue(name="group_id", sent=7, stored=None),
        OwnValue(name="brand_id", sent=8, stored=8),
        OwnValue(name="comment.1.public", sent=False, stored=False),
    ) == delivery.read().own


def test_an_unmapped_note_is_not_read(delivery: Delivery) -> None:
    assert () == Delivery(consignment(note=None)).read().note


def test_comments_that_cannot_be_listed_are_an_error_and_not_a_missing_note(
    delivery: Delivery,
) -> None:
    def refuse(request: VendorRequest) -> VendorResponse:
        return reply(400, {"errors": [{"code": "InvalidCursor"}]})

    path = f"/api/v2/tickets/{delivery.delivered.ref}/comments"
    flow = adapter.read_back(delivery.delivered, delivery.sent, delivery.settings)
    failed, _ = drive(flow, lambda r: refuse(r) if r.path == path else delivery.account(r))

    assert isinstance(failed, VendorRefused)
    assert ("read comments", "InvalidCursor") == (failed.step, failed.vendor_code)
