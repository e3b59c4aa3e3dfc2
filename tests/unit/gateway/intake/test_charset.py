"""From the bytes of a body to UTF-8."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake.charset import as_utf8
from gateway.intake.errors import BodyCharset

TEXT = '{"name": "Zoë Müller"}'
JSON = "application/json"


def test_utf_8_is_passed_on_as_it_is() -> None:
    body = TEXT.encode()

    assert body is as_utf8(body, JSON)


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_taken_off(mark: bytes, charset: str) -> None:
    assert TEXT.encode() == as_utf8(mark + TEXT.encode(charset), f"{JSON}; charset=koi8-r")


@pytest.mark.parametrize(
    "parameter",
    ["charset=iso-8859-1", 'charset="latin-1"', "CHARSET = Windows-1252", "x=1;charset=cp1252"],
)
def test_a_declared_charset_is_read(parameter: str) -> None:
    assert TEXT.encode() == as_utf8(TEXT.encode("cp1252"), f"{JSON}; {parameter}")


def test_utf_16_without_a_mark_is_big_endian() -> None:
    assert TEXT.encode() == as_utf8(TEXT.encode("utf-16-be"), f"{JSON}; charset=utf-16")


@pytest.mark.parametrize(
    "name", ["hex", "rot13", "punycode", "idna", "unicode_escape", "undefined", "nobody", "a\x00b"]
)
def test_what_is_no_charset_we_read_is_refused(name: str) -> None:
    with pytest.raises(BodyCharset, match="not one that this gateway reads"):
        as_utf8(TEXT.encode(), f"{JSON}; charset={name}")


def test_bytes_that_the_charset_cannot_stand_for_are_refused_with_their_place() -> None:
    with pytest.raises(BodyCharset, match="not shift_jis at byte 2"):
        as_utf8(b'{"\xff', f"{JSON}; charset=shift_jis")


@given(st.binary(max_size=64), st.text(max_size=16))
def test_no_other_error_comes_out(body: bytes, charset: str) -> None:
    try:
        text = as_utf8(body, f"{JSON}; charset={charset}")
    except BodyCharset:
        return
    assert isinstance(text, bytes)
