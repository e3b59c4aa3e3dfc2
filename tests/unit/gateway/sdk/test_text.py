"""Texts over several places: nothing lost, nothing too large, words and graphemes whole."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.sdk import cut_text, measure, split_text

TEXTS = st.text(st.sampled_from("ab &<é 💳\n\t\u00a0\u0301"), max_size=300)


def encoded(text: str) -> int:
    return measure(html.escape(text), "bytes")


def pieces(text: str, room: int) -> list[str]:
    return [piece.text for piece in split_text(text, room, len)]


@settings(max_examples=100)
@given(TEXTS, st.integers(12, 60))
def test_the_pieces_are_the_whole_text_in_order(text: str, room: int) -> None:
    found = split_text(text, room, encoded)

    assert text == "".join(piece.text for piece in found)
    assert [piece.text for piece in found] == [text[one.start : one.end] for one in found]


@settings(max_examples=100)
@given(TEXTS, st.integers(12, 60))
def test_no_piece_is_larger_than_its_room(text: str, room: int) -> None:
    assert all(encoded(piece.text) <= room for piece in split_text(text, room, encoded))


def test_a_cut_falls_before_white_space() -> None:
    assert ["one two", " three", " four"] == pieces("one two three four", 9)


def test_a_word_that_is_too_long_is_cut_in_the_middle() -> None:
    assert ["abcdefgh", "ij k"] == pieces("abcdefghij k", 8)


def test_a_grapheme_is_not_cut() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"

    assert ["a" * 8, family + "b"] == pieces("a" * 8 + family + "b", 10)


def test_a_grapheme_that_has_no_room_is_cut_all_the_same() -> None:
    assert ["e\u0301", "\u0301\u0301"] == pieces("e\u0301\u0301\u0301", 2)


@pytest.mark.parametrize("room", [0, -5, 1])
def test_a_code_point_that_has_no_room_is_a_piece_by_itself(room: int) -> None:
    assert ["a", "b"] == pieces("ab", room)


def test_an_empty_text_is_no_piece() -> None:
    assert [] == pieces("", 9)


def test_a_cut_may_begin_anywhere() -> None:
    piece = cut_text("one two three", 6, len, start=3)

    assert (" two", 3, 7) == (piece.text, piece.start, piece.end)


def test_white_space_without_end_is_cut_where_it_has_to_be() -> None:
    assert [" " * 5, " " * 3] == pieces(" " * 8, 5)
