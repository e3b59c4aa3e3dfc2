"""What counts as stored: what the receiver shows or digests, and nothing that was only sent."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import msgspec
import pytest

from adapters.webhook import adapter
from adapters.webhook.settings import WebhookSettings
from gateway.sdk import (
    Delivered,
    FieldDigest,
    FieldValue,
    SignInFailed,
    Stored,
    StoredNote,
    UnexpectedReply,
    VendorRefused,
)
from tests.adapters.webhook.consignments import FIELDS, HANDOFF, KEY, NOTE, consignment
from tests.adapters.webhook.driving import drive, echo, reply, stored

SUM = "ab" * 32
GATEWAY = "https://readback.example"
LINK = "https://readback.example/v1/handoffs/h%2F1/package"
HERE = echo(url="/stored/7")
EVERYTHING = frozenset({*FIELDS, "note", "capsule"})


def digest(value: Any) -> str:
    return "sha256:" + hashlib.sha256(json.dumps(value).encode()).hexdigest()


def shown(document: Any, **settings: Any) -> Any:
    """What is read from a document that the receiver shows."""
    made = consignment({"subject": "x", "customer.name": "Ann"}, **settings.pop("made", {}))
    return stored(adapter, made, HERE, reply(200, document), echo="url", **settings)


@pytest.mark.parametrize(
    ("answer", "settings"),
    [
        (reply(200), {}),
        (echo(digests={"subject": f"sha256:{SUM}"}), {}),
        (reply(204), {"echo": "digests"}),
        (reply(200, {"ok": True}), {"echo": "digests"}),
        (echo(), {"echo": "url"}),
    ],
)
def test_where_nothing_is_echoed_nothing_can_be_proved(answer: Any, settings: Any) -> None:
    assert Stored(unprovable=EVERYTHING) == stored(adapter, consignment(), answer, **settings)


def test_an_answer_against_the_contract_is_told_at_the_reading() -> None:
    error = stored(adapter, consignment(), reply(200, b"<html>"), echo="digests")
    assert isinstance(error, UnexpectedReply)
    assert ("send the handoff", "send the handoff: the body is not JSON") == (
        error.step,
        str(error),
    )


def test_digests_stand_for_their_places_and_what_has_none_is_not_there() -> None:
    answer = echo(digests={"subject": f"sha256:{SUM}", "note": f"sha256:{SUM}"})
    assert Stored(
        digests=(FieldDigest(name="subject", sha256=SUM), FieldDigest(name="note", sha256=SUM))
    ) == stored(adapter, consignment(), answer, echo="digests")


def test_the_handoff_has_a_digest_of_its_own() -> None:
    answer = echo(capsule=f"sha256:{SUM}")
    assert Stored(digests=(FieldDigest(name="capsule", sha256=SUM),)) == (
        stored(adapter, consignment(), answer, echo="digests")
    )


def test_a_digest_in_another_form_proves_nothing_and_disproves_nothing() -> None:
    answer = echo(digests={"subject": "md5:00"})
    assert Stored(unprovable=frozenset({"subject"})) == (
        stored(adapter, consignment({"subject": "x"}), answer, echo="digests")
    )


def test_what_stands_in_the_path_need_not_be_stored_once_more() -> None:
    made = consignment({"id": 7, "subject": "x"})
    answer = echo(digests={"subject": f"sha256:{SUM}"})
    assert Stored(
        digests=(FieldDigest(name="subject", sha256=SUM),), unprovable=frozenset({"id"})
    ) == stored(adapter, made, answer, echo="digests", path="/items/{id}")


def test_what_stands_in_the_path_and_is_digested_is_judged() -> None:
    made = consignment({"id": 7})
    answer = echo(digests={"id": f"sha256:{SUM}"})
    assert Stored(digests=(FieldDigest(name="id", sha256=SUM),)) == (
        stored(adapter, made, answer, echo="digests", path="/items/{id}")
    )


def test_a_link_that_was_kept_leaves_the_handoff_unproved_and_not_lost() -> None:
    thin = {"echo": "digests", "body": "thin", "gateway_url": GATEWAY}
    made = consignment({}, note=None, kind="link")
    assert Stored(unprovable=frozenset({"capsule"})) == (
        stored(adapter, made, echo(digests={"link": digest(LINK)}), **thin)
    )


def test_a_link_that_was_changed_or_lost_proves_nothing() -> None:
    thin = {"echo": "digests", "body": "thin", "gateway_url": GATEWAY}
    made = consignment({}, note=None, kind="link")
    for answer in (echo(digests={"link": digest("x")}), echo()):
        assert Stored() == stored(adapter, made, answer, **thin)


def test_whoever_fetched_the_handoff_can_prove_it() -> None:
    thin = {"echo": "digests", "body": "thin", "gateway_url": GATEWAY}
    made = consignment({}, note=None, kind="link")
    read = stored(adapter, made, echo(capsule=f"sha256:{SUM}"), **thin)
    assert Stored(digests=(FieldDigest(name="capsule", sha256=SUM),)) == read


def test_what_is_shown_is_read_member_by_member() -> None:
    read = shown({"subject": "y", "customer": {"name": "Bo"}, "note": "n", "handoff": {"a": 1}})
    assert (
        Stored(
            fields=(
                FieldValue(name="subject", value="y"),
                FieldValue(name="customer.name", value="Bo"),
            ),
            note=(StoredNote(sent=NOTE, stored="n", start=0, end=len(NOTE)),),
            capsule=b'{"a": 1}',
        )
        == read
    )


def test_the_handoff_is_read_byte_for_byte() -> None:
    document = b'{"handoff":' + HANDOFF + b"}"
    assert HANDOFF == stored(adapter, consignment(), HERE, reply(200, document), echo="url").capsule


@pytest.mark.parametrize("document", [{}, {"customer": "Ann"}, {"customer": ["Ann"]}])
def test_what_is_not_shown_is_not_there(document: Any) -> None:
    missing = StoredNote(sent=NOTE, stored=None, start=0, end=len(NOTE))
    assert Stored(note=(missing,)) == shown(document)


@pytest.mark.parametrize("note", [None, 7, ["x"]])
def test_a_note_that_is_no_text_is_not_there(note: Any) -> None:
    (piece,) = shown({"note": note}).note
    assert piece.stored is None


def test_null_is_a_value_and_not_an_absence() -> None:
    assert (FieldValue(name="subject", value=None),) == shown({"subject": None}).fields


def test_an_account_without_a_note_has_none_read() -> None:
    assert () == shown({"note": "x"}, made={"note": None}).note


def test_envelopes_are_looked_into() -> None:
    document = {"type": "t", "subject": "outer", "data": {"subject": "inner"}}
    for format_ in ("standard", "cloudevents"):
        (field,) = shown(document, format=format_).fields
        assert "inner" == field.value


def test_the_receiver_may_show_it_elsewhere() -> None:
    document = {"data": {"item": {"subject": "x"}}}
    assert 1 == len(shown(document, read_member="data.item").fields)
    assert () == shown(document, read_member="data.other").fields


def test_the_handoff_is_read_where_it_was_put() -> None:
    read = shown({"meta": {"full": {"a": 1}}}, handoff_member="meta.full")
    assert b'{"a": 1}' == read.capsule


def test_the_note_is_read_where_it_was_put() -> None:
    (piece,) = shown({"text": {"body": "n"}}, note_member="text.body").note
    assert "n" == piece.stored
    answer = echo(digests={"text.body": f"sha256:{SUM}", "note": "md5:0"})
    read = stored(adapter, consignment({}), answer, echo="digests", note_member="text.body")
    assert Stored(digests=(FieldDigest(name="note", sha256=SUM),)) == read


def test_a_member_that_is_called_capsule_is_not_the_handoff() -> None:
    answer = echo(digests={"capsule": f"sha256:{SUM}"})
    assert Stored() == stored(adapter, consignment({}, note=None), answer, echo="digests")


def test_what_stands_in_the_path_is_compared_where_it_is_shown() -> None:
    made = consignment({"id": 7})
    settings = {"echo": "url", "path": "/items/{id}", "read_path": "/items/{id}"}
    read = stored(adapter, made, reply(200), reply(200, {"id": 8}), **settings)
    assert ((FieldValue(name="id", value=8),), frozenset()) == (read.fields, read.unprovable)
    read = stored(adapter, made, reply(200), reply(200, {}), **settings)
    assert ((), frozenset({"id"})) == (read.fields, read.unprovable)


@pytest.mark.parametrize(
    ("document", "unprovable", "capsule"),
    [
        ({"link": LINK}, {"capsule"}, None),
        ({"link": "https://x.example"}, set(), None),
        ({}, set(), None),
        ({"link": LINK, "handoff": {"a": 1}}, set(), b'{"a": 1}'),
    ],
)
def test_a_link_that_is_shown_leaves_the_handoff_unproved(
    document: Any, unprovable: set[str], capsule: bytes | None
) -> None:
    made = consignment({}, note=None, kind="link")
    thin = {"echo": "url", "body": "thin", "gateway_url": GATEWAY}
    read = stored(adapter, made, HERE, reply(200, document), **thin)
    assert (unprovable, capsule) == (read.unprovable, read.capsule)


def test_a_document_that_is_gone_holds_nothing() -> None:
    assert Stored() == stored(adapter, consignment(), HERE, reply(404), echo="url")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reply(403), SignInFailed),
        (reply(400), VendorRefused),
        (reply(200, b"<html>"), UnexpectedReply),
        (reply(200), UnexpectedReply),
    ],
)
def test_a_document_that_cannot_be_read_is_an_error(answer: Any, error: type[Exception]) -> None:
    read = stored(adapter, consignment(), HERE, answer, echo="url")
    assert type(read) is error
    assert "read what was stored" == read.step


@pytest.mark.parametrize("document", [[], "x", None, 7])
def test_a_document_that_is_no_object_holds_nothing(document: Any) -> None:
    body = json.dumps(document).encode()
    read = stored(adapter, consignment(note=None), HERE, reply(200, body), echo="url")
    assert Stored() == read


def test_reading_asks_once_signed_and_with_an_id_of_its_own() -> None:
    settings = WebhookSettings(echo="url")
    made = Delivered(ref="r", url="", parts={"read": "/stored/7"})
    _, (request,) = drive(adapter.read_back(made, consignment(), settings), reply(404))
    assert ("GET", "/stored/7", b"", "safe", True) == (
        request.method,
        request.path,
        request.body,
        request.repeat,
        request.credentials,
    )
    assert (("accept", "application/json"), ("webhook-id", f"{KEY}-read")) == request.headers


def test_nothing_of_the_consignment_is_taken_for_something_that_was_read() -> None:
    read = shown({"subject": "altered", "note": "altered", "handoff": {}})
    told = msgspec.json.encode(msgspec.structs.replace(read, note=()))
    assert b"Ann" not in told
