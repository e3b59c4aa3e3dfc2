"""Which dialect a document is read as."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gateway.intake.dialects import choose, load, named, names
from gateway.intake.errors import DialectAmbiguous, DialectUnknown

BOTH = {"conversation": {}, "messages": [{"role": "user", "content": "hi"}]}


@pytest.mark.parametrize("name", names())
def test_every_dialect_goes_by_the_name_it_is_listed_under(name: str) -> None:
    assert name == load(name).name


def test_a_dialect_is_imported_when_it_is_first_used() -> None:
    program = (
        "import sys, gateway.intake.dialects as d;"
        "before = 'gateway.intake.dialects.openai_chat' in sys.modules;"
        "d.load('openai_chat');"
        "print(before, 'gateway.intake.dialects.openai_chat' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert "False True" == done.stdout.strip()


@pytest.mark.parametrize(
    ("dialect", "content_type", "expected"),
    [
        (None, "application/json", None),
        (None, "application/vnd.readback.OpenAI_chat+json", "openai_chat"),
        ("canonical", "application/vnd.readback.openai_chat+json", "canonical"),
        ("", "", None),
    ],
)
def test_a_dialect_is_named_by_parameter_or_media_type(
    dialect: str | None, content_type: str, expected: str | None
) -> None:
    assert expected == named(dialect, content_type)


def test_a_name_wins_over_what_the_document_looks_like() -> None:
    assert "openai_chat" == choose({"conversation": {}}, "openai_chat").name


def test_the_only_dialect_that_recognises_a_document_is_chosen() -> None:
    assert "openai_chat" == choose([{"role": "user", "content": "hi"}], None).name


def test_two_dialects_that_recognise_a_document_are_listed() -> None:
    with pytest.raises(DialectAmbiguous) as refusal:
        choose(BOTH, None)

    assert 2 == len(refusal.value.problems)


def test_a_document_that_nobody_recognises_is_refused_with_all_candidates() -> None:
    with pytest.raises(DialectUnknown) as refusal:
        choose({}, None)

    assert len(names()) == len(refusal.value.problems)
