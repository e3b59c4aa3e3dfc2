"""``readback demo``: what it prints and how it ends, with the story replaced."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gateway.cli.demo import scene, story
from tests.unit.gateway.cli.answers import handoff

Run = Callable[..., Any]


@pytest.fixture
def tells(monkeypatch: pytest.MonkeyPatch) -> Generator[Callable[..., list[Path]], None, None]:
    """A demo whose handoffs end with these statuses; gives the folders that it used."""
    folders: list[Path] = []

    @contextmanager
    def staged(folder: Path) -> Generator[scene.Stage, None, None]:
        folders.append(folder)
        (folder / "demo.db").touch()
        yield scene.Stage(url="http://gateway.test", key="rb_k", stand_ins={"desk": "http://x"})

    def tell(*statuses: str) -> list[Path]:
        documents = [("a-name", handoff(status=status, receipt=[])) for status in statuses]
        monkeypatch.setattr(scene, "scene", staged)
        monkeypatch.setattr(story, "hand_over_all", lambda *_, **__: documents)
        return folders

    handled = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield tell
    for number, handler in handled.items():
        signal.signal(number, handler)


def test_it_ends_with_0_when_everything_is_verified(run: Run, tells: Any) -> None:
    tells("verified", "verified")
    told = run("demo")

    assert 0 == told.code
    assert "6 leaves of 2 handoffs, all read back and equal." == told.out.splitlines()[-1]
    assert "Gateway on http://gateway.test; stand-ins: desk." in told.err


@pytest.mark.parametrize("status", ["degraded", "unproven", "failed", "pending"])
def test_it_ends_with_1_when_anything_is_not(status: str, run: Run, tells: Any) -> None:
    tells("verified", status)

    assert 1 == run("demo").code
    assert 1 == run("demo", "--json").code


def test_json_is_one_object_and_nothing_else(run: Run, tells: Any) -> None:
    tells("verified")
    told = run("demo", "--json")

    assert (0, "") == (told.code, told.err)
    assert ["verified"] == [found["status"] for found in json.loads(told.out)["handoffs"]]


@pytest.mark.parametrize("words", [(), ("--json",), ("--keep",)])
def test_nothing_of_its_folder_is_left(
    words: tuple[str, ...], run: Run, tells: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = tells("verified")
    monkeypatch.setattr(signal, "pause", lambda: signal.raise_signal(signal.SIGINT))
    run("demo", *words)

    assert [False] == [folder.exists() for folder in folders]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stays_up_until_it_is_told_to_stop(
    number: signal.Signals, run: Run, tells: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = tells("verified")
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("whoever runs the tests ignores this signal, as nohup does, and so does a demo")
    monkeypatch.setattr(signal, "pause", lambda: signal.raise_signal(number))
    told = run("demo", "--keep")

    assert 130 == told.code
    assert "export READBACK_URL=http://gateway.test READBACK_API_KEY=rb_k" in told.err
    assert [False] == [folder.exists() for folder in folders]
