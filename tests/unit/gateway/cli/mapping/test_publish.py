"""Nobody publishes by accident, and everybody says why."""

from __future__ import annotations

import io
import sys

import click
import pytest

from gateway.cli.mapping.publish import confirm, latest_number, required_note, tell


class Terminal(io.StringIO):
    """Somebody sits there."""

    def isatty(self) -> bool:
        return True


def test_with_yes_nobody_is_asked(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    confirm("Publish?", yes=True)
    assert ("", "") == capsys.readouterr()


def test_where_nobody_can_be_asked_yes_has_to_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for stdin in (None, io.StringIO("y\n")):
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(click.UsageError, match="--yes"):
            confirm("Publish?", yes=False)


def test_a_person_who_agrees_goes_on(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    confirm("Publish?", yes=False)
    assert "" == capsys.readouterr().out


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_a_person_who_does_not_agree_stops_it(monkeypatch: pytest.MonkeyPatch, answer) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    with pytest.raises(click.Abort):
        confirm("Publish?", yes=False)


@pytest.mark.parametrize("note", [None, "", "  "])
def test_a_note_is_demanded(note: str | None) -> None:
    with pytest.raises(click.UsageError, match="--note"):
        required_note(note)
    assert "why" == required_note("why")


class Answers:
    """A gateway with these mappings."""

    def __init__(self, *mappings: dict[str, object]) -> None:
        self.mappings = mappings

    def get(self, _path: str) -> object:
        return self.mappings


@pytest.mark.parametrize(
    ("mappings", "number"),
    [
        ((), 0),
        (({"name": "other", "latest": {"number": 9}},), 0),
        (({"name": "desk", "latest": None},), 0),
        (({"name": "desk", "latest": {"number": 4}},), 4),
    ],
)
def test_the_latest_revision_is_the_one_that_was_seen(mappings, number: int) -> None:
    assert number == latest_number(Answers(*mappings), "desk")


def test_who_delivers_with_it_is_told(capsys) -> None:
    document = {"name": "desk", "revision": {"number": 3}, "destinations": []}
    tell(document, {"effect": None}, as_json=False)
    assert "Published desk as revision 3; used by: nobody yet.\n" == capsys.readouterr().err
