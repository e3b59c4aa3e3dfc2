"""Records from tool results."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.lifting.exchanges import exchanges
from gateway.intake.lifting.lifted import Lifted
from gateway.intake.lifting.records import lift_records, sightings
from tests.unit.gateway.intake.lifting.traffic import answered, called, conversation, one_exchange


def _lifted(messages: list[dict[str, Any]]) -> Lifted:
    return lift_records(sightings(exchanges(messages)))


def _records(messages: list[dict[str, Any]]) -> list[Any]:
    return _lifted(messages).members.get("records", [])


@pytest.mark.parametrize(
    ("tool", "arguments", "result", "type_", "id_"),
    [
        (
            "get_reservation_details",
            {},
            {"reservation_id": "R1", "user_id": "u"},
            "reservation",
            "R1",
        ),
        ("getOrder", {}, {"id": 17}, "order", "17"),
        ("lookup_orders", {"order_id": "W1"}, {"items": []}, "order", "W1"),
        ("get_user_details", {"user_id": "u"}, {"email": "a@b.c"}, "account", "u"),
        ("get_account", {}, {"account_number": "77"}, "account", "77"),
        ("track", {}, {"shipment_id": "S"}, "shipment", "S"),
        ("cancel_reservation", {}, {"reservation_id": "R1"}, "reservation", "R1"),
    ],
)
def test_a_result_with_an_id_is_a_record(
    tool: str, arguments: Any, result: Any, type_: str, id_: str
) -> None:
    assert [{"type": type_, "id": id_, "fields": result}] == _records(
        one_exchange(tool, arguments, result)
    )


@pytest.mark.parametrize(
    ("tool", "arguments", "result"),
    [
        ("get_order", {"order_id": "W1"}, "Error: not found"),
        ("get_order", {"order_id": "W1"}, {"error": "not found"}),
        ("search_flights", {"order_id": "W1"}, [{"order_id": "W1"}]),
        ("cancel_order", {"order_id": "W1"}, {"success": True}),
        ("calculate", {}, "1625.0"),
        ("get_order", {}, {"order_id": ""}),
        ("get_order", {}, {"order_id": True}),
    ],
)
def test_what_is_no_record_is_not_made_one(tool: str, arguments: Any, result: Any) -> None:
    assert [] == _records(one_exchange(tool, arguments, result))


def test_a_record_is_as_the_tool_last_showed_it() -> None:
    messages = conversation(
        called(("get_order", "a", {}), ("get_order", "b", {}), ("modify_order", "c", {})),
        answered("a", {"order_id": "W1", "status": "pending"}),
        answered("b", {"order_id": "W2"}),
        answered("c", {"order_id": "W1", "status": "changed"}),
    )

    lifted = _lifted(messages)

    assert [("W1", "changed"), ("W2", None)] == [
        (record["id"], record.get("status")) for record in lifted.members["records"]
    ]
    assert {
        "/records/0": "/conversation/messages/3/content/0/content",
        "/records/1": "/conversation/messages/2/content/0/content",
    } == {made.path: made.source for made in lifted.generated}


def test_the_rule_is_named() -> None:
    (made,) = _lifted(one_exchange("get_user", {}, {"user_id": "u"})).generated

    assert "tool_traffic.record.customer" == made.rule
