"""What a ticket makes of the members it is sent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract_tests.stand_ins.zendesk import create
from contract_tests.stand_ins.zendesk.ticket_fields import CUSTOM_FIELDS
from contract_tests.strategies import json_values

INTENT, REASON, AMOUNT = 360020000101, 360020000105, 360020000116
DUE, ATTEMPTS, VERIFIED, BOOKING = 360020000107, 360020000108, 360020000109, 360020000110
TOPICS, ADVICE, CARD, INACTIVE = 360020000111, 360020000112, 360020000113, 360020000115


def _value(zendesk: Any, field_id: int, ticket_id: int = 1) -> Any:
    fields = zendesk.ticket(ticket_id)["custom_fields"]
    return next(item["value"] for item in fields if item["id"] == field_id)


def _store(zendesk: Any, field_id: int, value: Any) -> Any:
    zendesk.create({"custom_fields": [{"id": field_id, "value": value}]})
    return _value(zendesk, field_id)


@pytest.mark.parametrize(
    ("field_id", "value"),
    [
        (INTENT, " a text \n with 'everything' 💳 "),
        (ADVICE, "two\n\nlines"),
        (AMOUNT, "0.92"),
        (ATTEMPTS, "3"),
        (DUE, "2026-03-07"),
        (VERIFIED, True),
        (BOOKING, "AB12CD"),
        (REASON, "handoff_fraud"),
        (TOPICS, ["topic_billing", "topic_travel"]),
    ],
)
def test_each_kind_of_custom_field_keeps_a_value_that_fits(
    zendesk: Any, field_id: int, value: Any
) -> None:
    assert value == _store(zendesk, field_id, value)


@pytest.mark.parametrize(
    ("field_id", "sent", "stored"),
    [(ATTEMPTS, 3, "3"), (AMOUNT, 0.92, "0.92"), (INTENT, 7, "7")],
)
def test_numbers_are_shown_as_text(zendesk: Any, field_id: int, sent: Any, stored: str) -> None:
    assert stored == _store(zendesk, field_id, sent)


def test_all_active_custom_fields_are_listed_the_unset_ones_with_null(zendesk: Any) -> None:
    zendesk.create()
    shown = {item["id"]: item["value"] for item in zendesk.ticket()["custom_fields"]}

    assert 15 == len(shown)
    assert {None} == set(shown.values())
    assert INACTIVE not in shown


@pytest.mark.parametrize("field_id", [99, INACTIVE, "nonsense", None, 1.5])
def test_an_unknown_custom_field_is_dropped_with_a_2xx(zendesk: Any, field_id: Any) -> None:
    created = zendesk.create({"custom_fields": [{"id": field_id, "value": "lost"}]})

    assert 201 == created.status
    assert b"lost" not in created.body


@pytest.mark.parametrize(
    "value", ["Fraud", "handoff fraud", "handoff_nobody", 7, ["handoff_fraud"]]
)
def test_a_dropdown_value_that_is_no_option_is_dropped_with_a_2xx(zendesk: Any, value: Any) -> None:
    created = zendesk.create({"custom_fields": [{"id": REASON, "value": value}]})

    assert 201 == created.status
    assert _value(zendesk, REASON) is None


def test_choices_that_are_no_options_are_dropped_from_a_list(zendesk: Any) -> None:
    assert ["topic_billing"] == _store(zendesk, TOPICS, ["topic_billing", "Billing"])


@pytest.mark.parametrize(
    ("field_id", "value"),
    [
        (ATTEMPTS, "three"),
        (ATTEMPTS, True),
        (AMOUNT, "1e-7"),
        (DUE, "7 March"),
        (DUE, "2026-02-30"),
        (BOOKING, "ab12cd"),
    ],
)
def test_a_malformed_value_is_refused_by_name(zendesk: Any, field_id: int, value: Any) -> None:
    refused = zendesk.create({"custom_fields": [{"id": field_id, "value": value}]})

    assert (422, "RecordInvalid") == (refused.status, refused.json["error"])
    assert "is not properly formatted" in refused.json["details"]["base"][0]["description"]


def test_a_card_field_keeps_the_last_four_digits(zendesk: Any) -> None:
    assert "XXXXXXXXXXXX1111" == _store(zendesk, CARD, "4111 1111 1111 1111")


def test_dropdowns_checkboxes_and_lists_add_their_own_tags(zendesk: Any) -> None:
    fields = {REASON: "handoff_fraud", VERIFIED: True, TOPICS: ["topic_billing"]}
    sent = [{"id": id_, "value": value} for id_, value in fields.items()]
    zendesk.create({"tags": ["vip"], "custom_fields": sent})

    assert ["handoff_fraud", "identity_verified", "topic_billing", "vip"] == (
        zendesk.ticket()["tags"]
    )


def test_tags_in_an_update_replace_the_set(zendesk: Any) -> None:
    zendesk.create({"tags": ["one", "two"]})
    zendesk.update({"tags": ["three"]})

    assert ["three"] == zendesk.ticket()["tags"]


def test_tags_are_lower_case_without_spaces(zendesk: Any) -> None:
    zendesk.create({"tags": ["Very Angry", "very_angry", 7]})

    assert ["very_angry"] == zendesk.ticket()["tags"]


@pytest.mark.parametrize("member", ["assignee_id", "group_id", "requester_id", "brand_id"])
def test_an_id_of_the_wrong_json_type_is_ignored(zendesk: Any, member: str) -> None:
    kind = zendesk.create()
    sent = zendesk.create({member: "9001"})

    assert 201 == sent.status
    assert kind.json["ticket"][member] == sent.json["ticket"][member]


@pytest.mark.parametrize("member", ["status", "priority", "type"])
def test_a_choice_of_the_wrong_json_type_is_ignored(zendesk: Any, member: str) -> None:
    assert 201 == zendesk.create({member: ["high"]}).status


@pytest.mark.parametrize("member", ["status", "priority", "type"])
def test_a_choice_that_does_not_exist_is_refused(zendesk: Any, member: str) -> None:
    refused = zendesk.create({member: "critical"})

    assert (422, [member]) == (refused.status, list(refused.json["details"]))


def test_everything_that_is_wrong_is_said_at_once(zendesk: Any) -> None:
    refused = zendesk.create(
        {
            "priority": "critical",
            "requester_id": 1,
            "custom_fields": [{"id": ATTEMPTS, "value": "x"}],
        }
    )

    assert {"priority", "requester", "base"} == set(refused.json["details"])


def test_a_member_spelled_otherwise_is_ignored(zendesk: Any) -> None:
    assert zendesk.create({"Subject": "Hello"}).json["ticket"]["subject"] is None


def test_a_priority_cannot_be_taken_back(zendesk: Any) -> None:
    zendesk.create({"priority": "high"})
    refused = zendesk.update({"priority": None})

    assert 422 == refused.status
    assert "cannot be reset" in refused.json["details"]["priority"][0]["description"]


def test_assigning_opens_a_new_ticket(zendesk: Any) -> None:
    zendesk.create()
    zendesk.update({"assignee_id": zendesk.app.account.agent.id})

    assert "open" == zendesk.ticket()["status"]


def test_a_requester_may_be_named_in_the_ticket(zendesk: Any) -> None:
    created = zendesk.create({"requester": {"name": "Zoë", "email": "zoe@example.com"}})
    requester = zendesk.get(f"/api/v2/users/{created.json['ticket']['requester_id']}")

    assert "Zoë" == requester.json["user"]["name"]


def test_told_to_it_drops_a_custom_field_by_id_or_title(zendesk: Any) -> None:
    zendesk.behave(f"drop_field={INTENT},Handoff reason")
    sent = {INTENT: "refund", REASON: "handoff_fraud", ADVICE: "kept"}
    created = zendesk.create(
        {"custom_fields": [{"id": id_, "value": value} for id_, value in sent.items()]}
    )

    assert 201 == created.status
    assert [None, None, "kept"] == [_value(zendesk, id_) for id_ in sent]


def test_told_to_it_drops_a_member_of_the_ticket(zendesk: Any) -> None:
    zendesk.behave("drop_field=subject")
    zendesk.create({"subject": "Lost", "priority": "high"})

    assert (None, "high") == (zendesk.ticket()["subject"], zendesk.ticket()["priority"])


def test_told_to_it_alters_the_first_tag(zendesk: Any) -> None:
    zendesk.behave("alter_tag")
    zendesk.create({"tags": ["one", "two"]})

    assert ["one_altered", "two"] == zendesk.ticket()["tags"]


def test_told_to_it_alters_a_tag_by_name(zendesk: Any) -> None:
    zendesk.behave("alter_tag=two")
    zendesk.create({"tags": ["one", "two"]})

    assert ["one", "two_altered"] == zendesk.ticket()["tags"]


def test_told_to_it_redacts_cards_in_custom_fields(zendesk: Any) -> None:
    zendesk.behave("redact_cards")

    assert "card 411111▇▇▇▇▇▇1111" == _store(zendesk, INTENT, "card 4111 1111 1111 1111")


_MEMBERS = (
    *("subject", "external_id", "status", "priority", "type", "tags", "assignee_id", "requester"),
    *("requester_id", "group_id", "comment", "metadata", "custom_fields", "due_at", "description"),
)
_FIELDS = st.builds(
    lambda id_, value: {"id": id_, "value": value},
    st.sampled_from([field.id for field in CUSTOM_FIELDS]),
    json_values(),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(_MEMBERS), json_values(), max_size=4),
    st.lists(_FIELDS, max_size=3),
)
def test_no_ticket_is_odd_enough_to_break_the_account(
    zendesk: Any, ticket: dict[str, Any], fields: list[dict[str, Any]]
) -> None:
    zendesk = type(zendesk)(create())

    answer = zendesk.create({"custom_fields": fields, **ticket})

    assert answer.status in (201, 400, 422)
    assert (201 == answer.status) == (zendesk.get("/api/v2/tickets/1").status == 200)
