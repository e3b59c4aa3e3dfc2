"""Twilio Flex through the whole gateway: judged by Twilio's client, and by an unkind account."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from contract_tests.stand_ins.twilio_flex import BASE_PATH, SETTINGS, stand_in
from gateway.cli.examples import load_examples
from tests.integration.stage import Stage, stage
from tests.judges.twilio import Judged, read_task

Unkind = Callable[..., AbstractContextManager[Stage]]
EXAMPLE = dict(load_examples())["duplicate-charge"]
DOCUMENT = json.loads(EXAMPLE)


@pytest.fixture
def unkind(tmp_path: Path) -> Unkind:
    return partial(stage, tmp_path, vendor="twilio_flex", settings=SETTINGS, base_path=BASE_PATH)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judged]:
    folder = tmp_path_factory.mktemp("judged")
    with stage(folder, vendor="twilio_flex", settings=SETTINGS, base_path=BASE_PATH) as running:
        document = running.hand_over(EXAMPLE)
        assert document["status"] == "verified"
        ref = document["deliveries"][0]["work_item"]["ref"]
        yield read_task(running.vendor_url, ref, stand_in.credentials[0], SETTINGS)


def text_of(message: dict) -> str:
    """What a person reads of a message of the example."""
    content = message["content"]
    return content if isinstance(content, str) else content[0]["text"]


def test_the_judge_reads_every_message_with_its_author_and_time(judged: Judged) -> None:
    said = [m for m in DOCUMENT["conversation"]["messages"] if m["role"] in ("customer", "bot")]

    assert [text_of(message) for message in said] == [one.body for one in judged.messages]
    assert [message["at"][:19] for message in said] == [
        one.date_created.isoformat()[:19] for one in judged.messages
    ]
    assert {DOCUMENT["customer"]["id"]} == {
        one.author
        for message, one in zip(said, judged.messages, strict=True)
        if message["role"] == "customer"
    }


def test_the_judge_reads_the_whole_capsule(judged: Judged) -> None:
    copy = json.loads(judged.capsule)

    assert judged.manifest["sha256"] == sha256(judged.capsule).hexdigest()
    assert (
        DOCUMENT["conversation"]["messages"][0]["content"]
        == (copy["conversation"]["messages"][0]["content"])
    )
    assert DOCUMENT["summary"] == copy["summary"]


def test_the_judge_reads_the_attributes_of_the_task_and_of_flex_insights(judged: Judged) -> None:
    assert DOCUMENT["customer"]["name"] == judged.attributes["customerName"]
    assert DOCUMENT["conversation"]["id"] == judged.attributes["conversations"]["conversation_id"]
    assert judged.conversation.sid == judged.attributes["conversationSid"]
    assert SETTINGS["workflow_sid"] == judged.task.workflow_sid
    assert ["active"] == [channel.status for channel in judged.channels]


def test_the_judge_finds_the_customer_bound(judged: Judged) -> None:
    assert [DOCUMENT["customer"]["id"]] == [person.identity for person in judged.participants]


def test_a_list_shows_the_judge_no_attributes(judged: Judged) -> None:
    assert judged.listed.attributes is None


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


def test_one_altered_message_degrades_its_own_leaf_alone(unkind: Unkind) -> None:
    with unkind("alter_message=1") as running:
        document = running.hand_over(EXAMPLE)

    assert "degraded" == document["status"]
    assert {
        "/conversation/messages/0/content": {("conversation.messages.body", "altered")}
    } == broken_places(document["receipt"])


def test_a_channel_that_failed_degrades_the_delivery(unkind: Unkind) -> None:
    with unkind("channel_fails") as running:
        document = running.hand_over(EXAMPLE)
    (delivery,) = document["deliveries"]

    assert "degraded" == document["status"]
    assert ["interaction.channel"] == [e["pointer"] for e in delivery["problem"]["errors"]]


def test_a_channel_that_is_never_set_up_stays_unproven(unkind: Unkind) -> None:
    with unkind("stuck_channel") as running:
        document = running.hand_over(EXAMPLE)

    assert ("unproven", {}) == (document["status"], broken_places(document["receipt"]))


def test_a_task_that_has_ended_and_is_gone_is_no_loss(unkind: Unkind) -> None:
    with unkind("task_ended") as running:
        document = running.hand_over(EXAMPLE)
    proofs = {
        proof for places in broken_places(document["receipt"]).values() for _, proof in places
    }

    assert ("unproven", {"unprovable"}) == (document["status"], proofs)


@pytest.mark.parametrize(
    "behaviour",
    [
        "rate_limit=1@POST /flex-api",
        "server_error=1@POST /flex-api",
        "lose_reply_once@POST /flex-api",
        "lose_reply_once@POST /conversations",
        "empty_reply=1@POST /flex-api",
        "downstream=1",
        "task_race",
        "taken_name",
        "slow_channel=4",
    ],
)
def test_a_passing_trouble_ends_in_one_verified_task(unkind: Unkind, behaviour: str) -> None:
    with unkind(behaviour) as running:
        document = running.hand_over(EXAMPLE, wait=60)
        account = running.account
        messages = [len(one.messages) for one in account.conversations.values()]

    assert ("verified", 1, [5]) == (document["status"], len(account.tasks), messages)


def test_the_customer_is_bound_after_the_replay_and_the_task_comes_last(unkind: Unkind) -> None:
    with unkind() as running:
        running.hand_over(EXAMPLE)
        posted = [r.path for r in running.app.requests if r.method == "POST"]
    kinds = [path.rpartition("/")[2] for path in posted]

    assert ["Conversations", *["Messages"] * 5, "Participants", "Documents", "Documents"] == (
        kinds[:-1]
    )
    assert "Interactions" == kinds[-1]
