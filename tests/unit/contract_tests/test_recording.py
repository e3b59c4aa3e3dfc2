"""Recorded exchanges: shown as JSON where they are, given back byte for byte, strict both ways."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from contract_tests.recording import Tape, exchange_document, file_name, load, save
from gateway.sdk.exchange import VendorRequest, VendorResponse

ASKED = VendorRequest(
    step="create", method="POST", path="/items", query=(("a", "b"),), body=b'{"a":1}'
)
TOLD = VendorResponse(status=201, headers=(("etag", "x"),), body=b'{"id": "1"}')

BODIES = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.recursive(st.text(max_size=5) | st.integers(), st.lists, max_leaves=4).map(
        lambda document: json.dumps(document).encode()
    ),
)


def test_a_reply_comes_back_to_the_very_request_it_was_recorded_for() -> None:
    tape = Tape([exchange_document(ASKED, TOLD)])

    assert TOLD == tape(ASKED)
    tape.require_all_used()


@given(BODIES)
def test_every_body_comes_back_byte_for_byte(body: bytes) -> None:
    told = replace(TOLD, body=body)

    assert told == Tape([exchange_document(ASKED, told)])(ASKED)


def test_json_is_shown_as_json_and_bytes_as_base64() -> None:
    shown = exchange_document(ASKED, replace(TOLD, body=b"\xff"))

    assert {"a": 1} == shown["request"]["json"]
    assert "/w==" == shown["response"]["base64"]


@pytest.mark.parametrize(
    "other",
    [
        replace(ASKED, path="/others"),
        replace(ASKED, body=b'{"a":2}'),
        replace(ASKED, repeat="search"),
        replace(ASKED, service="two"),
    ],
)
def test_another_request_than_the_recorded_one_fails(other: VendorRequest) -> None:
    with pytest.raises(AssertionError, match="create: not what was recorded"):
        Tape([exchange_document(ASKED, TOLD)])(other)


def test_a_request_that_was_not_recorded_fails() -> None:
    with pytest.raises(AssertionError, match="not recorded: create"):
        Tape([])(ASKED)


def test_a_recorded_exchange_that_nobody_asks_for_fails() -> None:
    with pytest.raises(AssertionError, match="not asked for: create"):
        Tape([exchange_document(ASKED, TOLD)]).require_all_used()


def test_a_recording_is_a_file_of_its_case(tmp_path: Path) -> None:
    file = tmp_path / "deep" / file_name("two words, a comma")
    save(file, {"ü": 1})

    assert "two_words_a_comma.json" == file.name
    assert {"ü": 1} == load(file)
    assert "ü" in file.read_text("utf-8")
