"""A webhook through the whole gateway: judged by the library that receivers use, over sockets."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from contract_tests.stand_ins.webhook.inbox import (
    SECRET,
    Inbox,
)
from gateway.cli.examples import load_examples
from tests.integration.stage import Stage, stage

Staged = Callable[..., AbstractContextManager[Stage]]
EXAMPLE = dict(load_examples())["duplicate-charge"]


@pytest.fixture
def staged(tmp_path: Path) -> Iterator[Staged]:
    return partial(stage, tmp_path, vendor="webhook")


def broken_places(receipt: list[dict[str, Any]]) -> dict[str, set[tuple[str, str]]]:
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


def only_item(inbox: Inbox) -> Any:
    (item,) = inbox.items.values()
    return item


@pytest.mark.parametrize(
    ("echo", "format_"),
    [("digests", "json"), ("url", "json"), ("url", "standard"), ("digests", "cloudevents")],
)
def test_with_an_echo_every_leaf_is_verified(staged: Staged, echo: str, format_: str):
    with staged(settings={"echo": echo, "format": format_}) as stage:
        document = stage.hand_over(EXAMPLE)

    assert ("verified", {}) == (document["status"], broken_places(document["receipt"]))


def test_without_an_echo_a_plain_success_is_unproven(staged: Staged):
    with staged() as stage:
        document = stage.hand_over(EXAMPLE)
        item = only_item(stage.account)

    assert "unproven" == document["status"]
    assert {"unprovable"} == {row["proof"] for row in document["receipt"]}
    assert json.loads(EXAMPLE)["summary"]["headline"] == json.loads(item.body)["subject"]


def test_the_library_of_standard_webhooks_verifies_what_arrived(staged: Staged):
    with staged() as stage:
        document = stage.hand_over(EXAMPLE)
        (request,) = stage.app.requests

    verified = Webhook(SECRET).verify(request.body, dict(request.headers))
    (delivery,) = document["deliveries"]
    assert delivery["id"] == request.header("webhook-id")
    assert json.loads(request.body) == verified


@pytest.mark.parametrize(
    ("echo", "behaviour", "pointer", "place"),
    [
        ("digests", "drop_field=subject", "/summary/headline", ("subject", "missing")),
        ("digests", "alter_field=subject", "/summary/headline", ("subject", "altered")),
        ("url", "drop_field=customer.email", "/customer/email", ("customer.email", "missing")),
        ("url", "alter_field=subject", "/summary/headline", ("subject", "altered")),
    ],
)
def test_what_the_receiver_loses_names_its_leaf_and_no_other(
    staged: Staged, echo: str, behaviour: str, pointer: str, place: tuple[str, str]
):
    with staged(behaviour, settings={"echo": echo}) as stage:
        document = stage.hand_over(EXAMPLE)

    assert ("degraded", {pointer: {place}}) == (
        document["status"],
        broken_places(document["receipt"]),
    )


@pytest.mark.parametrize("echo", ["digests", "url"])
def test_a_leaf_that_is_changed_in_the_handoff_alone_is_found(staged: Staged, echo: str):
    behaviour = "alter_field=handoff.conversation.subject"
    handoff = json.loads(EXAMPLE)
    handoff["conversation"]["subject"] = "A subject"
    with staged(behaviour, settings={"echo": echo}) as stage:
        document = stage.hand_over(json.dumps(handoff).encode())
    broken = broken_places(document["receipt"])

    assert "degraded" == document["status"]
    assert ("capsule", "altered") in broken["/conversation/subject"]
    # A digest of the whole says no more than that; the document itself shows which leaf it is.
    assert (len(broken) == 1) == (echo == "url")


def test_a_receiver_that_stores_nothing_never_yields_verified(staged: Staged):
    with staged("stores_nothing", settings={"echo": "url"}) as stage:
        document = stage.hand_over(EXAMPLE)

    assert "degraded" == document["status"]
    assert {"missing"} == {row["proof"] for row in document["receipt"]}


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("flip_digest=subject", "degraded"), ("wrong_algorithm", "unproven"), ("no_echo", "unproven")],
)
def test_a_digest_that_is_not_right_is_never_a_proof(staged: Staged, behaviour: str, status: str):
    with staged(behaviour, settings={"echo": "digests"}) as stage:
        document = stage.hand_over(EXAMPLE)

    assert status == document["status"]


def test_an_answer_against_the_contract_is_a_typed_error_on_a_delivery_that_stands(staged: Staged):
    with staged("wrong_type=1", settings={"echo": "digests"}) as stage:
        document = stage.hand_over(EXAMPLE)
        (delivery,) = document["deliveries"]
        assert 1 == only_item(stage.account).arrivals

    assert ("unproven", "delivery.unexpected_reply") == (
        document["status"],
        delivery["problem"]["code"],
    )


@pytest.mark.parametrize("behaviour", ["lose_reply_once", "server_error=1"])
def test_a_passing_trouble_ends_in_one_verified_item(staged: Staged, behaviour: str):
    with staged(behaviour, settings={"echo": "digests"}) as stage:
        document = stage.hand_over(EXAMPLE, wait=60)
        item = only_item(stage.account)

    assert ("verified", behaviour == "lose_reply_once") == (
        document["status"],
        item.arrivals == 2,
    )


def test_a_repeat_has_the_same_id_and_is_signed_anew(staged: Staged):
    with staged("lose_reply_once", settings={"echo": "digests"}) as stage:
        stage.hand_over(EXAMPLE, wait=60)
        first, second = stage.app.requests

    assert first.body == second.body
    assert first.header("webhook-id") == second.header("webhook-id")
    for request in (first, second):
        Webhook(SECRET).verify(request.body, dict(request.headers))


@pytest.mark.parametrize("behaviour", ["rate_limit=1", "rate_limit_date=1"])
def test_a_receiver_that_asks_for_a_pause_gets_it(staged: Staged, behaviour: str):
    with staged(settings={"echo": "digests"}) as stage:
        stage.account.retry_after = 2
        stage.app.switches.turn_on(behaviour)
        document = stage.hand_over(EXAMPLE, wait=60)
        first, second = (int(str(one.header("webhook-timestamp"))) for one in stage.app.requests)

    assert "verified" == document["status"]
    # Dates and timestamps are whole seconds, so one of the two may be cut off.
    assert second - first >= 1


def test_a_redirect_fails_and_is_never_followed(staged: Staged):
    with staged("redirect") as stage:
        document = stage.hand_over(EXAMPLE)
    (delivery,) = document["deliveries"]

    assert ("failed", "delivery.refused", "send the handoff: refused with 302 redirect") == (
        document["status"],
        delivery["problem"]["code"],
        delivery["problem"]["detail"],
    )


def test_410_closes_the_destination_and_everything_waits(staged: Staged):
    with staged("gone") as stage:
        ids = [hand_in(stage, conversation) for conversation in ("c-1", "c-2")]
        problems = [await_problem(stage, handoff) for handoff in ids]
        asked = len(stage.app.requests)

    assert ["delivery.closed"] * 2 == problems
    # Both may have been on their way when the first was answered.
    assert asked <= 2


def test_settings_and_mapping_that_do_not_fit_fail_before_anything_is_sent(staged: Staged):
    with staged(settings={"path": "/items/{ticket}"}) as stage:
        document = stage.hand_over(EXAMPLE)
        (delivery,) = document["deliveries"]
        assert [] == stage.app.requests

    assert ("failed", "delivery.misfit") == (document["status"], delivery["problem"]["code"])


def hand_in(stage: Stage, conversation: str) -> str:
    """A handoff that nobody waits for."""
    handoff = {"conversation": {"id": conversation, "messages": [{"role": "bot", "content": "x"}]}}
    return str(stage.client.post("/v1/handoffs", json=handoff).json()["id"])


def await_problem(stage: Stage, handoff: str) -> str:
    """What keeps its delivery waiting."""
    for _ in range(200):
        (delivery,) = stage.client.get(f"/v1/handoffs/{handoff}").json()["deliveries"]
        if delivery["status"] == "pending" and "problem" in delivery:
            return str(delivery["problem"]["code"])
        time.sleep(0.05)
    raise AssertionError(delivery)
