"""The reference of the command line has every command, option and exit code, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from gateway.cli import fail
from gateway.cli.main import readback
from gateway.store.scopes import SCOPES

PAGE = (Path(__file__).resolve().parents[2] / "docs/reference/cli.md").read_text(encoding="utf-8")
COMMON = {"--config", "--json"}


def _leaves(group: click.Group, words: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _leaves(command, f"{words} {name}")
        else:
            yield f"{words} {name}", command


COMMANDS = dict(_leaves(readback, "readback"))
each_command = pytest.mark.parametrize("words", COMMANDS)


def _section(heading: str) -> str:
    found = re.search(
        rf"^##+ {re.escape(heading)}\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE
    )
    return found[1] if found else ""


def _options(section: str) -> dict[str, str]:
    """Option → what stands in its row."""
    return dict(re.findall(r"^\| `(--[a-z-]+)[^`]*`[^|]*\| (.+) \|$", section, re.MULTILINE))


def _arguments(command: click.Command) -> list[str]:
    return [
        found.human_readable_name for found in command.params if isinstance(found, click.Argument)
    ]


def test_every_command_has_a_row_and_every_row_is_a_command() -> None:
    rows = re.findall(r"^\| `(readback [a-z -]+[a-z])", _section("Commands"), re.MULTILINE)

    assert sorted(COMMANDS) == sorted(rows)


@each_command
def test_a_command_shows_its_arguments(words: str) -> None:
    (row,) = re.findall(rf"^\| `{words}( [A-Z ]+)?` \|", _section("Commands"), re.MULTILINE)
    taken = [
        name.upper().removeprefix("HANDOFF_").removeprefix("DELIVERY_")
        for name in _arguments(COMMANDS[words])
    ]

    assert taken == row.split()


@each_command
def test_every_option_of_a_command_has_a_row_and_every_row_is_an_option(words: str) -> None:
    taken = {
        parameter.opts[0]
        for parameter in COMMANDS[words].params
        if isinstance(parameter, click.Option)
    }
    assert taken >= COMMON
    assert taken - COMMON == set(_options(_section(f"`{words}`")))


def test_the_options_of_every_command_have_a_row() -> None:
    assert {*COMMON, "--help"} == set(_options(_section("For every command")))


@each_command
def test_the_bounds_and_defaults_of_an_option_are_said(words: str) -> None:
    rows = _options(_section(f"`{words}`"))
    for parameter in COMMANDS[words].params:
        if isinstance(parameter.type, click.IntRange) and parameter.name != "port":
            assert str(parameter.type.max) in rows[parameter.opts[0]]
        if isinstance(parameter.default, int) and parameter.default:
            assert f"default {parameter.default}" in rows.get(parameter.opts[0], "")


def test_every_scope_is_named() -> None:
    row = _options(_section("`readback keys create`"))["--scope"]

    assert {f"`{scope}`" for scope in SCOPES} == set(re.findall(r"`[a-z:]+`", row))


def test_every_variable_that_is_read_is_explained() -> None:
    read = {
        parameter.envvar
        for command in COMMANDS.values()
        for parameter in command.params
        if parameter.envvar
    }
    assert {"READBACK_CONFIG", "READBACK_URL"} == read
    assert {f"`{name}`" for name in (*read, "READBACK_API_KEY")} <= set(re.findall(r"`\w+`", PAGE))


def test_every_exit_code_has_a_row() -> None:
    codes = {
        int(code) for code in re.findall(r"^\| (\d+) \|", _section("Exit codes"), re.MULTILINE)
    }
    named = {fail.WRONG, fail.CANNOT_REACH, fail.REFUSED, fail.CONFLICT, fail.INTERRUPTED}

    assert {0, 2, 3} | named == codes
