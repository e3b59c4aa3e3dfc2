"""What is sent to Zendesk, document by document."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.zendesk import translate
from adapters.zendesk.limits import COMMENT
from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import Consignment, DeliveryError, Limit, VendorRequest, measure, visible_text
from tests.adapters.zendesk.consignments import (
    CAPSULE_DATA,
    NOTE,
    consignment,
    the_capsule,
    without,
)

NASTY = [
    "{{ticket.requester.email}} {{dc.secret}}",
    "</p><script>alert(1)</script>",
    "'; DROP TABLE tickets; --",
    "\u202eevil\u202c \u200b\ufeff zero width",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001d518\U0001d52b e\u0301",
    "line\r\nbreak\ttab\u2028separator",
    "4111 1111 1111 1111",
    '\\ " / \x00 \x1f',
]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def create(
    parts: Consignment, given_settings: ZendeskSettings | None = None
) -> tuple[VendorRequest, dict[str, Any]]:
    request = translate.create_ticket(
        parts, given_settings or ZendeskSettings(), 5, translate.note_parts(parts)[0], ("token-1",)
    )
    return request, json.loads(request.body)["ticket"]


def users(parts: Consignment) -> list[dict[str, Any]]:
    return [json.loads(request.body)["user"] for request in translate.requesters(parts)]


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_reaches_each_field_unchanged(text: str) -> None:
    names = ("subject", "external_id", "requester.name", "requester.phone", "custom_fields.4001")

    sent = consignment(dict.fromkeys(names, text))

    _, ticket = create(sent)
    user = users(sent)[0]
    assert [text, text, text] == [ticket["subject"], ticket["external_id"], user["name"]]
    assert [{"id": 4001, "value": text}] == ticket["custom_fields"]
    assert text == user["phone"]


@pytest.mark.parametrize("value", [None, "", False, True, 0, ["a", "b"], {"a": None}, 12.5])
def test_null_empty_and_absent_custom_fields_stay_three_things(value: Any) -> None:
    _, ticket = create(consignment({"custom_fields.4001": value}))

    assert [{"id": 4001, "value": value}] == ticket["custom_fields"]
    assert [] == create(consignment({}))[1]["custom_fields"]


def test_a_member_that_is_not_mapped_is_not_sent() -> None:
    _, ticket = create(consignment({"external_id": "h-1"}))

    assert {"comment", "custom_fields", "external_id", "metadata", "requester_id"} == set(ticket)


def test_the_note_is_html_and_private() -> None:
    _, ticket = create(consignment())

    assert NOTE == ticket["comment"]["html_body"]
    assert ticket["comment"]["public"] is False


def test_the_uploads_go_with_the_first_comment() -> None:
    _, ticket = create(consignment())

    assert ["token-1"] == ticket["comment"]["uploads"]


def test_the_external_id_is_the_deliverys_key_where_the_mapping_gives_none() -> None:
    _, ticket = create(consignment({}, key="d-9"))

    assert "d-9" == ticket["external_id"]


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_external_id_would_not_be_found_again(empty: str | None) -> None:
    _, ticket = create(consignment({"external_id": empty}))

    assert "d-1" == ticket["external_id"]


def test_a_mapped_field_wins_over_the_settings() -> None:
    _, ticket = create(consignment({"group_id": 1}), ZendeskSettings(group_id=2, brand_id=3))

    assert [1, 3] == [ticket["group_id"], ticket["brand_id"]]


def test_a_create_has_a_key_and_is_searched_for_before_it_is_repeated() -> None:
    request, _ = create(consignment(key="d-7"))

    assert "readback-d-7" == dict(request.headers)["idempotency-key"]
    assert "search" == request.repeat


def test_a_further_comment_is_private_and_searched_for_before_it_is_repeated() -> None:
    part = translate.note_parts(consignment())[0]

    request = translate.add_comment(77, "2026-01-05T09:00:01Z", consignment(), part)

    assert ("PUT", "/api/v2/tickets/77", "search") == (
        request.method,
        request.path,
        request.repeat,
    )
    assert json.loads(request.body)["ticket"]["comment"] == {"html_body": NOTE, "public": False}


def test_every_write_carries_the_delivery_and_the_number_of_its_part() -> None:
    _, ticket = create(consignment(key="d-7"))

    expected = {"readback_delivery": "d-7", "readback_handoff": "h-1", "readback_part": "1"}
    assert expected == ticket["metadata"]


def test_the_capsule_is_uploaded_byte_for_byte() -> None:
    request = translate.upload_capsule(the_capsule(CAPSULE_DATA))

    assert CAPSULE_DATA == request.body
    assert (("filename", "handoff-h-1.json"),) == request.query
    assert (("content-type", "application/json"),) == request.headers


@pytest.mark.parametrize("name", ["x", "", "-1", "1.5", "\u00b2", "\u0661", " 1"])
def test_a_custom_field_is_named_by_its_number_only(name: str) -> None:
    with pytest.raises(DeliveryError, match="number of a custom field"):
        create(consignment({f"custom_fields.{name}": "x"}))


def test_the_requester_gets_no_verification_mail() -> None:
    assert all(user["skip_verify_email"] for user in users(consignment()))


def test_a_known_requester_without_a_name_is_first_updated_without_one() -> None:
    sent = users(consignment(without("requester.name")))

    assert [None, sent[0]["email"]] == [user.get("name") for user in sent]


def test_a_requester_known_by_id_alone_is_called_by_it_when_they_are_new() -> None:
    sent = users(consignment({"requester.external_id": "cus-7"}))

    assert [None, "cus-7"] == [user.get("name") for user in sent]


def test_a_requester_whom_nothing_identifies_is_identified_by_the_handoff() -> None:
    sent = users(consignment({"requester.phone": "+4915"}))

    assert ["readback-h-1"] == [user["external_id"] for user in sent]
    assert ["Customer"] == [user["name"] for user in sent]


def test_a_short_note_is_one_comment_without_a_number() -> None:
    (part,) = translate.note_parts(consignment())

    assert (NOTE, "") == (part.html, part.lead)


def test_a_comment_over_the_limit_is_cut_into_numbered_chunks() -> None:
    parts = translate.note_parts(consignment(note="<p>" + "word " * 30_000 + "</p>"))

    assert ["(1/3)", "(2/3)", "(3/3)"] == [visible_text(p.html).text[:5] for p in parts]


@pytest.mark.parametrize("note", [None, "", "<p> </p>", "\u200b", "<p>&nbsp;</p>"])
def test_a_note_with_nothing_to_read_still_makes_a_first_comment(note: str | None) -> None:
    (part,) = translate.note_parts(consignment(note=note))

    assert part.html.startswith("<p>Handed over by Readback. The complete handoff is attached.</p>")
    assert (note or "") in part.html


def test_the_first_comment_promises_no_attachment_that_is_not_there() -> None:
    (part,) = translate.note_parts(consignment(note=None, capsule=None))

    assert "<p>Handed over by Readback.</p>" == part.html


@settings(max_examples=60, deadline=None)
@given(
    pieces=st.lists(
        st.one_of(
            WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
            st.sampled_from(["<p>", "</p>", "<ul><li>", "</li></ul>", "<br>", "&amp;", "<b>x</b>"]),
            st.integers(1, 400).map(lambda count: " " * count),
        ),
        max_size=60,
    ),
    size=st.integers(200, 900),
)
def test_the_stretches_of_all_chunks_are_the_whole_note(pieces: list[str], size: int) -> None:
    note = "".join(pieces)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translate, "COMMENT", _sized(size))
        parts = translate.note_parts(consignment(note=note))

    assert note == "".join(note[part.chunk.start : part.chunk.end] for part in parts)
    for part in parts:
        lead = len(part.lead) + part.chunk.lead
        stretch = note[part.chunk.start : part.chunk.end]
        assert stretch == part.html[lead : lead + len(stretch)]


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1), times=st.integers(1, 9))
def test_no_chunk_is_longer_than_the_limit_in_bytes(text: str, times: int) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    note = f"<p><b>{escaped * (times * 9_000 // len(text) + 1)}</b></p>"

    parts = translate.note_parts(consignment(note=note))

    assert all(measure(part.html, "bytes") <= COMMENT.size for part in parts)


def _sized(size: int) -> Limit:
    return msgspec.structs.replace(COMMENT, size=size)
