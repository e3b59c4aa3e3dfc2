"""``readback serve``: it says where it listens once it does, and to whom it delivers."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import listening

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def not_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Serving logs a warning and ends at once; everything before and after it happens."""

    class Server:
        def __init__(self, app: Any) -> None:
            assert callable(app)

        async def serve(self, sockets: list[socket.socket]) -> None:
            assert sockets
            logging.getLogger("readback.delivery").warning("seen")
            logging.getLogger("httpx").warning("a customer")

    monkeypatch.setattr(listening, "server_of", Server)
    (tmp_path / "readback.toml").write_text(
        '[gateway]\nlisten = "127.0.0.1:0"\nstore = "sqlite:///serve.db"\n'
    )


def test_json_is_one_object(run: Run) -> None:
    told = run("serve", "--json")
    document = json.loads(told.out)

    assert 0 == told.code
    assert {"url", "destinations"} == set(document)
    assert document["url"].startswith("http://127.0.0.1:")


def test_a_person_is_told_on_stderr(run: Run) -> None:
    told = run("serve")

    assert (0, "") == (told.code, told.out)
    assert "delivers to: nobody yet" in told.err
    assert "/schema" in told.err


def test_the_store_stands_beside_the_configuration(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (tmp_path / "readback.toml").rename(folder / "ours.toml")
    told = run("serve", "--config", str(folder / "ours.toml"))

    assert 0 == told.code
    assert (folder / "serve.db").exists()


def test_logs_are_text_on_stderr(run: Run) -> None:
    *_, seen, left_out = run("serve", "--json").err.splitlines()

    assert seen.endswith(" warning readback.delivery: seen")
    assert left_out.endswith(" warning httpx: (left out)")


def test_logs_are_json_where_the_file_says_so(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "readback.toml").open("a") as file:
        file.write('logs = "json"\n')
    lines = [json.loads(line) for line in run("serve", "--json").err.splitlines()]

    assert ["seen", "(left out)"] == [line["message"] for line in lines]
