"""What session variables say about the customer."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.known import lift_variables


def _lifted(**variables: object) -> Draft:
    draft = Draft(conversation={"variables": variables})
    lift_variables(draft)
    return draft


def test_names_are_read_as_words_whichever_way_they_are_written() -> None:
    draft = _lifted(customerId="c-1", user_email="a@b.example", PHONE="+1 555")

    assert {"id": "c-1", "phone": "+1 555", "email": "a@b.example"} == draft.value["customer"]


def test_each_lifted_value_names_its_rule_and_its_source() -> None:
    (made,) = _lifted(user_id="c-1").generated

    assert ("/customer/id", "variables.customer.id", "/conversation/variables/user_id") == (
        made.path,
        made.rule,
        made.source,
    )


def test_what_the_bot_said_itself_stays() -> None:
    draft = Draft(conversation={"variables": {"user_id": "b"}}, customer={"id": "a"})

    lift_variables(draft)

    assert {"id": "a"} == draft.value["customer"]


def test_what_is_no_text_is_not_lifted() -> None:
    assert "customer" not in _lifted(user_id=7, email="", phone=None).value
    assert "customer" not in Draft().value
