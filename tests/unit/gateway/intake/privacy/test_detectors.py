"""Detectors that are off unless asked for."""

from __future__ import annotations

import pytest

from gateway.intake.privacy import detectors
from gateway.intake.privacy.hit import Detector
from gateway.intake.privacy.plain import plain


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
