"""Mappings as files: read as editors save them, never overwritten unasked."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click
import pytest

from gateway.cli.mapping.texts import (
    Where,
    check_for,
    decoded,
    read_bytes,
    read_text,
    side_for,
    write_text,
)
from gateway.delivery.presets import mapping_text

WHERE = Where(config=Path("readback.toml"))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_no_part_of_a_text(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / "a.toml").write_bytes(mark + b"a = 1\r\n")
    assert "a = 1\r\n" == read_text(str(tmp_path / "a.toml"))


@pytest.mark.parametrize("body", [b"\xef\xbb\xbfa = 1\r\n", b"a = 1\n\n", "a = 'ü'".encode()])
def test_the_gateway_reads_a_file_just_as_the_command_line_does(
    tmp_path: Path, body: bytes
) -> None:
    (tmp_path / "a.toml").write_bytes(body)
    assert mapping_text("a.toml", tmp_path) == read_text(str(tmp_path / "a.toml"))


def test_what_is_not_utf_8_names_the_file() -> None:
    with pytest.raises(click.BadParameter, match="it is not UTF-8") as refused:
        decoded("ü".encode("latin-1"), "own.toml")
    assert "'own.toml'" in refused.value.format_message()


@pytest.mark.parametrize("stdin", [None, io.StringIO("text")])
def test_a_standard_input_that_cannot_be_read_is_said(
    monkeypatch: pytest.MonkeyPatch, stdin: object
) -> None:
    monkeypatch.setattr(sys, "stdin", stdin)
    with pytest.raises(click.BadParameter, match="it cannot be read"):
        read_bytes("-")


def test_a_file_that_has_gone_meanwhile_is_said(tmp_path: Path) -> None:
    with pytest.raises(click.BadParameter, match="it cannot be read"):
        read_bytes(str(tmp_path / "gone.toml"))


def test_a_text_is_written_as_it_is(tmp_path: Path) -> None:
    write_text("a = 'ü'\r\n", tmp_path / "a.toml", force=False)
    assert "a = 'ü'\r\n".encode() == (tmp_path / "a.toml").read_bytes()


def test_a_file_that_is_there_is_kept_unless_it_is_forced(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("mine")
    with pytest.raises(click.UsageError, match="--force"):
        write_text("new", file, force=False)
    assert "mine" == file.read_text()
    write_text("new", file, force=True)
    assert "new" == file.read_text()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="cannot be written: No such file"):
        write_text("x", tmp_path / "nowhere" / "a.toml", force=False)


def test_a_text_is_checked_against_one_account_and_not_two(tmp_path: Path) -> None:
    where = Where(config=WHERE.config, destination="support", describe=tmp_path / "x.json")
    with pytest.raises(click.UsageError, match="not both"):
        side_for(where, "")


def test_without_an_account_the_text_says_what_it_is_for() -> None:
    assert side_for(WHERE, "").side is None


def test_a_describe_document_is_of_no_use_to_a_text_without_a_target(tmp_path: Path) -> None:
    document = tmp_path / "x.json"
    document.write_text("{}")
    found, side = check_for(Where(config=WHERE.config, describe=document), "")
    assert side.side is None
    assert "M006" in [one.code for one in found.problems]
