"""What others do to tickets when the account is told so, and what follows from it."""

from __future__ import annotations

from typing import Any

SAFE = {"comment": {"html_body": "more"}, "safe_update": True}


def follow(zendesk: Any, source: Any) -> Any:
    return zendesk.create({"via_followup_source_id": source}).json["ticket"]


def test_told_to_it_closes_a_ticket_right_after_it_was_made(zendesk: Any) -> None:
    zendesk.behave("closes_tickets")
    created = zendesk.create().json["ticket"]

    assert ("new", "closed") == (created["status"], zendesk.ticket()["status"])
    assert 422 == zendesk.update({"comment": {"html_body": "late"}}).status


def test_it_closes_as_many_as_it_is_told(zendesk: Any) -> None:
    zendesk.behave("closes_tickets=2")
    for _ in range(3):
        zendesk.create()

    assert ["closed", "closed", "new"] == [zendesk.ticket(id_)["status"] for id_ in (1, 2, 3)]


def test_a_follow_up_says_what_it_goes_on_from_and_the_closed_ticket_what_goes_on(
    zendesk: Any,
) -> None:
    zendesk.behave("closes_tickets")
    zendesk.create()
    followed = follow(zendesk, 1)

    assert {"from": {"ticket_id": 1}, "to": {}, "rel": "follow_up"} == followed["via"]["source"]
    assert followed["via"] == zendesk.ticket(2)["via"]
    assert [2] == zendesk.ticket(1)["followup_ids"]


def test_a_ticket_that_is_not_closed_has_no_follow_up(zendesk: Any) -> None:
    zendesk.create()

    for source in (1, 99, "1", None):
        assert follow(zendesk, source)["via"]["source"]["rel"] is None
    assert [] == zendesk.ticket(1)["followup_ids"]


def test_told_to_an_agent_changes_a_ticket_just_before_its_first_updates(zendesk: Any) -> None:
    zendesk.behave("busy_agent=2")
    stamp = zendesk.create({"tags": ["one"]}).json["ticket"]["updated_at"]

    for _ in range(2):
        assert 409 == zendesk.update({**SAFE, "updated_stamp": stamp}).status
        stamp = zendesk.ticket()["updated_at"]
    assert 200 == zendesk.update({**SAFE, "updated_stamp": stamp}).status
    assert ["one", "seen_1", "seen_2"] == zendesk.ticket()["tags"]


def test_what_the_agent_changed_stands_in_the_audits_without_any_metadata(zendesk: Any) -> None:
    zendesk.behave("busy_agent")
    zendesk.create({"tags": ["one"]})
    zendesk.update({"comment": {"html_body": "more"}})
    audits = zendesk.get("/api/v2/tickets/1/audits").json["audits"]

    assert [("tags", ["one"], ["one", "seen_1"])] == [
        (event["field_name"], event["previous_value"], event["value"])
        for event in audits[1]["events"]
    ]
    assert {} == audits[1]["metadata"]["custom"]


def test_nobody_changes_a_closed_ticket(zendesk: Any) -> None:
    zendesk.behave("closes_tickets", "busy_agent")
    zendesk.create()
    zendesk.update({"comment": {"html_body": "late"}})

    assert [] == zendesk.ticket()["tags"]
