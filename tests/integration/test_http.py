"""The HTTP interface as bots and operators meet it."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.integration.stage import Stage

LEAST = {"conversation": {"id": "c-81", "messages": [{"role": "customer", "content": "Twice."}]}}
BODY = json.dumps(LEAST).encode()


def post(stage: Stage, body: bytes = BODY, **headers: str) -> httpx.Response:
    return stage.client.post("/v1/handoffs", content=body, headers=headers)


def test_a_handoff_is_acknowledged_with_where_to_look(kind: Stage):
    response = post(kind)
    document = response.json()

    assert response.status_code == 202
    assert response.headers["location"] == document["links"]["self"]
    assert kind.client.get(document["links"]["self"]).json()["id"] == document["id"]


def test_who_waits_gets_the_receipt(kind: Stage):
    document = kind.hand_over(BODY)

    assert document["status"] == "verified"
    assert {row["proof"] for row in document["receipt"]} == {"verified"}
    assert document["deliveries"][0]["proofs"] == {"verified": len(document["receipt"])}


def test_the_receipt_has_one_row_for_every_leaf_of_the_package(kind: Stage):
    from gateway.schema.leaves import document_leaves

    document = kind.hand_over(BODY)
    package = kind.client.get(document["links"]["package"]).json()
    receipt = kind.client.get(document["links"]["receipt"]).json()

    assert [row["pointer"] for row in receipt] == list(document_leaves(package))


def test_the_same_key_and_body_give_the_same_handoff(kind: Stage):
    first = post(kind, **{"idempotency-key": "k-1"}).json()
    second = post(kind, **{"idempotency-key": "k-1"}).json()

    assert (second["id"], first["repeated"], second["repeated"]) == (first["id"], False, True)


def test_the_same_key_with_another_body_is_refused(kind: Stage):
    post(kind, **{"idempotency-key": "k-2"})
    refused = post(kind, BODY.replace(b"Twice", b"Thrice"), **{"idempotency-key": "k-2"})

    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency.mismatch")


def test_all_problems_of_a_body_are_named_at_once(kind: Stage):
    wrong = {
        "conversation": {"id": 7, "messages": [{"role": "robot", "content": 1}]},
        "urgency": {"level": "very"},
    }
    response = post(kind, json.dumps(wrong).encode())

    assert response.status_code == 422
    assert {error["pointer"] for error in response.json()["errors"]} == {
        "/conversation/id",
        "/conversation/messages/0/role",
        "/conversation/messages/0/content",
        "/urgency/level",
    }


def test_an_unknown_member_is_kept_unless_strict(kind: Stage):
    body = json.dumps({**LEAST, "mood": "grim"}).encode()
    kept = kind.client.post("/v1/handoffs", content=body).json()
    refused = kind.client.post("/v1/handoffs", content=body, params={"strict": "1"})

    assert kind.client.get(kept["links"]["package"]).json()["unmapped"] == {"/mood": "grim"}
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/mood"]


def test_a_problem_never_repeats_what_the_customer_said(kind: Stage):
    secret = "my password is hunter2"
    body = {"conversation": {"id": "c", "messages": [{"role": secret, "content": secret}]}}

    assert "hunter2" not in post(kind, json.dumps(body).encode()).text


@pytest.mark.parametrize(
    ("authorization", "code"),
    [("", "auth.missing"), ("Basic eDp5", "auth.missing"), ("Bearer rb_no", "auth.unknown_key")],
)
def test_without_a_known_key_nothing_is_told(kind: Stage, authorization: str, code: str):
    response = httpx.get(f"{kind.url}/v1/handoffs", headers={"authorization": authorization})

    assert (response.status_code, response.json()["code"]) == (401, code)
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["", "/package", "/raw", "/receipt"])
def test_an_unknown_id_is_a_404(kind: Stage, path: str):
    response = kind.client.get(f"/v1/handoffs/nobody{path}")

    assert (response.status_code, response.json()["code"]) == (404, "resource.not_found")


def test_a_delivery_shows_its_exchanges_without_bodies(kind: Stage):
    document = kind.hand_over(BODY)
    detail = kind.client.get(f"/v1/deliveries/{document['deliveries'][0]['id']}").json()

    steps = [e["step"] for e in detail["exchanges"] if e["phase"] == "deliver"]

    # Whoever is not there yet is made after the update has found nobody.
    made = [step for step in steps if step != "create or update requester"]
    assert made == ["update requester", "upload capsule", "create ticket"]
    assert "Twice." not in json.dumps(detail)


def test_handoffs_are_listed_newest_first_page_by_page(kind: Stage):
    ids = [post(kind, BODY.replace(b"c-81", f"p-{n}".encode())).json()["id"] for n in range(3)]
    first = kind.client.get("/v1/handoffs", params={"limit": 2}).json()
    rest = kind.client.get("/v1/handoffs", params={"limit": 1, "before": first["next"]}).json()

    assert [h["id"] for h in first["handoffs"] + rest["handoffs"]] == ids[::-1]


def test_handoffs_are_found_by_their_conversation(kind: Stage):
    handoff_id = post(kind, BODY.replace(b"c-81", b"c-unique")).json()["id"]
    found = kind.client.get("/v1/handoffs", params={"q": "c-unique"}).json()["handoffs"]

    assert [entry["id"] for entry in found] == [handoff_id]


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/v1/schema/handoff-1.0.json"])
def test_health_and_schema_need_no_key(kind: Stage, path: str):
    assert httpx.get(kind.url + path).status_code == 200


def test_the_interface_describes_itself(kind: Stage):
    described = httpx.get(f"{kind.url}/schema/openapi.json").json()

    assert set(described["paths"]) >= {
        "/v1/handoffs",
        "/v1/handoffs/{handoff_id}",
        "/v1/handoffs/{handoff_id}/receipt",
        "/v1/deliveries/{delivery_id}",
        "/health/ready",
    }
    assert "requestBody" in described["paths"]["/v1/handoffs"]["post"]


@pytest.mark.parametrize("path", ["/", "/v1", "/v2/handoffs"])
def test_an_unknown_address_is_a_problem_too(kind: Stage, path: str):
    response = kind.client.get(path)

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("limit", ["0", "201", "many"])
def test_a_wrong_query_is_a_400_with_a_problem(kind: Stage, limit: str):
    response = kind.client.get("/v1/handoffs", params={"limit": limit})

    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
