"""Searching for what a request without an answer has made."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.twilio_flex import adapter
from gateway.sdk import Delivered, OutcomeUnknown, VendorRequest
from tests.adapters.twilio_flex.changes import settings
from tests.adapters.twilio_flex.consignments import ADDRESSES, consignment, without
from tests.adapters.twilio_flex.driving import Line, error_of

GIVEN = settings({})


def delivered(line: Line, **changes: Any) -> Delivered:
    return line.run(adapter.deliver(consignment(**changes), GIVEN))


def asked(line: Line, step: str) -> VendorRequest:
    return next(request for request, _ in line.exchanges if request.step == step)


def found(line: Line, step: str) -> Any:
    request = asked(line, step)
    response = line.run(adapter.find_existing(request, consignment(), GIVEN))
    return None if response is None else json.loads(response.body)


def test_a_message_is_found_by_its_mark() -> None:
    line = Line()
    made = delivered(line)

    assert made.parts["message.0"] == found(line, "add message")["sid"]


@pytest.mark.parametrize("fields", [None, without("participant.identity", **ADDRESSES)])
def test_the_customer_is_found_by_identity_or_address(fields: Any) -> None:
    line = Line()
    made = delivered(line, fields=fields)

    assert made.parts["participant"] == found(line, "add customer")["sid"]


def test_a_task_is_found_by_the_key_in_its_attributes_which_only_a_single_fetch_shows() -> None:
    line = Line()
    made = delivered(line)
    line.exchanges[:] = [one for one in line.exchanges if one[0].step == "create interaction"]

    assert made.ref == found(line, "create interaction")["routing"]["properties"]["sid"]
    assert "look at a task" == line.asked[-1]


def test_a_task_of_another_delivery_is_not_ours() -> None:
    line = Line()
    delivered(line, key="another")
    delivered(line)
    line.account.tasks.popitem()

    ours = [request for request, _ in line.exchanges if request.step == "create interaction"][-1]

    assert line.run(adapter.find_existing(ours, consignment(), GIVEN)) is None


def test_a_task_among_too_many_is_not_looked_for_and_not_made_again() -> None:
    line = Line()
    delivered(line)
    (task,) = line.account.tasks.values()
    for number in range(100):
        line.account.tasks[f"WT{number:032}"] = task
    request = asked(line, "create interaction")
    line.exchanges.clear()

    failed = error_of(adapter.find_existing(request, consignment(), GIVEN), line)

    assert isinstance(failed, OutcomeUnknown)
    assert "create interaction" == failed.step


@pytest.mark.parametrize("step", ["create conversation", "store capsule"])
def test_what_has_a_unique_name_needs_no_search(step: str) -> None:
    line = Line()
    delivered(line)
    before = len(line.exchanges)

    assert found(line, step) is None
    assert before == len(line.exchanges)
