"""Who the customer is, by tool traffic."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.lifting.customer import lift_customer
from gateway.intake.lifting.exchanges import exchanges
from gateway.intake.lifting.lifted import Lifted
from gateway.intake.lifting.records import sightings
from tests.unit.gateway.intake.lifting.traffic import answered, called, conversation, one_exchange

PROFILE = {
    "user_id": "mei_7",
    "name": {"first_name": "Mei", "last_name": "Brown"},
    "email": "mei@example.com",
    "phone_number": "+1 555 0100",
}


def _lifted(messages: list[dict[str, Any]], **given: Any) -> Lifted:
    traffic = exchanges(messages)
    return lift_customer(given, traffic, sightings(traffic))


def _customer(messages: list[dict[str, Any]], **given: Any) -> Any:
    return _lifted(messages, **given).members.get("customer")


def test_a_customer_record_tells_name_email_and_phone() -> None:
    assert {
        "id": "mei_7",
        "given_name": "Mei",
        "family_name": "Brown",
        "name": "Mei Brown",
        "email": "mei@example.com",
        "phone": "+1 555 0100",
    } == _customer(one_exchange("get_user_details", {}, PROFILE))


def test_a_name_in_one_piece_stays_in_one_piece() -> None:
    messages = one_exchange("get_customer", {}, {"customer_id": "c", "name": "Mei Brown"})

    assert {"id": "c", "name": "Mei Brown"} == _customer(messages)


@pytest.mark.parametrize(
    ("tool", "arguments", "result"),
    [
        ("get_reservation", {}, {"reservation_id": "R", "user_id": "mei_7"}),
        ("send_certificate", {"user_id": "mei_7"}, "Sent."),
        ("find_user_id_by_name", {"name": "Mei"}, "mei_7"),
    ],
)
def test_the_id_is_found_in_results_and_arguments(tool: str, arguments: Any, result: Any) -> None:
    assert {"id": "mei_7"} == _customer(one_exchange(tool, arguments, result))


@pytest.mark.parametrize(
    ("tool", "arguments", "result"),
    [
        ("get_user_details", {"user_id": "wrong"}, "Error: user not found"),
        ("find_user_id_by_email", {}, "There is no such user."),
        ("get_order", {}, {"order_id": "W1", "user_id": 5}),
    ],
)
def test_an_id_that_the_tool_refused_is_no_id(tool: str, arguments: Any, result: Any) -> None:
    assert None is _customer(one_exchange(tool, arguments, result))


def test_an_open_call_proves_no_id() -> None:
    assert None is _customer(conversation(called(("get_user", "c", {"user_id": "u"}))))


def test_a_customer_record_counts_more_than_another_result() -> None:
    messages = conversation(
        called(("get_order", "a", {}), ("get_user_details", "b", {})),
        answered("a", {"order_id": "W1", "user_id": "of_the_order"}),
        answered("b", PROFILE),
    )

    assert "mei_7" == _customer(messages)["id"]


def test_what_the_sender_gave_stays() -> None:
    messages = one_exchange("get_user_details", {}, PROFILE)

    customer = _customer(messages, id="mei_7", email="own@example.com", tier="gold")

    assert ("own@example.com", "gold", "Mei Brown") == (
        customer["email"],
        customer["tier"],
        customer["name"],
    )


def test_a_record_of_somebody_else_is_not_the_customers() -> None:
    messages = one_exchange("get_user_details", {}, PROFILE)

    assert None is _customer(messages, id="somebody_else")


def test_every_lifted_member_is_listed_with_its_source() -> None:
    lifted = _lifted(one_exchange("get_user_details", {}, PROFILE))

    assert {
        f"/customer/{name}": f"tool_traffic.customer.{name}" for name in lifted.members["customer"]
    } == {made.path: made.rule for made in lifted.generated}
    assert {"/conversation/messages/1/content/0/content"} == {
        made.source for made in lifted.generated
    }
