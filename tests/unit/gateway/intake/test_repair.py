"""Reading what strict decoders refuse, with each loss noted."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.strategies import json_values
from gateway.intake import repair
from gateway.intake.digits import outline
from gateway.intake.errors import BodyCharset, BodyNotJson, BodyTooComplex
from gateway.intake.repair import Reading, may_lose, read_document


def _losses(reading: Reading) -> dict[str, str]:
    return {loss.path: loss.reason for loss in reading.loss}


@given(json_values())
def test_what_is_json_comes_out_unchanged(value: Any) -> None:
    assert Reading(document=value) == read_document(msgspec.json.encode(value))


def test_nan_and_infinity_become_null() -> None:
    reading = read_document(b'{"a": NaN, "b": [1, Infinity, -Infinity], "c/d": "NaN"}')

    assert {"a": None, "b": [1, None, None], "c/d": "NaN"} == reading.document
    assert dict.fromkeys(["/a", "/b/1", "/b/2"], repair.NOT_A_NUMBER) == _losses(reading)


def test_half_a_surrogate_pair_becomes_the_replacement_character() -> None:
    reading = read_document(rb'{"a": ["cut \ud83d", "\ude00!", "\ud83d\ude00"]}')

    assert {"a": ["cut \ufffd", "\ufffd!", "😀"]} == reading.document
    assert dict.fromkeys(["/a/0", "/a/1"], repair.SURROGATE) == _losses(reading)


def test_a_member_name_is_mended_too() -> None:
    reading = read_document(rb'{"x\ud83d": 1, "y": {"x\ud83d": 2, "x\ud83e": 3}}')

    assert {"x\ufffd": 1, "y": {"x\ufffd": 3}} == reading.document
    assert ["/x\ufffd", "/y/x\ufffd", "/y/x\ufffd", "/y/x\ufffd"] == [
        loss.path for loss in reading.loss
    ]
    assert repair.REPEATED == reading.loss[-1].reason


def test_of_a_repeated_member_the_last_one_stands() -> None:
    reading = read_document(b'{"a": 1, "b": {"c": 1, "c": {"d": 2}}, "a": 3}')

    assert {"a": 3, "b": {"c": {"d": 2}}} == reading.document
    assert dict.fromkeys(["/a", "/b/c"], repair.REPEATED) == _losses(reading)


def test_the_root_itself_can_be_mended() -> None:
    assert {"": repair.NOT_A_NUMBER} == _losses(read_document(b"NaN"))
    assert {"": repair.SURROGATE} == _losses(read_document(rb'"\ud800"'))


@pytest.mark.parametrize(
    ("number", "value", "reason"),
    [
        ("1e400", None, repair.TOO_LARGE),
        ("-1e400", None, repair.TOO_LARGE),
        ("1e-400", 0.0, repair.TOO_SMALL),
        ("0.12345678901234567890", 0.12345678901234568, repair.ROUNDED),
        ("1" * 4301, "1" * 4301, repair.TOO_LONG),
    ],
)
def test_a_number_that_no_double_holds_is_noted(number: str, value: Any, reason: str) -> None:
    reading = read_document(f"[{number}]".encode())

    assert [value] == reading.document
    assert {"/0": reason} == _losses(reading)


@pytest.mark.parametrize(
    "number", ["0.1", "1.50", "0.30000000000000004", "1e308", "0e-999", "5e-324", "0.00"]
)
def test_a_number_that_a_double_holds_is_no_loss(number: str) -> None:
    assert () == read_document(number.encode()).loss


def test_whole_numbers_stay_exact() -> None:
    number = int("9" * 4300)

    assert number == read_document(str(number).encode()).document


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_never_a_loss(number: float) -> None:
    assert Reading(document=number) == read_document(json.dumps(number).encode())


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b"", "line 1, column 1"),
        (b'{"a":\n nope}', "line 2, column 2"),
        (b'{"a": 1} x', "line 1, column 10"),
        (b"[1 2]", "line 1, column 4"),
        (rb'"\x41"', "line 1, column 2"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(body: bytes, place: str) -> None:
    with pytest.raises(BodyNotJson, match=f"not JSON at {place}: "):
        read_document(body)


def test_a_refusal_does_not_quote_the_body() -> None:
    with pytest.raises(BodyNotJson) as refusal:
        read_document(rb'{"pin": "4\711"}')

    assert "4" not in refusal.value.detail.partition("column")[2].partition(":")[2]


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(BodyCharset, match="not utf-8 at byte 9"):
        read_document(b'{"a":"caf\xe9"}')


@pytest.mark.parametrize("levels", [250, 100_000])
def test_a_document_nested_too_deeply_is_refused(levels: int) -> None:
    with pytest.raises(BodyTooComplex):
        read_document(b"[" * levels + b"]" * levels)


def test_a_flood_of_losses_is_cut_short() -> None:
    reading = read_document(b"[" + b"NaN," * 5000 + b"NaN]")

    assert 1001 == len(reading.loss)
    assert "is not listed" in reading.loss[-1].reason
    assert [None] * 5001 == reading.document


def test_a_path_too_long_for_the_schema_is_left_out() -> None:
    name = "k" * 200_000

    assert [""] == [loss.path for loss in read_document(f'{{"{name}": NaN}}'.encode()).loss]


@pytest.mark.parametrize(
    "body", [b'{"a": 0.1234567890123456789}', b'{"a": 1e-400}', b'{"a": 1E-400}']
)
def test_what_msgspec_would_round_in_silence_is_guessed(body: bytes) -> None:
    assert may_lose(body, outline(body))


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": 0.30000000000000004, "b": 1234567890123456}',
        b'{"id": "018f3c5e-7a2b-7c3d-8e4e-5a6b7c8d9e0f"}',
        b'{"a": 1e-40}',
    ],
)
def test_ordinary_numbers_and_ids_are_not_suspected(body: bytes) -> None:
    assert not may_lose(body, outline(body))


@pytest.mark.parametrize(
    "body",
    [
        b'{"parcel":"00340434161094042557","note":"parcel 00340434161094042557 is lost"}',
        b'["-00340434161094042557","3.14159265358979323846264338327950288"]',
    ],
)
def test_long_numbers_in_texts_are_not_suspected(body: bytes) -> None:
    assert not may_lose(body, outline(body))


_LONG_NUMBERS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,5})(\.[0-9]{18,40})(e[-+]?[0-9]{1,2})?|-?[1-9][0-9]{17,60}", fullmatch=True
)
_BLANKS = st.text(" \t\r\n", max_size=3)


@given(
    number=_LONG_NUMBERS,
    blanks=_BLANKS,
    place=st.sampled_from(["{}", "[{}]", "[1,{}]", '{{"a":{}}}']),
)
def test_a_long_number_is_suspected_wherever_it_stands(
    number: str, blanks: str, place: str
) -> None:
    body = place.format(blanks + number + blanks).encode()

    json.loads(body)
    assert may_lose(body, outline(body))
