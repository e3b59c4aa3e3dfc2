"""Presidio as one more detector: the extra ``readback-gateway[presidio]``, never loaded without it.

Its patterns alone, over a blank language model: nothing is fetched, and names of people are not
found. Presidio's own e-mail recogniser asks tldextract for the list of public suffixes, which
fetches it from the internet without a timeout (presidio-analyzer 2.2.366, 2026-11); ours is a
pattern.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, cast

from gateway.intake.privacy.hit import Detector, Hit
from gateway.intake.privacy.plain import Plain
from gateway.sdk.errors import ConfigurationError

LANGUAGE = "en"

# What its patterns find; everything else is reported by the model that is not there.
LEAST_SCORE = 0.4
_EMAIL = r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,62}(?![\w-])"


class Finding(Protocol):
    """What Presidio tells of one entity."""

    entity_type: str
    start: int
    end: int
    score: float


class Analyzer(Protocol):
    """The one method of ``presidio_analyzer.AnalyzerEngine`` that is used."""

    def analyze(
        self, text: str, language: str, entities: list[str]
    ) -> Sequence[Finding]: ...  # pragma: no cover


def presidio_detector(
    entities: Sequence[str], build: Callable[[], Analyzer] | None = None
) -> Detector:
    """A detector for these entities, e.g. ``US_SSN``.

    Raises ``ConfigurationError`` where Presidio is not installed.
    """
    analyzer = (build or _built)()
    wanted = list(entities)

    def detect(text: Plain) -> Iterator[Hit]:
        for found in analyzer.analyze(text.text, LANGUAGE, wanted):
            key = text.text[found.start : found.end]
            if found.score >= LEAST_SCORE and key.strip():
                yield Hit(found.start, found.end, found.entity_type, key, "presidio")

    return detect


def _built() -> Analyzer:
    try:
        presidio: Any = importlib.import_module("presidio_analyzer")
        spacy: Any = importlib.import_module("spacy")
        nlp: Any = importlib.import_module("presidio_analyzer.nlp_engine")
    except ImportError:
        raise ConfigurationError(
            "A privacy profile uses presidio, which is not installed: "
            "install readback-gateway[presidio], or leave presidio out of the profile."
        ) from None
    registry = presidio.RecognizerRegistry(supported_languages=[LANGUAGE])
    registry.load_predefined_recognizers(languages=[LANGUAGE])
    registry.remove_recognizer("EmailRecognizer")
    pattern = presidio.Pattern("e-mail address", _EMAIL, 1.0)
    registry.add_recognizer(
        presidio.PatternRecognizer(supported_entity="EMAIL_ADDRESS", patterns=[pattern])
    )
    engine = nlp.SpacyNlpEngine()
    engine.nlp = {LANGUAGE: spacy.blank(LANGUAGE)}
    return cast("Analyzer", presidio.AnalyzerEngine(registry=registry, nlp_engine=engine))
