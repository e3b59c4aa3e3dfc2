"""The account's front door, and its declaration."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

import pytest

from contract_tests.stand_ins.zendesk import create, stand_in


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/api/v2/nothing"), ("DELETE", "/api/v2/tickets/1"), ("GET", "/")]
)
def test_what_it_does_not_know_is_a_404(zendesk: Any, method: str, path: str) -> None:
    missing = zendesk.ask(method, path)

    assert (404, "InvalidEndpoint") == (missing.status, missing.json["error"])


def test_every_path_may_end_in_json(zendesk: Any) -> None:
    zendesk.create()

    assert zendesk.get("/api/v2/tickets/1").body == zendesk.get("/api/v2/tickets/1.json").body


def test_both_families_of_rate_headers_are_sent(zendesk: Any) -> None:
    headers = zendesk.get("/api/v2/tickets").headers

    assert ("700", "700") == (headers["x-rate-limit"], headers["ratelimit-limit"])


def test_two_accounts_asked_the_same_answer_the_same(zendesk: Any) -> None:
    other = type(zendesk)(create())

    assert [zendesk.upload().body, zendesk.create().body] == [
        other.upload().body,
        other.create().body,
    ]


def test_it_can_be_created_unkind() -> None:
    assert "subject" == create(behave=["drop_field=subject"]).switches.value("drop_field")


def test_an_unknown_behaviour_is_an_error_at_once() -> None:
    with pytest.raises(ValueError, match='no behaviour "be_nice"'):
        create(behave=["be_nice"])


def test_it_is_found_by_its_entry_point() -> None:
    (point,) = entry_points(group="readback.stand_ins", name="zendesk")

    assert stand_in is point.load()


def test_every_behaviour_is_explained_in_one_sentence() -> None:
    for behaviour in stand_in.behaviours:
        assert behaviour.does.endswith(".")
        assert 1 == behaviour.does.count(". ") + 1


def test_its_ticket_fields_have_every_kind_an_account_can_have(zendesk: Any) -> None:
    listed = zendesk.get("/api/v2/ticket_fields").json

    assert {
        *("subject", "description", "status", "tickettype", "priority", "group", "assignee"),
        *("text", "textarea", "tagger", "checkbox", "integer", "decimal", "date", "regexp"),
        *("multiselect", "partialcreditcard"),
    } == {field["type"] for field in listed["ticket_fields"]}
    assert listed["count"] == len(listed["ticket_fields"])


def test_a_dropdown_lists_the_values_to_send(zendesk: Any) -> None:
    fields = zendesk.get("/api/v2/ticket_fields").json["ticket_fields"]
    reason = next(field for field in fields if field["title"] == "Handoff reason")

    assert "handoff_fraud" in [option["value"] for option in reason["custom_field_options"]]
