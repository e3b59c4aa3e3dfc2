"""Numbers of payment cards in any spelling, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake.privacy.cards import cards, is_of_a_scheme, passes_luhn
from gateway.intake.privacy.plain import plain

VISA = "4111111111111111"


def _found(text: str) -> list[str]:
    return [hit.key for hit in cards(plain(text))]


def _cut(text: str) -> list[str]:
    read = plain(text)
    return [text[slice(*read.span(hit.start, hit.end))] for hit in cards(read)]


@pytest.mark.parametrize(
    "written",
    [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111\u00a01111\u20111111\u20131111",
        "4111\u200b1111\u00ad1111\ufeff1111",
        "".join(chr(ord(digit) + 0xFEE0) for digit in VISA),
        "".join(chr(ord(digit) + 0x630) for digit in VISA),
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "no4111111111111111.",
    ],
)
def test_a_card_is_found_however_it_is_written(written: str) -> None:
    assert [VISA] == _found(f"it is {written}, thanks")


def test_what_is_cut_out_is_the_number_as_it_was_written() -> None:
    written = "\uff14\uff11\uff11\uff11\u200b 1111-1111 1111"

    assert [written] == _cut(f"a {written} b")


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",
        "411111111111",
        "+5511912345678",
        "from 2026-11-20 2026-11-22 on",
        "a4111111111111111f",
        "00000000-0000-4111-1111-41111111111a",
        "41111111111111111111111",
        "4111\n1111\n1111\n1111",
    ],
)
def test_what_is_no_card_is_left(text: str) -> None:
    assert [] == _found(text)


def test_a_card_is_found_with_its_expiry_date_and_another_behind_it() -> None:
    assert [VISA, "378282246310005"] == _found("4111 1111 1111 1111 12/26; 378282246310005 123")


def test_a_card_is_found_within_a_longer_row_of_groups() -> None:
    assert [VISA] == _found("17 4111 1111 1111 1111 1226 999")


@given(st.text("0123456789", min_size=12, max_size=18), st.sampled_from(["", " ", "-", "\u200b"]))
def test_every_number_that_passes_luhn_is_found(digits: str, between: str) -> None:
    number = next(digits + check for check in "0123456789" if passes_luhn(digits + check))

    text = between.join(number[at : at + 4] for at in range(0, len(number), 4))

    # Groups that look like a date are the one exception.
    if between != "-":
        assert [number] == _found(text)


def test_one_word_of_ten_thousand_cards_is_read_once() -> None:
    # Looking for the beginning of the word anew for each took half a minute for 34 KB.
    assert 10_000 == len(_found(f"{VISA}g" * 10_000))


@pytest.mark.parametrize("word", [f"{VISA}a", f"a-{VISA}", f"+{VISA}", f"+1{VISA}"])
def test_a_number_within_a_hash_or_with_a_plus_is_no_card(word: str) -> None:
    assert [] == _found(f"{word} {word}")


@pytest.mark.parametrize(
    ("digits", "expected"),
    [(VISA, True), ("378282246310005", True), ("1" * 16, False), ("2720999999999996", True)],
)
def test_schemes_are_told_by_prefix_and_length(digits: str, expected: bool) -> None:
    assert expected == is_of_a_scheme(digits)
