"""The command line in this process: its words, what it printed, and a gateway that answers."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from gateway.cli import client
from gateway.cli.main import main


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Gateway:
    """Answers every request with one reply and remembers what it was asked."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.status = 200
        self.document: Any = {}

    def answer(self, document: Any, status: int = 200) -> None:
        """What it answers from now on."""
        self.document, self.status = document, status

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self.status, json=self.document)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """``readback`` with these words, in an empty folder and a plain environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("READBACK_URL", "READBACK_CONFIG", "READBACK_API_KEY", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def go(*words: str, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "argv", ["readback", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Ended(int(ended.value.code or 0), out, err)

    return go


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ended]) -> Gateway:
    """A gateway that the commands find without a configuration, and may use."""
    del run  # cleans the environment first
    answering = Gateway()

    class Answered(client.Client):
        def __init__(self, url: str, key: str) -> None:
            super().__init__(url, key, transport=httpx.MockTransport(answering))

    monkeypatch.setattr(client, "Client", Answered)
    monkeypatch.setenv("READBACK_URL", "http://gateway.test")
    monkeypatch.setenv("READBACK_API_KEY", "rb_k")
    return answering
