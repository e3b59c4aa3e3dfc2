"""Presidio as a detector, with a stand-in for what is not installed here."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

import pytest
from msgspec import Struct

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


@pytest.mark.skipif(
    importlib.util.find_spec("presidio_analyzer") is not None, reason="presidio is installed"
)
def test_without_presidio_the_configuration_is_refused_with_what_to_install() -> None:
    with pytest.raises(ConfigurationError) as refusal:
        presidio_detector(["US_PASSPORT"])

    assert "readback-gateway[presidio]" in str(refusal.value)
