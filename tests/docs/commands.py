"""Whether the program understands a command line that a guide shows."""

from __future__ import annotations

import shlex

import click

from gateway.cli.main import readback


def assert_understood(line: str) -> None:
    """Its groups, options and arguments; nothing is run."""
    _, *words = shlex.split(line)
    command: click.Command = readback
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None
        command = found
    assert command.make_context(command.name, words).params
