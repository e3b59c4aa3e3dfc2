"""Whatever is sent: accepted and kept byte for byte, or refused with a problem; never a 500."""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path

import httpx
import pytest

from contract_tests.serving import serve
from gateway.api.app import create_app
from gateway.api.services import running
from gateway.config.settings import DestinationSettings, GatewaySettings, Settings
from tests.integration.stage import make_key


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Generator[httpx.Client, None, None]:
    """A gateway whose one destination is disabled: what it accepts it only keeps."""
    folder = tmp_path_factory.mktemp("door")
    destination = DestinationSettings(
        adapter="zendesk", base_url="https://vendor.test", enabled=False
    )
    settings = Settings(
        gateway=GatewaySettings(store=f"sqlite:///{folder}/door.db", max_body=2_000_000),
        destinations={"support": destination},
    )
    key = make_key(settings, folder)
    app = create_app(
        lambda: running(settings, folder=folder, secrets=lambda _: ""), max_body=2_000_000
    )
    with serve(app) as url, httpx.Client(base_url=url, timeout=30) as client:
        client.headers["authorization"] = f"Bearer {key}"
        yield client


def outcome(door: httpx.Client, body: bytes, content_type: str = "application/json") -> int:
    """The status, after checking that it was kept exactly or refused properly."""
    response = door.post("/v1/handoffs", content=body, headers={"content-type": content_type})
    if response.status_code == 202:
        raw = door.get(response.json()["links"]["raw"])
        if raw.headers["x-readback-raw"] == "masked":
            # A card's number is taken out wherever it stands; everything else is as it was sent.
            assert b"[CARD:1]" in raw.content
        else:
            assert raw.content == body
        return 202
    problem = response.json()
    assert 400 <= response.status_code < 500, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["code"]
    assert problem["status"] == response.status_code
    return response.status_code


def wrapped(text: str) -> bytes:
    """A text as what a customer said."""
    message = {"role": "customer", "content": text}
    return json.dumps({"conversation": {"id": "c", "messages": [message]}}).encode()


@pytest.mark.parametrize("folder", ["test_parsing", "test_transform"])
def test_every_parsing_case_is_kept_or_refused(door: httpx.Client, shared: Path, folder: str):
    cases = sorted((shared / "data/nasty/jsontestsuite" / folder).glob("*.json"))

    assert cases
    for case in cases:
        outcome(door, case.read_bytes())


def test_every_unicode_trap_said_by_a_customer_is_accepted(door: httpx.Client, shared: Path):
    rows = (shared / "data/nasty/unicode_edge.jsonl").read_text("utf-8").splitlines()
    texts = [row["text"] for row in map(json.loads, rows) if "text" in row]

    assert {outcome(door, wrapped(text)) for text in texts} == {202}


def test_only_a_cards_number_is_ever_taken_out(door: httpx.Client):
    body = wrapped("Order 4111 1111 1111 1112, paid with 4111 1111 1111 1111.")
    links = door.post("/v1/handoffs", content=body).json()["links"]

    assert door.get(links["raw"]).content == body.replace(b"4111 1111 1111 1111", b"[CARD:1]")


def test_every_unicode_trap_in_bytes_is_kept_or_refused(door: httpx.Client, shared: Path):
    rows = (shared / "data/nasty/unicode_edge.jsonl").read_text("utf-8").splitlines()
    bodies = [
        bytes.fromhex(row["json_bytes_hex"])
        for row in map(json.loads, rows)
        if "json_bytes_hex" in row
    ]

    assert bodies
    for body in bodies:
        outcome(door, body)


def test_every_naughty_string_said_by_a_customer_is_accepted(door: httpx.Client, shared: Path):
    lines = (shared / "data/nasty/blns/blns.txt").read_text("utf-8").splitlines()

    assert {outcome(door, wrapped(line)) for line in lines} == {202}


@pytest.mark.parametrize("body", [b"", b" ", b"\x00", b"null", b"[]", b'"x"', b"{}", b"{" * 5000])
def test_what_is_no_handoff_is_refused(door: httpx.Client, body: bytes):
    assert outcome(door, body) in (400, 422)


def test_a_body_over_the_limit_is_refused(door: httpx.Client):
    assert outcome(door, wrapped("x" * 2_000_001)) == 413


@pytest.mark.parametrize(
    "content_type", ["text/html", "application/json; charset=klingon", "", "a/b; charset=utf-16"]
)
def test_odd_media_types_are_kept_or_refused(door: httpx.Client, content_type: str):
    outcome(door, wrapped("hi"), content_type)
