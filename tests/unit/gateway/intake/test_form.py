"""Bodies that are forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake.form import MEDIA_TYPE, NOT_UTF8, is_form, read_form


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"a=1", MEDIA_TYPE, True),
        (b"a=1", "Application/X-WWW-Form-URLencoded; charset=UTF-8", True),
        (b"a=1", "application/json", False),
        (b' {"a": 1}', MEDIA_TYPE, False),
        (b"[1]", MEDIA_TYPE, False),
    ],
)
def test_a_form_is_what_says_so_and_is_no_json(
    body: bytes, content_type: str, expected: bool
) -> None:
    assert expected == is_form(body, content_type)


def test_fields_are_decoded_by_name() -> None:
    reading = read_form(b"From=%2B1800&Text=a+b%20c%C3%A9&Empty=&Bare&&x=1=2")

    assert {"From": "+1800", "Text": "a b cé", "Empty": "", "Bare": "", "x": "1=2"} == (
        reading.document
    )
    assert () == reading.loss


def test_a_repeated_field_becomes_a_list() -> None:
    assert {"a": ["1", "2", "3"], "b": "4"} == read_form(b"a=1&b=4&a=2&a=3").document


def test_a_field_that_is_not_utf8_is_mended_and_noted() -> None:
    reading = read_form(b"a=%FFx")

    assert {"a": "\ufffdx"} == reading.document
    assert [("/a", NOT_UTF8)] == [(loss.path, loss.reason) for loss in reading.loss]


@given(st.binary(max_size=60))
def test_any_bytes_are_a_form(body: bytes) -> None:
    document = read_form(body).document

    assert all(isinstance(value, str | list) for value in document.values())
