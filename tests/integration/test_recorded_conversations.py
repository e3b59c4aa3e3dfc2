"""Real conversations come in as they are: 54 of tau-bench, 80 of STAR in canonical form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gateway.intake.door import Received, examine, receive
from gateway.schema.codec import decode_handoff
from gateway.schema.conversation import Message
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import document_leaves, leaves
from gateway.schema.parts import ToolCallPart, ToolResultPart
from tests import star

ID = "018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
JSON = "application/json"


def _received(document: Any) -> Received:
    return receive(
        json.dumps(document).encode(),
        content_type=JSON,
        dialect=None,
        strict=False,
        new_id=lambda: ID,
        received_at="2026-11-20T10:00:00Z",
        max_body=1 << 24,
    )


@pytest.fixture(scope="module")
def tau(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "data" / "real" / "tau_airline_gpt4o.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


@pytest.fixture(scope="module")
def tau_received(tau: list[dict[str, Any]]) -> list[Received]:
    return [_received({"messages": row["traj"]}) for row in tau]


def _parts(handoff: Handoff, kind: type) -> Iterator[Any]:
    for message in handoff.conversation.messages:
        for part in message.content if isinstance(message.content, tuple) else ():
            if isinstance(part, kind):
                yield part


def _tool_records(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What the tools of a recorded conversation answered about a reservation or a user."""
    answers = [message["content"] for message in row["traj"] if message["role"] == "tool"]
    objects = [json.loads(answer) for answer in answers if answer.startswith("{")]
    return [found for found in objects if "reservation_id" in found or "membership" in found]


def test_all_recorded_conversations_come_in(tau_received: list[Received]) -> None:
    assert 54 == len(tau_received)
    assert {"openai_chat"} == {received.dialect for received in tau_received}


def test_a_whole_record_and_a_bare_list_give_the_same_transcript(
    tau: list[dict[str, Any]], tau_received: list[Received]
) -> None:
    for row, received in zip(tau, tau_received, strict=True):
        wanted = received.handoff.conversation.messages
        assert wanted == _received(row).handoff.conversation.messages
        assert wanted == _received(row["traj"]).handoff.conversation.messages


def test_every_leaf_of_every_recorded_conversation_is_named(tau: list[dict[str, Any]]) -> None:
    for row in tau:
        body = json.dumps(row).encode()
        settled = examine(body, content_type=JSON, dialect=None, strict=False).settled
        left = {
            pointer + rest
            for pointer, value in settled.unmapped.items()
            for rest in document_leaves(value)
        }

        assert () == settled.unnamed
        assert document_leaves(row).keys() == {*settled.mapped, *settled.noise, *left}


def test_every_text_call_and_result_stands_where_the_mapping_says(
    tau: list[dict[str, Any]],
) -> None:
    renamed = ("/role", "/type")
    for row in tau:
        body = json.dumps(row["traj"]).encode()
        settled = examine(body, content_type=JSON, dialect=None, strict=False).settled
        canonical = leaves(settled.handoff)
        for pointer, value in document_leaves(row["traj"]).items():
            place = settled.mapped.get(pointer, ("",))[0]
            if place and not pointer.endswith(renamed):
                assert value == canonical[place]


def test_nothing_but_null_content_is_noise(tau: list[dict[str, Any]]) -> None:
    reasons = {
        (pointer.rpartition("/")[2], reason)
        for row in tau
        for pointer, reason in examine(
            json.dumps(row["traj"]).encode(), content_type=JSON, dialect=None, strict=True
        ).settled.noise.items()
    }

    assert {("content", "null_member")} == reasons


def test_the_records_that_tools_showed_are_lifted(
    tau: list[dict[str, Any]], tau_received: list[Received]
) -> None:
    shown = [
        (received, _tool_records(row))
        for row, received in zip(tau, tau_received, strict=True)
        if _tool_records(row)
    ]
    lifted = [
        received
        for received, records in shown
        if {record["reservation_id"] for record in records if "reservation_id" in record}
        <= {record.id for record in received.handoff.records or ()}
    ]

    assert 40 < len(shown)
    assert len(lifted) >= 0.95 * len(shown)


def test_the_customers_id_is_lifted_where_a_tool_showed_it(
    tau: list[dict[str, Any]], tau_received: list[Received]
) -> None:
    shown = [
        (row["info"]["task"]["user_id"], received)
        for row, received in zip(tau, tau_received, strict=True)
        if _tool_records(row)
    ]
    right = [
        received
        for user_id, received in shown
        if received.handoff.customer and received.handoff.customer.id == user_id
    ]

    assert len(right) >= 0.95 * len(shown)


def test_every_transfer_brings_the_bots_summary_along(
    tau: list[dict[str, Any]], tau_received: list[Received]
) -> None:
    transfers = 0
    for received in tau_received:
        calls = [
            part
            for part in _parts(received.handoff, ToolCallPart)
            if part.name == "transfer_to_human_agents"
        ]
        if calls:
            transfers += 1
            assert received.handoff.summary
            assert calls[-1].arguments["summary"] == received.handoff.summary.free_text

    assert 31 == transfers


def test_what_failed_and_what_was_changed_can_be_told(tau_received: list[Received]) -> None:
    steps = [step for received in tau_received for step in received.handoff.steps or ()]

    failed = [step for step in steps if step.status == "failed"]
    changed = [step for step in steps if step.side_effect and step.status == "completed"]
    assert failed
    assert changed
    assert all(str(step.error).startswith("Error") for step in failed)
    assert {"book_reservation", "send_certificate"} <= {step.tool for step in changed}


def test_calls_and_results_are_as_many_as_in_the_recording(
    tau: list[dict[str, Any]], tau_received: list[Received]
) -> None:
    for row, received in zip(tau, tau_received, strict=True):
        calls = sum(len(message.get("tool_calls") or ()) for message in row["traj"])
        results = sum(message["role"] == "tool" for message in row["traj"])
        assert (calls, results) == (
            len(list(_parts(received.handoff, ToolCallPart))),
            len(list(_parts(received.handoff, ToolResultPart))),
        )


@pytest.mark.parametrize("name", ["completion", "content_parts", "messages"])
def test_the_samples_of_the_dialect_come_in_with_every_leaf_named(shared: Path, name: str) -> None:
    body = (shared / "data" / "dialects" / f"openai_chat_{name}.json").read_bytes()

    reception = examine(body, content_type=JSON, dialect=None, strict=False)

    assert "openai_chat" == reception.dialect.name
    assert () == reception.settled.unnamed


def test_every_star_dialogue_comes_in_on_the_fast_path_and_survives(shared: Path) -> None:
    rows = star.rows(shared)
    for row in rows:
        document = star.canonical_handoff(row)

        received = _received(document)

        assert received.handoff == decode_handoff(received.package)
        after = leaves(received.handoff)
        assert [] == [
            pointer
            for pointer, value in document_leaves(document).items()
            if after[pointer] != value
        ]
        assert msgspec.UNSET is received.handoff.unmapped
    assert 80 == len(rows)


def test_a_star_dialogue_is_a_transcript_that_a_person_can_read(shared: Path) -> None:
    messages: list[Message] = [
        message
        for row in star.rows(shared)
        for message in _received(star.canonical_handoff(row)).handoff.conversation.messages
    ]

    assert {"customer", "bot", "tool", "system"} == {message.role for message in messages}
