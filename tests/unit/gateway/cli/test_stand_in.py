"""``readback stand-in``: it says where it listens and how to sign in, kind or unkind."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import listening
from gateway.cli.stand_ins import load_stand_in, stand_in_names
from gateway.config.load import load_settings

Run = Callable[..., Any]
NAME = stand_in_names()[0]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The apps that would have been served; serving ends at once."""
    apps: list[Any] = []

    class Server:
        def __init__(self, app: Any) -> None:
            apps.append(app)

        async def serve(self, sockets: list[socket.socket]) -> None:
            assert sockets

    monkeypatch.setattr(listening, "server_of", Server)
    return apps


def test_json_says_where_it_listens_and_how_to_sign_in(run: Run, served: list[Any]) -> None:
    told = run("stand-in", NAME, "--json")
    document = json.loads(told.out)
    shown = load_stand_in(NAME).credentials[0]

    assert (0, "") == (told.code, told.err)
    assert NAME == document["name"]
    assert document["url"].startswith("http://127.0.0.1:")
    assert shown.scheme == document["auth"]["scheme"]
    assert shown.secret == document["auth"][shown.secret_member]
    assert 1 == len(served)


@pytest.mark.usefixtures("served")
def test_a_person_is_told_on_stderr(run: Run) -> None:
    told = run("stand-in", NAME)
    shown = load_stand_in(NAME).credentials[0]

    assert (0, "") == (told.code, told.out)
    assert "listens on http://127.0.0.1:" in told.err
    assert f"  {shown.secret_member} = {shown.secret}\n" in told.err


def test_it_is_unkind_in_the_ways_that_are_asked_for(run: Run, served: list[Any]) -> None:
    one, other = [
        b.name for b in load_stand_in(NAME).behaviours if b.value not in ("number", "text")
    ][:2]
    told = run("stand-in", NAME, "--behave", one, "--behave", other, "--json")

    assert 0 == told.code
    assert None not in {served[0].switches.value(one), served[0].switches.value(other)}


def test_an_unkindness_that_there_is_not_is_a_usage_error(run: Run, served: list[Any]) -> None:
    told = run("stand-in", NAME, "--behave", "nicely", "--json")

    assert (2, "", "usage.invalid") == (told.code, told.out, json.loads(told.err)["code"])
    assert 1 >= len(served)


def test_its_ways_to_be_unkind_are_listed(run: Run, served: list[Any]) -> None:
    told, as_json = (
        run("stand-in", NAME, "--behaviours"),
        run("stand-in", NAME, "--behaviours", "--json"),
    )
    behaviours = load_stand_in(NAME).behaviours

    assert [behaviour.name for behaviour in behaviours] == [
        line.split()[0] for line in told.out.splitlines()[1:]
    ]
    assert [{"name": b.name, "sentence": b.does} for b in behaviours] == json.loads(as_json.out)
    assert [] == served


def test_a_name_that_there_is_not_says_which_there_are(run: Run) -> None:
    told = run("stand-in", "nobody")

    assert (1, "") == (told.code, told.out)
    assert NAME in told.err


def test_a_port_in_use_says_so(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = run("stand-in", NAME, "--port", str(taken.getsockname()[1]))

    assert (1, "") == (told.code, told.out)
    assert "choose another port" in told.err


@pytest.mark.usefixtures("served")
def test_all_of_them_run_and_their_destinations_can_be_pasted(run: Run, tmp_path: Path) -> None:
    told = run("stand-in", "all")

    assert 0 == told.code
    assert len(stand_in_names()) == told.err.count("listens on http://127.0.0.1:")
    (tmp_path / "pasted.toml").write_text(told.out, "utf-8")
    pasted = load_settings(tmp_path / "pasted.toml").destinations
    assert stand_in_names() == tuple(sorted(pasted))
    for name, destination in pasted.items():
        stand_in = load_stand_in(name)
        assert stand_in.settings == destination.settings
        assert destination.base_url.endswith(stand_in.path)
        assert f"{name.upper()}_SECRET='{stand_in.credentials[0].secret}'" in told.out


def test_each_of_them_is_one_line_of_json(run: Run, served: list[Any]) -> None:
    told = run("stand-in", "all", "--json")

    assert list(stand_in_names()) == [json.loads(line)["name"] for line in told.out.splitlines()]
    assert len(stand_in_names()) == len(served)


@pytest.mark.parametrize("more", ["--port=9999", "--behave=rate_limit", "--behaviours"])
def test_what_is_asked_of_one_cannot_be_asked_of_all(run: Run, more: str) -> None:
    told = run("stand-in", "all", more)

    assert 2 == told.code
    assert "every stand-in is kind" in told.err
