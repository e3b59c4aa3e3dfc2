"""The judge sees what stands in the stand-in, over a real socket, and not what was sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from contract_tests.serving import serve
from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.zendesk import create, stand_in
from tests.judges.zendesk import JudgedRequester, read_ticket

BASIC = next(item for item in stand_in.credentials if item.scheme == "basic")


@pytest.fixture
def app() -> StandInApp[Any]:
    return create()


@pytest.fixture
def base_url(app: StandInApp[Any]) -> Iterator[str]:
    with serve(app) as url:
        yield url


@pytest.fixture
def client(base_url: str) -> Iterator[httpx.Client]:
    auth = (BASIC.members["username"], BASIC.secret)
    with httpx.Client(base_url=base_url, auth=auth, trust_env=False) as client:
        yield client


def _deliver(client: httpx.Client) -> int:
    """A ticket with a requester, a field, a private comment and a file."""
    user = {"name": "Zoë", "email": "zoe@example.com", "external_id": "C-1"}
    requester = client.post("/api/v2/users/create_or_update", json={"user": user}).json()["user"]
    upload = client.post(
        "/api/v2/uploads",
        params={"filename": "handoff.json"},
        content='{"ü": 1}'.encode(),
        headers={"content-type": "application/json"},
    ).json()["upload"]
    ticket = {
        "subject": "Charged twice 💳",
        "external_id": "readback-1",
        "requester_id": requester["id"],
        "priority": "high",
        "tags": ["handoff"],
        "custom_fields": [{"id": 360020000105, "value": "handoff_fraud"}],
        "comment": {"html_body": "<p>one</p>", "public": False, "uploads": [upload["token"]]},
    }
    created = client.post("/api/v2/tickets", json={"ticket": ticket})
    return created.raise_for_status().json()["ticket"]["id"]


def test_the_judge_reads_the_ticket_with_its_fields_and_tags(
    client: httpx.Client, base_url: str
) -> None:
    judged = read_ticket(base_url, _deliver(client), BASIC)

    assert ("Charged twice 💳", "readback-1", "high") == (
        judged.subject,
        judged.external_id,
        judged.priority,
    )
    assert {"handoff", "handoff_fraud"} == judged.tags
    assert "handoff_fraud" == judged.custom_fields[360020000105]


def test_the_judge_reads_comments_requester_and_attachment_bytes(
    client: httpx.Client, base_url: str
) -> None:
    judged = read_ticket(base_url, _deliver(client), BASIC)

    assert [('<div class="zd-comment" dir="auto"><p>one</p></div>', False)] == [
        (comment.html_body, comment.public) for comment in judged.comments
    ]
    assert (
        JudgedRequester(name="Zoë", email="zoe@example.com", external_id="C-1") == judged.requester
    )
    assert {"handoff.json": '{"ü": 1}'.encode()} == judged.attachments


def test_the_judge_reads_comments_beyond_the_first_page(
    client: httpx.Client, base_url: str, app: StandInApp[Any]
) -> None:
    client.post("/api/v2/tickets", json={"ticket": {"description": "again and again"}})
    ticket = app.account.tickets[1]
    app.account.tickets[1] = replace(ticket, audits=ticket.audits * 121)

    assert 121 == len(read_ticket(base_url, 1, BASIC).comments)


def test_the_judge_asks_the_server_and_no_cache(
    client: httpx.Client, base_url: str, app: StandInApp[Any]
) -> None:
    ticket_id = _deliver(client)
    read_ticket(base_url, ticket_id, BASIC)
    client.put(f"/api/v2/tickets/{ticket_id}", json={"ticket": {"subject": "Changed"}})

    assert "Changed" == read_ticket(base_url, ticket_id, BASIC).subject


async def test_the_judge_works_from_a_thread_beside_a_loop(
    client: httpx.Client, base_url: str
) -> None:
    ticket_id = _deliver(client)

    judged = await asyncio.to_thread(read_ticket, base_url, ticket_id, BASIC)

    assert "readback-1" == judged.external_id
