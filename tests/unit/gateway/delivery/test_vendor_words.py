"""A vendor's refusal is shown with its codes and without anything a customer may have said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.delivery.vendor_words import LEFT_OUT, vendor_said
from gateway.store.records import ExchangeRow


def exchange(status: int | None, body: bytes | None = None, step: str = "create") -> ExchangeRow:
    return ExchangeRow(
        delivery_id="d",
        phase="deliver",
        round=0,
        number=0,
        step=step,
        method="POST",
        path="/items",
        fingerprint="",
        started_at="",
        status=status,
        body=body,
    )


def said(document: Any) -> Any:
    found = vendor_said([exchange(422, json.dumps(document).encode())])
    assert found is not None
    return found.body


@pytest.mark.parametrize("journal", [[], [exchange(None)], [exchange(0)], [exchange(201)]])
def test_a_journal_without_a_refusal_says_nothing(journal) -> None:
    assert vendor_said(journal) is None


def test_the_last_refusal_counts() -> None:
    found = vendor_said([exchange(503, step="one"), exchange(422, step="two"), exchange(200)])
    assert found is not None
    assert ("two", 422) == (found.step, found.status)


def test_codes_and_names_of_fields_stay() -> None:
    document = [{"errorCode": "STRING_TOO_LONG", "fields": ["Subject"], "status": 400}]
    assert document == said(document)


@pytest.mark.parametrize(
    "text", ["I was charged twice", "", "4111111111111111", "ann@example.com", "x" * 65, "naïve"]
)
def test_whatever_may_be_the_customers_is_left_out(text: str) -> None:
    assert {"message": LEFT_OUT} == said({"message": text})
    assert {LEFT_OUT: True} == said({text: True})


@pytest.mark.parametrize("number", [4111111111111111, -15551234567, 1e12])
def test_a_number_as_long_as_a_phones_or_a_cards_is_left_out(number) -> None:
    assert [LEFT_OUT] == said([number])


@pytest.mark.parametrize("body", [None, b"", b"<html>", b'"\xff"', b"[" * 5000])
def test_what_is_not_json_is_not_shown_at_all(body) -> None:
    found = vendor_said([exchange(500, body)])
    assert found is not None
    assert (500, None) == (found.status, found.body)


def test_a_reply_of_any_size_stays_small() -> None:
    assert 20 == len(said(list(range(1000))))
    deep: Any = "end"
    for _ in range(100):
        deep = {"in": deep}
    assert LEFT_OUT in json.dumps(said(deep), ensure_ascii=False)


@given(st.text(min_size=1).filter(lambda text: " " in text or not text.isascii()))
def test_no_sentence_ever_passes(text: str) -> None:
    assert {"a": [LEFT_OUT, {LEFT_OUT: LEFT_OUT}]} == said({"a": [text, {text: text}]})
