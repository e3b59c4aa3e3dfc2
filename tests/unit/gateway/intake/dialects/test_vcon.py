"""vCons that others wrote: parties, dialog, transfer, analysis and attachments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.vcon import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

HEAD = {"uuid": "0190f2a0-0000-8000-8000-000000000037", "created_at": "2024-05-15T20:00:00Z"}
SAID = {"type": "text", "start": "2024-05-15T20:00:00Z", "parties": [0, 1], "body": "Hi"}
PARTIES = [
    {
        "name": "Mei",
        "role": "customer",
        "mailto": "mailto:mei@example.com",
        "tel": "tel:+14155550100",
    },
    {"name": "Polly", "type": "bot", "role": "agent"},
    {"name": "Ann", "type": "person", "role": "supervisor"},
    {"name": "Zoe"},
]


def _handoff(**members: Any) -> dict[str, Any]:
    document = {**HEAD, "parties": PARTIES, "dialog": [SAID], **members}
    assert_accounted(dialect, document)
    return dialect.normalize(document).handoff


def _sample(shared: Path, name: str) -> Any:
    return json.loads((shared / "data" / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({**HEAD, "parties": []}, True),
        ({**HEAD, "dialog": []}, True),
        (HEAD, False),
        ({"uuid": "x", "parties": []}, False),
        ({**HEAD, "parties": {}}, False),
        ([], False),
    ],
)
def test_it_is_recognised_by_its_head_and_a_list_of_parties_or_dialog(
    document: Any, expected: bool
) -> None:
    assert expected == dialect.recognises(document)


def test_what_is_no_vcon_is_refused() -> None:
    with pytest.raises(InvalidHandoff):
        dialect.normalize({"text": "Really long line"})


@pytest.mark.parametrize(
    ("originator", "role"), [(0, "customer"), (1, "bot"), (2, "agent"), (3, "other")]
)
def test_who_speaks_is_told_by_the_party(originator: int, role: str) -> None:
    (message,) = _handoff(dialog=[{**SAID, "originator": originator}])["conversation"]["messages"]

    assert (role, f"party-{originator}") == (message["role"], message["participant"])


@pytest.mark.parametrize(
    ("parties", "role"), [([1, 0], "bot"), (1, "bot"), (9, "other"), (None, "other")]
)
def test_without_an_originator_the_first_party_speaks(parties: Any, role: str) -> None:
    (message,) = _handoff(dialog=[{**SAID, "parties": parties}])["conversation"]["messages"]

    assert role == message["role"]


def test_the_customer_is_the_party_with_the_role_or_else_who_is_transferred() -> None:
    assert {
        "name": "Mei",
        "email": "mei@example.com",
        "phone": "+14155550100",
    } == _handoff()["customer"]

    transfer = {"type": "transfer", "start": HEAD["created_at"], "transferee": 1}
    bare = [{"name": "Bot", "type": "bot"}, {"name": "Lee", "validation": "pin"}]
    handoff = _handoff(parties=bare, dialog=[transfer])

    verification = {"status": "unknown", "methods": ["pin"]}
    assert {"name": "Lee", "verification": verification} == handoff["customer"]


@pytest.mark.parametrize(
    ("members", "content"),
    [
        ({"encoding": "none"}, "Hi"),
        ({"encoding": "base64url", "body": "SGk"}, "Hi"),
        (
            {"mediatype": "text/html", "body": "<b>Hi</b>"},
            [{"type": "text", "text": "<b>Hi</b>", "format": "html"}],
        ),
        (
            {"encoding": "base64url", "body": "____"},
            [{"type": "other", "original_type": "dialog_body", "data": "____"}],
        ),
        (
            {"encoding": "json", "body": {"a": 1}},
            [{"type": "other", "original_type": "dialog_body", "data": {"a": 1}}],
        ),
    ],
)
def test_a_body_is_read_as_its_encoding_says(members: dict[str, Any], content: Any) -> None:
    (message,) = _handoff(dialog=[{**SAID, **members}])["conversation"]["messages"]

    assert content == message["content"]


def test_a_recording_is_a_file_and_a_call_that_failed_an_event() -> None:
    recording = {"type": "recording", "start": HEAD["created_at"], "parties": [0, 1]}
    failed = {"type": "incomplete", "start": HEAD["created_at"], "disposition": "busy"}
    url = {"url": "https://example.com/1.wav", "mediatype": "audio/wav", "filename": "1.wav"}

    first, second = _handoff(dialog=[{**recording, **url}, failed])["conversation"]["messages"]

    media = {"type": "media", "media_type": "audio/wav", "name": "1.wav", "url": url["url"]}
    assert [media] == first["content"]
    assert [{"type": "event", "name": "incomplete", "data": failed}] == second["content"]


def test_a_transfer_says_when_and_where_to() -> None:
    transfer = {"type": "transfer", "start": "2024-05-15T20:09:00Z", "transfer_target": 4}
    parties = [*PARTIES, {"type": "organization", "dept": "Refunds", "name": "tier-2"}]

    handoff = _handoff(parties=parties, dialog=[SAID, transfer])

    assert "2024-05-15T20:09:00Z" == handoff["occurred_at"]
    assert {"department": "Refunds", "queue": "tier-2"} == handoff["routing"]


def test_a_summary_a_mood_and_a_record_are_found() -> None:
    handoff = _handoff(
        analysis=[
            {"type": "summary", "vendor": "acme", "body": "Short."},
            {"type": "summary", "vendor": "acme", "body": "Another."},
            {"type": "sentiment", "vendor": "acme", "body": "angry"},
            {"type": "sentiment", "vendor": "acme", "body": {"anger": 0.9}},
        ],
        attachments=[
            {"purpose": "order", "body": '{"order_id": 81, "status": "lost"}', "encoding": "json"},
            {"purpose": "order", "body": {"nr": 3}},
            {"purpose": "picture", "body": {"id": 3}},
        ],
    )

    assert {"free_text": "Short.", "author": {"kind": "model", "name": "acme"}} == handoff[
        "summary"
    ]
    assert [{"label": "angry"}, {"raw": {"anger": 0.9}}] == handoff["sentiment"]
    fields = {"order_id": 81, "status": "lost"}
    assert [{"type": "order", "id": "81", "fields": fields}] == handoff["records"]


@pytest.mark.parametrize(
    "name",
    [
        "dialects/vcon_0_4_0_transfer.json",
        "standards/ab_email_prob_followup_text_thread.vcon.json",
    ],
)
@given(data=st.data())
@settings(max_examples=40)
def test_a_vcon_gone_wrong_loses_nothing(shared: Path, name: str, data: st.DataObject) -> None:
    sample = _sample(shared, name)

    assert_accounted(dialect, sample)
    assert_accounted(dialect, data.draw(mutants(sample)))
