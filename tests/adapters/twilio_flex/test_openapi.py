"""Every request is one that Twilio's own OpenAPI documents know, down to the members of forms."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from contract_tests.handoffs import full, minimal, oversize
from contract_tests.harness.trial import Trial
from contract_tests.stand_ins.wire import Request
from gateway.cli.examples import load_examples
from tests.adapters.twilio_flex import test_contract
from tests.openapi_check import Asked, load, problems

DOCUMENTS = {
    "conversations": "twilio_conversations_v1.json",
    "flex-api": "twilio_flex_v1.json",
    "sync": "twilio_sync_v1.json",
    "taskrouter": "twilio_taskrouter_v1.json",
}
JSON = frozenset({"Attributes", "Data", "Channel", "Routing"})
HANDOFFS = {
    "full": full,
    "minimal": minimal,
    "oversize": oversize,
    **{name: lambda text=text: text for name, text in load_examples()},
}
BEHAVIOURS = (
    "",
    "flex_overwrites",
    "ignore_participant_attributes",
    "taken_name",
    "taken_documents",
    "lose_reply_once@POST /flex-api",
    "lose_reply_once@POST /conversations/v1/Services/",
)


def said_against(request: Request, specs: Path) -> list[str]:
    service, _, path = request.path.removeprefix("/").partition("/")
    asked = Asked(
        method=request.method,
        path=f"/{path}",
        query=request.query,
        content_type=request.header("content-type") or "",
        body=request.body,
    )
    return problems(load(specs / DOCUMENTS[service]), asked, json_members=JSON)


def requests_of(document: bytes, behaviour: str) -> list[Request]:
    behaviours = [behaviour] if behaviour else []
    trial = Trial(test_contract.contract, document, *behaviours)
    trial.settle()
    return trial.app.requests


@pytest.fixture
def specs(shared: Path) -> Path:
    return shared / "specs"


@pytest.mark.parametrize("name", HANDOFFS)
def test_every_request_of_a_delivery_is_one_that_twilio_documents(name: str, specs: Path) -> None:
    asked = requests_of(HANDOFFS[name](), "")

    assert {"conversations", "flex-api", "sync", "taskrouter"} == {
        request.path.split("/")[1] for request in asked
    }
    assert [] == [against for request in asked for against in said_against(request, specs)]


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_so_is_every_request_that_copes_with_something(behaviour: str, specs: Path) -> None:
    asked = requests_of(full(), behaviour)

    assert [] == [against for request in asked for against in said_against(request, specs)]


def test_no_request_searches_tasks_by_their_attributes() -> None:
    """Twilio answers three of those a second (2024-10-24)."""
    asked = requests_of(full(), "lose_reply_once@POST /flex-api")

    assert any(request.path.endswith("/Tasks") for request in asked)
    assert not any(request.parameter("EvaluateTaskAttributes") for request in asked)


def test_json_in_a_form_is_compact_and_in_utf_8() -> None:
    document = json.loads(minimal())
    document["customer"] = {"name": "山田花子 💳"}
    asked = requests_of(json.dumps(document).encode(), "")
    routing = next(
        parse_qs(request.body.decode())["Routing"][0]
        for request in asked
        if request.path == "/flex-api/v1/Interactions"
    )

    assert "山田花子 💳" in routing
    assert '": ' not in routing


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("/conversations/v1/Nothing", "", "there is no such path"),
        ("/conversations/v1/Conversations", "Uniquename=a", "nobody declares the member"),
        ("/conversations/v1/Conversations", "Attributes=%7B", "this is no JSON"),
        ("/conversations/v1/Conversations", "State=asleep", "it is none of"),
        ("/conversations/v1/Conversations", "DateCreated=today", "it is no date-time"),
        ("/conversations/v1/Services/CH1/Conversations", "UniqueName=a", "it does not match"),
        ("/conversations/v1/Conversations", "UniqueName=a&UniqueName=b", "given twice"),
        ("/flex-api/v1/Interactions", "Routing=%7B%7D", "Channel is missing"),
        ("/sync/v1/Services/IS1/Documents", "Ttl=soon", "it is no integer"),
    ],
)
def test_the_check_finds_what_is_wrong(path: str, body: str, why: str, specs: Path) -> None:
    form = (("content-type", "application/x-www-form-urlencoded"),)
    request = Request(method="POST", path=path, headers=form, body=body.encode())

    assert any(why in against for against in said_against(request, specs))
