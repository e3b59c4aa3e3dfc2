"""Which dialect a document is read as."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from gateway.intake.dialects import choose, load, named, names
from gateway.intake.dialects.rows import ROWS, keys_of
from gateway.intake.errors import DialectAmbiguous, DialectUnknown

BOTH = {"conversation": {}, "messages": [{"role": "user", "content": "hi"}]}


@pytest.mark.parametrize("name", names())
def test_every_dialect_goes_by_the_name_it_is_listed_under(name: str) -> None:
    assert name == load(name).name


def _imported_by(program: str) -> set[str]:
    """The modules of the intake that a fresh interpreter has imported after a program."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{program}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    modules = done.stdout.splitlines()[-1].split()
    return {name for name in modules if name.startswith("gateway.intake.")}


def _dialects(modules: set[str]) -> set[str]:
    return {row.module for row in ROWS.values() if row.path in modules}


@pytest.mark.parametrize(
    "program",
    [
        "import gateway.cli.main",
        "from click.testing import CliRunner\n"
        "from gateway.cli.main import readback\n"
        "assert CliRunner().invoke(readback, ['--help']).exit_code == 0",
    ],
    ids=["import", "help"],
)
def test_the_command_line_starts_without_the_intake(program: str) -> None:
    assert set() == _imported_by(program)


def test_the_door_starts_without_a_dialect() -> None:
    assert set() == _dialects(_imported_by("import gateway.intake.door, gateway.intake.dialects"))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"sender_id": "1", "events": []}, {"rasa"}),
        ({"messageHistory": [], "userId": "1"}, {"botpress"}),
        ([{"role": "user", "content": "hi"}], {"openai_chat", "openai_responses", "anthropic"}),
        ({"uuid": "1", "created_at": "x", "parties": []}, {"vcon"}),
    ],
)
def test_only_dialects_that_a_document_can_be_in_are_imported(
    document: Any, expected: set[str]
) -> None:
    program = f"import gateway.intake.dialects as d\nd.candidates({document!r})"

    assert expected == _dialects(_imported_by(program))


def test_a_body_without_retrieved_documents_does_not_import_their_readers() -> None:
    program = (
        "from gateway.intake.dialects import load\n"
        "load('openai_chat').normalize([{'role': 'user', 'content': 'hi'}])"
    )

    assert not {name for name in _imported_by(program) if "retrieval" in name}


@pytest.mark.parametrize(
    ("document", "keys"),
    [
        ({"a": 1, "b": [{"c": 1}, {"d": 1}]}, {"a", "b", "b[]c"}),
        ([{"c": 1}, {"d": 1}], {"[]c"}),
        ([3], set()),
        ([], set()),
        ("text", set()),
        (None, set()),
    ],
)
def test_the_keys_of_a_document_are_its_own_and_those_of_its_first_elements(
    document: Any, keys: set[str]
) -> None:
    assert keys == set(keys_of(document))


@pytest.mark.parametrize(
    ("dialect", "content_type", "expected"),
    [
        (None, "application/json", None),
        (None, "application/vnd.readback.OpenAI_chat+json", "openai_chat"),
        ("canonical", "application/vnd.readback.openai_chat+json", "canonical"),
        (None, "application/vcon+json; charset=utf-8", "vcon"),
        ("canonical", "application/vcon+json", "canonical"),
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
