"""An unkind vendor answers success and loses things; the receipt names exactly what."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from gateway.cli.examples import load_examples
from tests.integration.stage import Stage

Unkind = Callable[..., AbstractContextManager[Stage]]
EXAMPLE = dict(load_examples())["duplicate-charge"]


def told(stage: Stage) -> tuple[str, list[dict]]:
    """The status of one handoff, and its receipt."""
    document = stage.hand_over(EXAMPLE)
    return document["status"], document["receipt"]


def broken_places(receipt: list[dict]) -> dict[str, set[tuple[str, str]]]:
    """Leaf by leaf, the places that are not verified."""
    found = {
        row["pointer"]: {
            (place["field"], place["proof"])
            for place in row["places"]
            if place["proof"] != "verified"
        }
        for row in receipt
    }
    return {pointer: places for pointer, places in found.items() if places}


def test_a_kind_vendor_breaks_nothing(unkind: Unkind):
    with unkind() as stage:
        status, receipt = told(stage)

    assert (status, broken_places(receipt)) == ("verified", {})


def test_a_dropped_custom_field_names_its_leaf(unkind: Unkind):
    with unkind("drop_field=360020000101") as stage:
        status, receipt = told(stage)
    broken = broken_places(receipt)

    assert status == "degraded"
    assert list(broken.values()) == [{("custom_fields.360020000101", "missing")}]


def test_a_dropped_subject_names_its_leaf(unkind: Unkind):
    with unkind("drop_field=subject") as stage:
        status, receipt = told(stage)

    assert (status, broken_places(receipt)) == (
        "degraded",
        {"/summary/headline": {("subject", "missing")}},
    )


def test_a_cut_comment_names_what_lies_behind_the_cut_and_nothing_before_it(unkind: Unkind):
    with unkind("cut_comment=1500") as stage:
        status, receipt = told(stage)
    broken = broken_places(receipt)
    document = json.loads(EXAMPLE)
    last = len(document["conversation"]["messages"]) - 1

    assert status == "degraded"
    assert {field for places in broken.values() for field, _ in places} == {"comment"}
    assert any(pointer.startswith(f"/conversation/messages/{last}/") for pointer in broken)
    assert "/summary/recommendation" not in broken
    assert 0 < len(broken) < len(receipt)


def test_an_altered_tag_names_only_the_leaf_that_gave_it(unkind: Unkind):
    with unkind("alter_tag=channel_web_chat") as stage:
        status, receipt = told(stage)

    assert (status, broken_places(receipt)) == (
        "degraded",
        {"/conversation/channel": {("tags", "altered")}},
    )


def test_an_altered_fixed_tag_degrades_the_delivery_although_no_leaf_stands_in_it(unkind: Unkind):
    with unkind("alter_tag=readback") as stage:
        document = stage.hand_over(EXAMPLE)
    (delivery,) = document["deliveries"]

    assert (document["status"], broken_places(document["receipt"])) == ("degraded", {})
    assert [error["pointer"] for error in delivery["problem"]["errors"]] == ["tags"]


def test_one_flipped_bit_in_the_attachment_is_found(unkind: Unkind):
    with unkind("corrupt_attachment") as stage:
        status, receipt = told(stage)
    broken = broken_places(receipt)

    assert status == "degraded"
    assert broken
    assert {field for places in broken.values() for field, _ in places} == {"capsule"}


def test_a_hidden_comment_makes_everything_that_stood_only_there_missing(unkind: Unkind):
    with unkind("hide_comment=1") as stage:
        status, receipt = told(stage)
    broken = broken_places(receipt)

    assert status == "degraded"
    assert {proof for places in broken.values() for _, proof in places} == {"missing"}
    assert ("comment", "missing") in broken["/summary/headline"]


def test_a_comment_shown_to_the_customer_is_never_called_verified(unkind: Unkind):
    with unkind("public_comments") as stage:
        status, _ = told(stage)

    assert status == "degraded"


def test_a_vendor_that_stores_nothing_never_yields_verified(unkind: Unkind):
    with unkind("stores_nothing") as stage:
        status, receipt = told(stage)

    assert status in ("degraded", "unproven")
    assert not any(row["proof"] == "verified" for row in receipt)


def test_redacted_card_numbers_are_found(unkind: Unkind):
    # Twelve digits: shorter than what the door itself takes out.
    handoff = {
        "conversation": {
            "id": "c-1",
            "messages": [{"role": "customer", "content": "Order 4111 1111 1117, please."}],
        }
    }
    with unkind("redact_cards") as stage:
        document = stage.hand_over(json.dumps(handoff).encode())

    assert document["status"] == "degraded"
    assert broken_places(document["receipt"]) == {
        "/conversation/messages/0/content": {("comment", "altered")}
    }


@pytest.mark.parametrize(
    "behaviour",
    [
        "rate_limit=2",
        "token_expiry=3",
        "server_error=1@POST /api/v2/tickets",
        "lose_reply_once@POST /api/v2/tickets",
        "empty_reply=1@POST /api/v2/tickets",
        "late_comments=1",
        "attachment_redirect",
    ],
)
def test_a_passing_trouble_ends_in_one_verified_work_item(unkind: Unkind, behaviour: str):
    with unkind(behaviour) as stage:
        document = stage.hand_over(EXAMPLE, wait=60)
        tickets, users = len(stage.account.tickets), len(stage.account.users)

    assert (document["status"], tickets, users) == ("verified", 1, 2)
