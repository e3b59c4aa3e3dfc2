"""A handoff as a vCon: valid against the IETF's schema, and the whole handoff is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from contract_tests.strategies import handoffs
from gateway.intake.dialects.vcon import SAID_BY_THE_HANDOFF, dialect
from gateway.intake.vcon.encode import vcon_document
from gateway.schema.codec import encode_handoff
from gateway.schema.handoff import Handoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

NOW = "2026-11-20T10:00:00.000Z"
ID = "0190f2a0-1111-7222-8333-000000000037"

FULL = {
    "id": ID,
    "source": {"system": "acme", "bot_name": "Polly"},
    "occurred_at": "2026-03-07t10:00:09+01:00",
    "conversation": {
        "id": "c-1",
        "subject": "Flight HAT045",
        "participants": [{"id": "a1", "name": "Ann"}],
        "messages": [
            {"id": "m1", "role": "customer", "content": "Help!", "at": "2026-03-07T09:00:00Z"},
            {"id": "m2", "role": "tool", "content": [{"type": "tool_result", "content": "{}"}]},
            {"id": "m3", "role": "bot", "content": [{"type": "text", "text": "Yes."}]},
            {"id": "m4", "role": "agent", "content": "Me?", "participant": "a1"},
            {"id": "m5", "role": "bot", "content": "note", "internal": True},
        ],
    },
    "customer": {
        "name": "Mei",
        "email": "mei@example.com",
        "phone": "+1 (415) 555-0100",
        "verification": {"status": "verified", "methods": ["pin", "date of birth"]},
    },
    "reason": {"code": "complaint"},
    "summary": {"headline": "Delayed"},
    "sentiment": [{"label": "angry"}],
    "routing": {"queue": "tier-2", "department": "Refunds", "skills": ["refunds", "en"]},
    "records": [{"type": "order", "id": "W1"}],
    "knowledge": {"documents": [{"id": "d1", "content": "Policy."}]},
    "provenance": {"models": [{"name": "gpt-4o"}]},
}


@pytest.fixture(scope="module")
def schema(shared: Path) -> Draft7Validator:
    text = (shared / "data" / "standards" / "vcon_json_schema.json").read_text("utf-8")
    return Draft7Validator(json.loads(text), format_checker=FormatChecker())


def _vcon(handoff: Handoff) -> dict[str, Any]:
    package = encode_handoff(handoff).decode()
    return msgspec.json.decode(msgspec.json.encode(vcon_document(handoff, package, NOW)))


def _full(**changed: Any) -> dict[str, Any]:
    return _vcon(msgspec.convert({**FULL, **changed}, Handoff))


def test_parties_are_the_customer_the_bot_the_queue_and_the_agents() -> None:
    assert [
        {
            "type": "person",
            "role": "customer",
            "name": "Mei",
            "mailto": "mei@example.com",
            "tel": "tel:+14155550100",
            "validation": "pin, date of birth",
        },
        {"type": "bot", "role": "agent", "name": "Polly"},
        {
            "type": "organization",
            "role": "agent",
            "name": "tier-2",
            "dept": "Refunds",
            "skill": "refunds, en",
        },
        {"type": "person", "role": "agent", "name": "Ann"},
    ] == _full()["parties"]


def test_dialog_is_what_the_parties_said_and_then_the_transfer() -> None:
    dialog = _full()["dialog"]

    assert [("m1", 0, "Help!"), ("m3", 1, "Yes."), ("m4", 3, "Me?")] == [
        (one["message_id"], one["originator"], one["body"]) for one in dialog[:-1]
    ]
    assert {
        "type": "transfer",
        "start": "2026-03-07T10:00:09+01:00",
        "transferee": 0,
        "transferor": 1,
        "transfer_target": 2,
        "original": [0, 1, 2],
    } == dialog[-1]


def test_a_dialog_without_a_time_has_that_of_the_one_before() -> None:
    assert {"2026-03-07T09:00:00Z"} == {one["start"] for one in _full()["dialog"][:-1]}


def test_why_the_bot_hands_over_is_analysis_and_not_dialog() -> None:
    analysis = _full()["analysis"]

    assert [
        ("summary", "readback-summary-1.0", {"headline": "Delayed"}),
        ("report", "readback-reason-1.0", {"code": "complaint"}),
        ("sentiment", "readback-sentiment-1.0", {"label": "angry"}),
    ] == [(one["type"], one["schema"], one["body"]) for one in analysis]
    assert {("acme", "gpt-4o")} == {(one["vendor"], one["product"]) for one in analysis}


def test_records_and_documents_and_the_package_are_attachments() -> None:
    attachments = _full()["attachments"]

    assert ["order", "knowledge", "readback-handoff"] == [one["purpose"] for one in attachments]
    assert "W1" == attachments[0]["body"]["id"]
    assert ID == json.loads(attachments[-1]["body"])["id"]


def test_its_id_is_the_handoffs_as_a_uuid_of_version_8() -> None:
    assert "0190f2a0-1111-8222-8333-000000000037" == _full()["uuid"]


@pytest.mark.parametrize("phone", ["call me", "030 1234", "+49x", None])
def test_what_is_no_global_number_is_no_address_of_a_party(phone: str | None) -> None:
    assert "tel" not in _full(customer={"phone": phone})["parties"][0]


def test_a_full_one_is_valid(schema: Draft7Validator) -> None:
    assert [] == list(schema.iter_errors(_full()))


def test_the_validator_would_find_what_is_wrong(schema: Draft7Validator) -> None:
    assert 3 == len(list(schema.iter_errors({**_full(), "uuid": 3, "created_at": 3, "dialog": 3})))


@given(handoff=handoffs())
@settings(max_examples=60)
def test_any_handoff_is_a_valid_vcon_and_comes_in_again_as_it_was(
    schema: Draft7Validator, handoff: Handoff
) -> None:
    handoff = msgspec.structs.replace(handoff, id=ID)

    vcon = _vcon(handoff)
    normalized = dialect.normalize(vcon)

    assert [] == list(schema.iter_errors(vcon))
    assert json.loads(encode_handoff(handoff)) == normalized.handoff
    assert handoff == msgspec.convert(normalized.handoff, Handoff)
    assert {} == normalized.unmapped
    assert {SAID_BY_THE_HANDOFF} == set(normalized.noise.values())
    assert_accounted(dialect, vcon)


def test_what_somebody_changed_beside_the_handoff_is_kept() -> None:
    vcon = _full()
    vcon["dialog"][0]["body"] = "Never mind."
    vcon["redacted"] = {"type": "names"}

    normalized = dialect.normalize(vcon)

    assert FULL["customer"] == normalized.handoff["customer"]
    assert {"/dialog/0/body": "Never mind.", "/redacted/type": "names"} == normalized.unmapped
    assert_accounted(dialect, vcon)


@given(data=st.data())
@settings(max_examples=40)
def test_a_vcon_of_ours_gone_wrong_loses_nothing(data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(_full())))
