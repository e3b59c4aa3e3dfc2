"""Searching for what a request without an answer has made."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from adapters.twilio_flex import adapter
from gateway.sdk import Delivered, VendorRequest
from tests.adapters.twilio_flex.changes import settings
from tests.adapters.twilio_flex.consignments import ADDRESSES, consignment, without
from tests.adapters.twilio_flex.driving import Line

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


def among_others(line: Line) -> VendorRequest:
    """The request that made a task which a hundred newer ones hide."""
    delivered(line)
    (task,) = line.account.tasks.values()
    for number in range(100):
        sid = f"WT{number:032}"
        line.account.tasks[sid] = replace(task, sid=sid, attributes="{}")
    request = asked(line, "create interaction")
    line.exchanges.clear()
    return request


def test_a_task_among_too_many_is_searched_by_its_key() -> None:
    line = Line()
    request = among_others(line)
    ours = next(iter(line.account.tasks))

    response = line.run(adapter.find_existing(request, consignment(), GIVEN))

    assert response is not None
    assert ours == json.loads(response.body)["routing"]["properties"]["sid"]
    assert ["search for the task", "look at a task"] == line.asked[-2:]


def test_a_task_that_is_not_among_too_many_is_not_found() -> None:
    line = Line()
    request = among_others(line)
    line.account.tasks.pop(next(iter(line.account.tasks)))
    line.account.tasks["WT1"] = next(iter(line.account.tasks.values()))

    assert line.run(adapter.find_existing(request, consignment(), GIVEN)) is None


@pytest.mark.parametrize("step", ["create conversation", "store capsule"])
def test_what_has_a_unique_name_needs_no_search(step: str) -> None:
    line = Line()
    delivered(line)
    before = len(line.exchanges)

    assert found(line, step) is None
    assert before == len(line.exchanges)
