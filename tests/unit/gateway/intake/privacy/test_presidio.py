"""Presidio as a detector: what is made of its findings, and that its real patterns work."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator, Sequence

import pytest
from msgspec import Struct

from gateway.intake.privacy.hit import Detector
from gateway.intake.privacy.plain import plain
from gateway.intake.privacy.presidio import Finding, presidio_detector
from gateway.sdk.errors import ConfigurationError


class Found(Struct):
    """What an analyzer tells."""

    entity_type: str
    start: int
    end: int
    score: float


class Analyzer:
    """Finds its name, once surely and once not."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, list[str]]] = []

    def analyze(self, text: str, language: str, entities: list[str]) -> Sequence[Finding]:
        self.asked.append((text, language, entities))
        return [Found("US_PASSPORT", 3, 6, 0.9), Found("US_PASSPORT", 0, 2, 0.05)]


def test_what_presidio_is_sure_of_is_found() -> None:
    analyzer = Analyzer()

    hits = list(presidio_detector(["US_PASSPORT"], lambda: analyzer)(plain("is A\uff11\uff12")))

    assert [("US_PASSPORT", "A12", "presidio")] == [
        (hit.kind, hit.key, hit.detector) for hit in hits
    ]
    assert [("is A12", "en", ["US_PASSPORT"])] == analyzer.asked


def test_without_presidio_the_configuration_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "presidio_analyzer", None)

    with pytest.raises(ConfigurationError) as refusal:
        presidio_detector(["US_PASSPORT"])

    assert "readback-gateway[presidio]" in str(refusal.value)


@pytest.fixture(scope="module")
def presidio() -> Iterator[Detector]:
    """The real one, which takes seconds to load, on a machine that reaches nobody."""
    pytest.importorskip("presidio_analyzer")

    def unreachable(*_: object) -> None:
        raise AssertionError("something was fetched")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", unreachable)
        yield presidio_detector(["US_SSN", "EMAIL_ADDRESS", "IBAN_CODE", "PHONE_NUMBER"])


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ("my number is 536-22-1234, ok?", "US_SSN", "536-22-1234"),
        ("write to ann.lee@example.co.uk.", "EMAIL_ADDRESS", "ann.lee@example.co.uk"),
        ("DE89370400440532013000 is the account", "IBAN_CODE", "DE89370400440532013000"),
        ("call +49 30 901820", "PHONE_NUMBER", "+49 30 901820"),
    ],
)
def test_the_real_presidio_finds_by_pattern_and_fetches_nothing(
    presidio: Detector, said: str, kind: str, value: str
) -> None:
    assert [(kind, value)] == [
        (hit.kind, said[hit.start : hit.end]) for hit in presidio(plain(said))
    ]


def test_the_real_presidio_finds_nothing_in_an_ordinary_sentence(presidio: Detector) -> None:
    assert [] == list(presidio(plain("my parcel 1234 has not come since Monday")))
