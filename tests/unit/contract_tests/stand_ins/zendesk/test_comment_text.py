"""The vendor's changes to text, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.stand_ins.zendesk.comment_text import (
    collapse,
    cut,
    plain,
    redact_cards,
    substitute,
)


@given(st.text(max_size=30), st.integers(0, 40))
def test_a_cut_keeps_a_prefix_of_whole_characters_within_the_bytes(text: str, size: int) -> None:
    kept = cut(text, size)

    assert text.startswith(kept)
    assert len(kept.encode()) <= size
    assert len(text.encode()) <= size or len(text[: len(kept) + 1].encode()) > size


@pytest.mark.parametrize(
    ("number", "redacted"),
    [
        ("4111111111111111", "411111▇▇▇▇▇▇1111"),
        ("4111 1111 1111 1111", "411111▇▇▇▇▇▇1111"),
        ("4111111111111112", "4111111111111112"),
        ("order 79927398713", "order 79927398713"),
        ("(6011000990139424)", "(601100▇▇▇▇▇▇9424)"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_only_12_to_19_digits_with_a_good_checksum_are_redacted(number: str, redacted: str) -> None:
    assert redacted == redact_cards(number)


def test_runs_of_white_space_become_one() -> None:
    assert "a b\nc" == collapse("a   b \n \n\n  c\n")


def test_plain_text_keeps_what_css_hides() -> None:
    assert "seen hidden" == plain('<p>seen <span style="display:none">hidden</span></p>')


@pytest.mark.parametrize(
    ("text", "left"),
    [("{{" * 20_000, "{{" * 20_000), ("{{" * 20_000 + "x}}", "{{" * 19_999), ("}}{{", "}}{{")],
)
def test_braces_without_an_end_are_left(text: str, left: str) -> None:
    assert left == substitute(text, {})
