"""``readback demo`` as a person and as a script run it: proved, told, and gone without a trace."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from gateway.cli.examples import load_examples
from gateway.cli.stand_ins import stand_in_names

READBACK = Path(sys.executable).parent / "readback"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A machine whose temporary folder can be looked into."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("READBACK_")}
    (tmp_path / "tmp").mkdir()
    return {**kept, "TMPDIR": str(tmp_path / "tmp"), "COLUMNS": "120"}


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Callable[..., Any]:
    """``readback`` to its end."""

    def go(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [READBACK, *words],
            cwd=tmp_path,
            env={**environment, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return go


@contextmanager
def _heard(number: signal.Signals) -> Generator[None]:
    """Shells start what runs in the background with SIGINT ignored, and a child inherits that."""
    before = signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, before)


@contextmanager
def _kept_up(environment: dict[str, str], folder: Path) -> Generator[subprocess.Popen[bytes]]:
    """A demo that stays up, its output in files; killed if nothing else ends it."""
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        with _heard(signal.SIGINT):
            demo = subprocess.Popen(
                [READBACK, "demo", "--keep"], cwd=folder, env=environment, stdout=out, stderr=err
            )
        try:
            yield demo
        finally:
            demo.kill()
            demo.wait()


def _told_to_try(demo: subprocess.Popen[bytes], folder: Path) -> str:
    """What it says once it is up."""
    for _ in range(600):
        told = (folder / "err").read_text()
        if "readback send - --wait" in told:
            return told
        assert demo.poll() is None, told
        with pytest.raises(subprocess.TimeoutExpired):
            demo.wait(timeout=0.1)
    raise AssertionError(told)


def _exported(told: str) -> dict[str, str]:
    return dict(re.findall(r"(READBACK_\w+)=(\S+)", told))


def _left_over(folder: Path) -> list[Path]:
    return list((folder / "tmp").iterdir())


def test_for_scripts_it_prints_one_object_with_every_leaf_verified(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    done = run("demo", "--json")
    document = json.loads(done.stdout)
    handoffs = document["handoffs"]

    assert (0, "") == (done.returncode, done.stderr)
    assert {"handoffs"} == set(document)
    assert len(load_examples()) == len(handoffs) == 3
    for handoff in handoffs:
        assert {"id", "status", "destinations"} == set(handoff)
        assert handoff["destinations"]
        for found in handoff["destinations"]:
            assert found.keys() == {"destination", "status", "url", "leaves", "proofs", "fates"}
            assert "verified" == handoff["status"] == found["status"]
            assert {"verified": found["leaves"]} == found["proofs"]
            assert found["leaves"] == sum(found["fates"].values()) > 0
            # Some vendors have one console for all accounts, which no stand-in can be.
            assert re.match(r"http://127\.0\.0\.1:|https://", found["url"])
    assert [] == _left_over(tmp_path)


def test_for_people_it_shows_each_record_and_what_was_proved(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    done = run("demo")

    assert 0 == done.returncode
    assert [f"{name}  verified" for name, _ in load_examples()] == [
        line for line in done.stdout.splitlines() if line.endswith("  verified")
    ]
    records = re.findall(r"^  \w+ +(https?://\S+)$", done.stdout, re.MULTILINE)
    assert 3 * len(stand_in_names()) == len(records)
    counts = re.findall(r"leaves +(\d+):", done.stdout)
    assert (
        f"{sum(map(int, counts))} leaves of 3 handoffs, all read back and equal."
        == (done.stdout.splitlines()[-1])
    )
    assert "\x1b" not in done.stdout
    assert [] == _left_over(tmp_path)


def test_it_can_be_run_twice(run: Callable[..., Any]) -> None:
    assert [0, 0] == [run("demo", "--json").returncode for _ in range(2)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_kept_up_it_can_be_tried_and_ends_when_told_to(
    number: signal.Signals,
    run: Callable[..., Any],
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    body = '{"conversation": {"id": "c-1", "messages": [{"role": "customer", "content": "Hi."}]}}'
    (tmp_path / "body.json").write_text(body)
    with _kept_up(environment, tmp_path) as demo:
        gateway = _exported(_told_to_try(demo, tmp_path))
        listed = run("handoffs", "list", "--json", **gateway)
        handoffs = json.loads(listed.stdout)["handoffs"]
        receipt = run("receipt", handoffs[0]["id"], **gateway)
        sent = run("send", "body.json", "--wait", "30", "--json", **gateway)
        demo.send_signal(number)
        code = demo.wait(timeout=30)

    assert 3 == len(handoffs)
    assert [0, 0, 0] == [listed.returncode, receipt.returncode, sent.returncode]
    assert "verified" == json.loads(sent.stdout)["status"]
    assert 130 == code
    assert [] == _left_over(tmp_path)
