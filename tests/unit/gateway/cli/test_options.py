"""Options that every command takes, and ids that go into an address."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gateway.cli.main import readback
from gateway.cli.options import common_options, gateway_options, id_argument


@click.command()
@id_argument("handoff_id")
@gateway_options
@common_options
def shown(handoff_id: str, url: str | None, config: Path, as_json: bool) -> None:
    click.echo(f"{handoff_id} {url} {config} {as_json}")


def _said(*words: str, **variables: str) -> str:
    return CliRunner().invoke(shown, words, env=variables).output


def _commands(group: click.Group, context: click.Context) -> list[click.Command]:
    found: list[click.Command] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.extend(_commands(command, context) if isinstance(command, click.Group) else [command])
    return found


EVERY = _commands(readback, click.Context(readback))


def test_defaults() -> None:
    assert "x None readback.toml False\n" == _said("x")


def test_the_environment_names_the_file_and_the_gateway() -> None:
    said = _said("x", READBACK_CONFIG="ours.toml", READBACK_URL="http://gateway.test")

    assert "x http://gateway.test ours.toml False\n" == said


def test_an_option_wins_over_the_environment() -> None:
    said = _said("x", "--url", "http://a.test", "--json", READBACK_URL="http://b.test")

    assert "x http://a.test readback.toml True\n" == said


@pytest.mark.parametrize(
    ("id_", "part"), [("../keys", "..%2Fkeys"), ("a?b#c", "a%3Fb%23c"), ("ü", "%C3%BC")]
)
def test_an_id_is_one_part_of_a_path(id_: str, part: str) -> None:
    assert _said(id_).startswith(f"{part} ")


@pytest.mark.parametrize("id_", ["", ".", ".."])
def test_what_cannot_be_an_id_is_a_usage_error(id_: str) -> None:
    assert 2 == CliRunner().invoke(shown, [id_]).exit_code


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.callback.__module__)
def test_every_command_takes_config_and_json(command: click.Command) -> None:
    options = {option for parameter in command.params for option in parameter.opts}

    assert {"--config", "--json"} <= options


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.callback.__module__)
def test_every_option_says_what_it_does(command: click.Command) -> None:
    silent = [
        parameter.name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert [] == silent
    assert command.help


@pytest.mark.parametrize("command", EVERY, ids=lambda command: command.callback.__module__)
def test_no_command_takes_a_secret_among_its_words(command: click.Command) -> None:
    options = {option for parameter in command.params for option in parameter.opts}

    assert set() == options & {"--key", "--api-key", "--token", "--password", "--secret"}
