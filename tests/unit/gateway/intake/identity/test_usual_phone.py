"""What is answered without the library is what the library answers."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake.identity import phone
from gateway.intake.identity.phone import e164, e164_by_library
from gateway.intake.identity.usual_phone import usual_e164

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
_FORMS = (
    phonenumbers.PhoneNumberFormat.E164,
    phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    phonenumbers.PhoneNumberFormat.NATIONAL,
)
_KINDS = (0, 1, 3, 4, 6, 7, 10)


def _written(region: str) -> list[str]:
    """Its example numbers, as they are written at home and abroad."""
    numbers = (phonenumbers.example_number_for_type(region, kind) for kind in _KINDS)
    return [phonenumbers.format_number(one, form) for one in numbers if one for form in _FORMS]


@st.composite
def _nearly(draw: st.DrawFn) -> tuple[str, str | None]:
    """A number with a few characters changed, and a region that is mostly its own."""
    region = draw(st.sampled_from(REGIONS))
    text = list(draw(st.sampled_from(_written(region))))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text[at : at + draw(st.integers(0, 2))] = draw(st.text("0123456789 ()-.+", max_size=2))
    near = draw(st.sampled_from([region, region, region, None, "US", "IT", "AR", "XX"]))
    return "".join(text), near


def _silent(_number: str, _region: str | None) -> None:
    """The library where it has nothing to say."""


@pytest.mark.parametrize("region", REGIONS)
def test_the_examples_of_a_region_are_read_as_the_library_does(region: str) -> None:
    for text in _written(region):
        assert usual_e164(text, region) in (None, e164_by_library(text, region))


@given(_nearly())
def test_what_is_nearly_a_number_is_read_as_the_library_does(
    number: tuple[str, str | None],
) -> None:
    text, region = number
    assert usual_e164(text, region) in (None, e164_by_library(text, region))


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("020 7946 0018", "GB", "+442079460018"),
        ("+44 (0)20 7946 0018", None, "+442079460018"),
        ("(415) 555-0132", "US", "+14155550132"),
        ("+49 151 23456789", "FR", "+4915123456789"),
    ],
)
def test_most_numbers_are_read_without_the_library(
    text: str, region: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone, "e164_by_library", _silent)
    assert expected == e164(text, region)
