"""What is read by form is what the rules would have read."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.native import FORMS, Turn
from gateway.intake.dialects.rows import ROWS
from gateway.intake.normalized import Normalized
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.dialects.test_all_samples import SAMPLES
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import sample

DIALECTS = (
    "openai_chat",
    "openai_responses",
    "rasa",
    "anthropic",
    "langchain",
    "langgraph",
    "otel_genai",
    "vercel_ai",
)

RECORDED = ("tau_airline_gpt4o", "tau_retail_gpt4o")


def _of_a_sample() -> list[Any]:
    return [
        pytest.param(name, dialect, id=name)
        for name, dialect in SAMPLES.items()
        if dialect in DIALECTS
    ]


def _conversation(dialect: str) -> Any:
    return FORMS[dialect]([Turn(1), Turn(2)])


def _assert_the_same(dialect: str, document: Any) -> None:
    module = import_module(ROWS[dialect].path)
    try:
        by_rule = module.translate(document, None)
    except InvalidHandoff:
        return
    assert _facts(by_rule) == _facts(module.dialect.normalize(document))


def _facts(normalized: Normalized) -> list[str]:
    """As text, in which true is not 1."""
    return [
        json.dumps(normalized.handoff, sort_keys=True),
        json.dumps(normalized.unmapped, sort_keys=True),
        str(normalized.generated),
        str(normalized.loss),
    ]


def _notes(dialect: str, document: Any, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many values the rules took, said or dropped in one reading."""
    from gateway.intake.drafting.draft import Draft

    notes: list[None] = []
    for name in ("take", "says", "drop"):
        own = getattr(Draft, name)

        def noted(*given: Any, own: Any = own) -> Any:
            notes.append(None)
            return own(*given)

        monkeypatch.setattr(Draft, name, noted)
    import_module(ROWS[dialect].path).dialect.normalize(document)
    return len(notes)


@pytest.mark.parametrize(("name", "dialect"), _of_a_sample())
def test_a_sample_reads_the_same_by_form_and_by_rule(shared: Path, name: str, dialect: str) -> None:
    _assert_the_same(dialect, sample(shared, name))


@pytest.mark.parametrize(("name", "dialect"), _of_a_sample())
@given(data=st.data())
@settings(max_examples=30)
def test_a_mutant_of_a_sample_reads_the_same_by_form_and_by_rule(
    shared: Path, name: str, dialect: str, data: st.DataObject
) -> None:
    _assert_the_same(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("dialect", [name for name in DIALECTS if name in FORMS])
@given(data=st.data())
@settings(max_examples=100)
def test_a_mutant_of_a_usual_conversation_reads_the_same_by_form_and_by_rule(
    dialect: str, data: st.DataObject
) -> None:
    document = data.draw(mutants(_conversation(dialect)))

    _assert_the_same(dialect, document)
    assert_accounted(import_module(ROWS[dialect].path).dialect, document)


@pytest.mark.parametrize("dialect", [name for name in DIALECTS if name in FORMS])
def test_a_usual_conversation_is_read_without_a_note_for_each_message(
    dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (FORMS[dialect]([Turn(n) for n in range(turns)]) for turns in (1, 9))

    assert _notes(dialect, few, monkeypatch) == _notes(dialect, many, monkeypatch)
