"""Creating, showing, finding and updating tickets."""

from __future__ import annotations

from typing import Any

import pytest


def test_a_new_ticket_comes_with_the_audit_of_what_was_made(zendesk: Any) -> None:
    created = zendesk.create({"subject": "Charged twice", "tags": ["vip"], "priority": "high"})
    events = created.json["audit"]["events"]

    assert 201 == created.status
    assert ["Comment", "Create", "Create", "Create", "Create", "Create"] == [
        event["type"] for event in events
    ]
    assert {"subject", "requester_id", "status", "priority", "tags"} == {
        event["field_name"] for event in events[1:]
    }
    assert zendesk.comments()[0]["id"] == events[0]["id"]


def test_a_ticket_is_shown_as_it_was_created(zendesk: Any) -> None:
    created = zendesk.create({"subject": "Charged twice", "external_id": "r-1"}).json["ticket"]

    assert created == zendesk.ticket()
    assert "http://acme.test/api/v2/tickets/1.json" == created["url"]


def test_the_description_is_the_first_comment(zendesk: Any) -> None:
    zendesk.create({"comment": {"html_body": "<p>First</p>"}})
    zendesk.update({"comment": {"html_body": "<p>Second</p>"}})

    assert "First" == zendesk.ticket()["description"]


def test_a_description_alone_is_the_first_comment(zendesk: Any) -> None:
    document = {"ticket": {"description": "Hello"}}
    zendesk.ask("POST", "/api/v2/tickets", document)

    assert ["Hello"] == [comment["body"] for comment in zendesk.comments()]


@pytest.mark.parametrize("comment", [{}, {"body": "  "}, {"Body": "spelled otherwise"}])
def test_a_ticket_without_words_is_refused(zendesk: Any, comment: Any) -> None:
    refused = zendesk.create({"comment": comment})

    assert 422 == refused.status
    assert "Description: cannot be blank" == refused.json["details"]["base"][0]["description"]


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", b"[]", b"{}", b'{"ticket": 1}', b'{"a":"\xff"}']
)
def test_a_body_that_is_no_ticket_is_a_400(zendesk: Any, body: bytes) -> None:
    refused = zendesk.ask("POST", "/api/v2/tickets", body=body)

    assert (400, "Invalid attribute") == (refused.status, refused.json["error"]["title"])


@pytest.mark.parametrize("ticket_id", ["99", "0", "x", "9" * 5_000])
def test_a_ticket_that_is_not_there_is_a_404(zendesk: Any, ticket_id: str) -> None:
    missing = zendesk.get(f"/api/v2/tickets/{ticket_id}")

    assert (404, {"error": "RecordNotFound", "description": "Not found"}) == (
        missing.status,
        missing.json,
    )


def test_tickets_are_found_by_external_id_of_which_several_may_have_one(zendesk: Any) -> None:
    for external_id in ("r-1", "r-2", "r-1"):
        zendesk.create({"external_id": external_id})
    found = zendesk.get("/api/v2/tickets", query={"external_id": "r-1"})

    assert [1, 3] == [ticket["id"] for ticket in found.json["tickets"]]


def test_an_update_says_what_changed_from_what(zendesk: Any) -> None:
    zendesk.create({"subject": "Old", "priority": "low"})
    updated = zendesk.update({"subject": "New", "priority": "low"})

    assert 200 == updated.status
    assert [("Change", "subject", "Old", "New")] == [
        (event["type"], event["field_name"], event["previous_value"], event["value"])
        for event in updated.json["audit"]["events"]
    ]


def test_an_update_that_changes_nothing_leaves_no_audit(zendesk: Any) -> None:
    zendesk.create()
    updated = zendesk.update({"custom_fields": [{"id": 360020000105, "value": "Fraud"}]})

    assert (200, False) == (updated.status, "audit" in updated.json)
    assert 1 == zendesk.get("/api/v2/tickets/1/audits").json["count"]


def test_additional_tags_in_a_single_update_are_ignored(zendesk: Any) -> None:
    zendesk.create({"tags": ["one"]})
    zendesk.update({"additional_tags": ["two"]})

    assert ["one"] == zendesk.ticket()["tags"]


def test_metadata_comes_back_in_the_audit_and_nowhere_else(zendesk: Any) -> None:
    created = zendesk.create({"metadata": {"handoff": "h-1"}})
    audits = zendesk.get("/api/v2/tickets/1/audits").json["audits"]

    assert {"handoff": "h-1"} == audits[0]["metadata"]["custom"]
    assert "metadata" not in created.json["ticket"]


def test_a_closed_ticket_refuses_every_update(zendesk: Any) -> None:
    zendesk.create({"status": "closed"})
    refused = zendesk.update({"comment": {"html_body": "late"}})

    assert 422 == refused.status
    assert (
        "Status: closed prevents ticket update"
        == refused.json["details"]["status"][0]["description"]
    )


def test_a_safe_update_of_a_ticket_that_changed_is_a_conflict(zendesk: Any) -> None:
    seen = zendesk.create().json["ticket"]["updated_at"]
    zendesk.update({"subject": "Somebody was faster"})
    safe = {"subject": "Mine", "safe_update": True}

    assert 409 == zendesk.update({**safe, "updated_stamp": seen}).status
    current = zendesk.ticket()["updated_at"]
    assert 200 == zendesk.update({**safe, "updated_stamp": current}).status


def test_a_ticket_takes_thirty_updates_in_ten_minutes(zendesk: Any) -> None:
    zendesk.create()
    first = zendesk.update({"subject": "1"})
    for number in range(29):
        zendesk.update({"subject": f"again {number}"})
    refused = zendesk.update({"subject": "one too many"})

    assert (
        "total=30; remaining=29; resets=600"
        == (first.headers["zendesk-ratelimit-per-ticket-updates"])
    )
    assert (429, "text/plain; charset=utf-8") == (refused.status, refused.headers["content-type"])
    assert 0 < int(refused.headers["retry-after"]) <= 600


def test_the_thirty_updates_come_back_after_ten_minutes(zendesk: Any) -> None:
    zendesk.create()
    for number in range(30):
        zendesk.update({"subject": str(number)})
    for _ in range(600):
        zendesk.app.account.begin_request()

    assert 200 == zendesk.update({"subject": "later"}).status


def test_told_to_it_answers_201_and_stores_nothing(zendesk: Any) -> None:
    zendesk.behave("stores_nothing")
    created = zendesk.create()

    assert (201, 404) == (created.status, zendesk.get("/api/v2/tickets/1").status)


def test_told_to_it_makes_two_tickets_with_one_external_id(zendesk: Any) -> None:
    zendesk.behave("double_external_id")
    zendesk.create({"external_id": "r-1"})
    found = zendesk.get("/api/v2/tickets", query={"external_id": "r-1"})

    assert 2 == found.json["count"]
