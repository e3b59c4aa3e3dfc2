"""Detectors that are off unless asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.config.privacy import ProfileSettings
from gateway.intake.privacy import detectors
from gateway.intake.privacy.hit import Detector
from gateway.intake.privacy.plain import plain
from gateway.intake.privacy.profile import profile_of


@pytest.mark.parametrize(
    ("detector", "text", "expected"),
    [
        (detectors.ibans, "GB82 WEST 1234 5698 7654 32 THANKS", "GB82WEST12345698765432"),
        (detectors.ibans, "GB82WEST12345698765433", None),
        (detectors.emails, "to Mei.B+x@Example.co.uk.", "mei.b+x@example.co.uk"),
        (detectors.emails, "user@localhost", None),
        (detectors.ssns, "my SSN is 123-45-6789", "123456789"),
        (detectors.ssns, "ssn 2752", "2752"),
        (detectors.ssns, "order 2752", None),
        (detectors.addresses, "from 10.0.0.1", "10.0.0.1"),
        (detectors.addresses, "2001:db8::1 it is", "2001:db8::1"),
        (detectors.addresses, "999.0.0.1 and 10:30:00", None),
        (detectors.secrets, "password: hunter22!", "hunter22!"),
        (detectors.secrets, "AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
        (detectors.secrets, "the secret of success", None),
    ],
)
def test_a_detector_finds_its_kind_and_nothing_else(
    detector: Detector, text: str, expected: str | None
) -> None:
    assert [expected] * (expected is not None) == [hit.key for hit in detector(plain(text))]


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("call +44 20 7946 0018 now", None, ["+442079460018"]),
        ("call 020 7946 0018", "GB", ["+442079460018"]),
        ("call 020 7946 0018", None, []),
        ("order 12345678", "GB", []),
        ("no numbers", "GB", []),
    ],
)
def test_only_valid_telephone_numbers_are_found(
    text: str, region: str | None, expected: list[str]
) -> None:
    assert expected == [hit.key for hit in detectors.phones(plain(text), region)]


STRICT_PROFILE = profile_of(
    ProfileSettings(
        iban=True, email=True, phone=True, ssn_context=True, ip=True, secrets=True, scrubbed=True
    ),
    "GB",
)
PIECES = (
    *(
        "GB82 WEST 1234 5698 7654 32",
        "DE89370400440532013000",
        "4111 1111 1111 1111",
        "x@y.example",
    ),
    *("+44 20 7946 0018", "020 7946 0018", "SSN"),
    *("soc\u0131al", "123-45-6789", "2752", "10.0.0.1"),
    *(
        "2001:db8::1",
        "::1",
        "password",
        "PASSWORT",
        "is",
        "\u0130s",
        ":",
        "=",
        "hunter22!",
        "pin",
        "\u017f",
    ),
    *(
        "sk-live-aaaaaaaaaaaaaaaaaaaa",
        "ghp_aaaaaaaaaaaa",
        "AKIAIOSFODNN7EXAMPLE",
        "\u017f",
        "\uff11",
    ),
    *("eyJaaaaaaaa.aaaaaaaa.aaaaaaaa", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"),
    *(" ", "\n", "-", ".", "/", "(", ")", "\u200b", "\u2011", "a", "\u00e9"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_detector_finds_nothing_where_its_trigger_is_not(text: str) -> None:
    read = plain(text)

    for trigger, detector in STRICT_PROFILE.detectors:
        if list(detector(read)):
            assert trigger.search(read.text)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_no_secret_is_without_one_of_its_signs(text: str) -> None:
    read = plain(text)
    found = [hit.key for hit in detectors.secrets(read)]

    assert found == [
        match[pattern.groups]
        for pattern in detectors._SECRETS
        for match in pattern.finditer(read.text)
    ]


@given(st.text("4\u00bd\uff14\u200b\u00e9a \U0001f600", max_size=12))
def test_plain_text_knows_where_each_of_its_characters_stands(text: str) -> None:
    read = plain(text)

    for place, character in enumerate(read.text):
        start, end = read.span(place, place + 1)
        assert character in plain(text[start:end]).text
