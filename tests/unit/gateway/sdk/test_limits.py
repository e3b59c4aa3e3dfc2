"""Limits: nothing is cut that fits, and what is cut says so and stays readable."""

from __future__ import annotations

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.sdk import Fitted, SizeUnit, Survivor, fit, measure
from gateway.sdk.limits import MARK

UNITS: tuple[SizeUnit, ...] = ("bytes", "characters", "utf16")
FAMILY = "👨‍👩‍👧‍👦"
FLAG = "🇩🇪"
ACCENT = "e\u0301"

# Whole graphemes of every awkward kind, so that a cut has something to go wrong at.
TEXTS = st.lists(
    st.sampled_from(
        ["a", "Ö", " ", "\r\n", "漢", FAMILY, FLAG, ACCENT, "👍🏽", "שׁ", "क्षि", "\u200b"]
    ),
    max_size=30,
).map("".join)
SIZES = st.integers(min_value=0, max_value=60)


def _boundaries(text: str) -> set[int]:
    return {0, *(match.end() for match in regex.finditer(r"\X", text))}


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("", (0, 0, 0)),
        ("abc", (3, 3, 3)),
        ("Ö", (2, 1, 1)),
        ("漢", (3, 1, 1)),
        ("👍", (4, 1, 2)),
        (FAMILY, (25, 7, 11)),
        ("\ud800", (3, 1, 1)),
    ],
    ids=["empty", "ascii", "latin", "han", "emoji", "family", "lone surrogate"],
)
def test_a_text_has_a_size_in_each_unit(text: str, sizes: tuple[int, ...]) -> None:
    assert sizes == tuple(measure(text, unit) for unit in UNITS)


@given(TEXTS, SIZES, st.sampled_from(UNITS), st.sampled_from(["start", "end"]))
def test_the_result_is_within_the_limit(
    text: str, size: int, unit: SizeUnit, keeps: Survivor
) -> None:
    assert measure(fit(text, size, unit, keeps).text, unit) <= size


@given(TEXTS, st.sampled_from(UNITS), st.sampled_from(["start", "end"]))
def test_a_text_that_fits_is_not_touched(text: str, unit: SizeUnit, keeps: Survivor) -> None:
    assert Fitted(text=text, cut=False, start=0, end=len(text)) == fit(
        text, measure(text, unit), unit, keeps
    )


@given(TEXTS.filter(bool), st.sampled_from(UNITS), st.sampled_from(["start", "end"]))
def test_a_text_one_unit_too_long_is_cut(text: str, unit: SizeUnit, keeps: Survivor) -> None:
    assert fit(text, measure(text, unit) - 1, unit, keeps).cut


@given(TEXTS, SIZES, st.sampled_from(UNITS))
@example(ACCENT * 3, 4, "characters")
def test_what_survives_at_the_start_is_told_truthfully(
    text: str, size: int, unit: SizeUnit
) -> None:
    fitted = fit(text, size, unit)
    kept = text[fitted.start : fitted.end]

    assert fitted.start == 0
    assert fitted.text in (kept, kept + MARK)
    assert fitted.end in _boundaries(text)
    assert fitted.cut == (fitted.text != text)


@given(TEXTS, SIZES, st.sampled_from(UNITS))
@example(FLAG * 3, 6, "utf16")
def test_what_survives_at_the_end_is_told_truthfully(text: str, size: int, unit: SizeUnit) -> None:
    fitted = fit(text, size, unit, "end")
    kept = text[fitted.start : fitted.end]

    assert len(text) == fitted.end
    assert fitted.text in (kept, MARK + kept)
    assert fitted.start in _boundaries(text)


@given(TEXTS, SIZES, st.sampled_from(UNITS), st.sampled_from(["start", "end"]))
def test_a_cut_text_that_has_room_carries_the_mark(
    text: str, size: int, unit: SizeUnit, keeps: Survivor
) -> None:
    fitted = fit(text, size, unit, keeps)
    marked = fitted.text.endswith(MARK) if keeps == "start" else fitted.text.startswith(MARK)

    assert not fitted.cut or marked == (size >= measure(MARK, unit))


@given(TEXTS, SIZES, st.sampled_from(UNITS))
def test_no_grapheme_more_would_have_fitted(text: str, size: int, unit: SizeUnit) -> None:
    fitted = fit(text, size, unit)
    following = regex.match(r"\X", text, pos=fitted.end)

    if fitted.cut and following:
        assert measure(text[: following.end()] + MARK, unit) > size


@pytest.mark.parametrize("keeps", ["start", "end"])
def test_without_room_for_the_mark_nothing_is_left(keeps: Survivor) -> None:
    fitted = fit("abcdef", 2, "bytes", keeps)

    assert ("", True, 0) == (fitted.text, fitted.cut, fitted.end - fitted.start)


def test_a_cut_never_falls_inside_a_family() -> None:
    assert Fitted(text="Hi …", cut=True, start=0, end=3) == fit(f"Hi {FAMILY}!", 9, "characters")


def test_a_cut_keeps_an_accent_with_its_letter() -> None:
    assert f"caf{MARK}" == fit(f"caf{ACCENT} noir", 5, "characters").text


def test_the_end_can_be_what_survives() -> None:
    assert Fitted(text="…789", cut=True, start=7, end=10) == fit(
        "0123456789", 4, "characters", "end"
    )


def test_a_long_text_is_cut_exactly_at_its_byte_limit() -> None:
    assert measure(fit("x" * 200_000, 65_535, "bytes").text, "bytes") == 65_535
