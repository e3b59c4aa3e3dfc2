"""The task's attributes are put right, and nobody else's work is undone."""

from __future__ import annotations

import json
from typing import Any

from adapters.twilio_flex import adapter
from adapters.twilio_flex.task import settle_attributes
from gateway.sdk import VendorResponse
from tests.adapters.twilio_flex.changes import settings
from tests.adapters.twilio_flex.consignments import consignment
from tests.adapters.twilio_flex.driving import Line, run, scripted
from tests.adapters.twilio_flex.scripts import reply, told

GIVEN = settings({})
LOWER = reply(200, {"sid": "WT1", "priority": 1}, ("etag", "7"))


def delivered(*behaviours: str) -> Line:
    line = Line(*behaviours)
    line.run(adapter.deliver(consignment(), GIVEN))
    return line


def attributes_of(line: Line) -> dict[str, Any]:
    (task,) = line.account.tasks.values()
    return json.loads(task.attributes)


def test_a_task_that_has_everything_is_left_alone() -> None:
    assert "correct task" not in delivered().asked


def test_what_flex_has_overwritten_is_added_and_its_own_stays() -> None:
    conversations = attributes_of(delivered("flex_overwrites"))["conversations"]

    assert "c-81" == conversations["conversation_id"]
    assert conversations.keys() > {"conversation_id", "outcome"}


def test_what_somebody_else_changed_meanwhile_is_kept() -> None:
    line = delivered("task_race")

    assert "watching" == attributes_of(line)["supervisor"]
    assert "c-81" == attributes_of(line)["conversations"]["conversation_id"]


def test_an_update_says_which_state_it_changes() -> None:
    asked, _ = told(
        settle_attributes("WT1", consignment({"priority": 50}, note=None), GIVEN),
        LOWER,
        reply(200, None),
    )

    assert ["if-match", "7"] in [list(one) for one in asked[1]["headers"]]


def test_it_gives_up_after_three_races_and_leaves_the_rest_to_reading_back() -> None:
    flow = settle_attributes("WT1", consignment(), GIVEN)

    assert run(flow, scripted(*[LOWER, reply(412, {})] * 3)) is None


def test_a_task_that_is_gone_is_left_to_reading_back() -> None:
    flow = settle_attributes("WT1", consignment(), GIVEN)

    assert run(flow, scripted(VendorResponse(status=404))) is None
