"""Data on stdout, remarks on stderr, and nothing in a cell that steers a terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.cli.output import print_facts, print_json, print_table, say, stdout, visible

ID = "019c7a2e-4b10-7c3d-9a51-6f0e2d8b4c17"


@pytest.fixture(autouse=True)
def in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def test_json_is_one_line_on_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": ["ü\n"]})
    out, err = capsys.readouterr()

    assert ('{"a":["ü\\n"]}\n', "") == (out, err)
    assert {"a": ["ü\n"]} == json.loads(out)


def test_a_remark_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    say("Look here.")

    assert ("", "Look here.\n") == capsys.readouterr()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ü 日本 😀", "plain ü 日本 😀"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\x9b31m", r"\x9b31m"),
        ("\u202eabc", r"\u202eabc"),
        ("\x00\x07\x7f", r"\x00\x07\x7f"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_cannot_be_printed_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert shown == visible(text)


@given(st.text(st.characters()))
def test_whatever_the_text_it_is_printable_afterwards(text: str) -> None:
    assert visible(text).isprintable()


@pytest.mark.parametrize("text", ["[bold]no[/bold]", "[/nothing]", "a\\", ":smile:", "[link=x]y"])
def test_markup_in_a_cell_is_text(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("said",), [(text,)])

    assert f"said\n{text}\n" == capsys.readouterr().out


@pytest.mark.parametrize("text", ["[bold]no[/bold]", "[/nothing]", "a\\", ":smile:"])
def test_markup_in_a_fact_is_text(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_facts([("said", text)])

    assert f"said  {text}\n" == capsys.readouterr().out


def test_a_terminal_sequence_does_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(("said",), [("\x1b]0;owned\x07\x1b[2J",)])
    print_facts([("said", "\x1b[2J")])
    out = capsys.readouterr().out

    assert "\x1b" not in out
    assert r"\x1b]0;owned\x07\x1b[2J" in out


def test_in_a_pipe_a_row_stays_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("id", "text"), [(ID, "word " * 100 + "end")])
    lines = capsys.readouterr().out.splitlines()

    assert 2 == len(lines)
    assert lines[1].endswith("end")
    assert "\x1b" not in lines[0]


@pytest.mark.parametrize("width", ["30", "60", "80"])
def test_an_id_is_whole_in_any_terminal(
    width: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    print_table(("id", "status", "text"), [(ID, "verified", "word " * 30)], whole=2)

    assert any(f"{ID}  verified" in line for line in capsys.readouterr().out.splitlines())


@pytest.mark.parametrize("width", ["30", "60", "80"])
def test_no_column_is_left_out_for_want_of_room(
    width: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    print_table(("id", "text"), [(ID, "0123456789" * 5)], whole=1)
    shown = capsys.readouterr().out.split("\n", 1)[1]

    assert "0123456789" * 5 == "".join(shown.replace(ID, "").split())


def test_a_long_fact_is_not_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    url = "https://desk.example/" + "x" * 100
    print_facts([("address", url)])

    assert f"address  {url}\n" == capsys.readouterr().out


def test_an_empty_table_has_its_header(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("id", "status"), [])

    assert "id  status\n" == capsys.readouterr().out


def test_a_table_is_indented_within_the_width(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    print_table(("text",), [("word " * 30,)], indent=4)
    lines = capsys.readouterr().out.splitlines()

    assert all(line.startswith("    ") and len(line) <= 30 for line in lines)


def test_a_terminal_has_a_bold_header(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    print_table(("id",), [("1",)])

    assert "\x1b[1m" in capsys.readouterr().out


def test_no_color_is_plain_even_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    print_table(("id",), [("1",)])
    stdout().print("x", style="bold red")

    assert "id\n1\nx\n" == capsys.readouterr().out
