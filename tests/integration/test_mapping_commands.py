"""``readback mapping`` against a gateway that runs: publish, compare, roll back, export."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from gateway.cli.examples import load_examples
from tests.integration.stage import Stage, stage
from tests.integration.test_mapping_life import FIRST, NAME, SECOND, hand_over_all, tickets

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stage, None, None]:
    """One gateway for all of these tests; each leaves a revision more."""
    with stage(tmp_path_factory.mktemp("commands"), mapped=False) as opened:
        yield opened


@pytest.fixture
def command(running: Stage, tmp_path: Path) -> Command:
    """``readback mapping`` with these words, as an admin calls it."""
    (tmp_path / "first.toml").write_text(FIRST)
    (tmp_path / "second.toml").write_text(SECOND)
    (tmp_path / "bad.toml").write_text(FIRST.replace('"urgency.level"', '"urgency.levle"'))
    (tmp_path / "doubtful.toml").write_text(FIRST + '\n[lookup.unused]\na = "b"\n')
    key = running.client.headers["authorization"].removeprefix("Bearer ")
    environment = {"READBACK_URL": running.url, "READBACK_API_KEY": key, "NO_COLOR": "1"}

    def run(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [Path(sys.executable).with_name("readback"), "mapping", *words],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], **environment},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def latest(running: Stage) -> int:
    found = running.client.get(f"/v1/mappings/{NAME}").json()["revisions"]
    return found[0]["number"] if found else 0


def publish(command: Command, file: str, *words: str) -> subprocess.CompletedProcess[str]:
    return command("publish", NAME, file, "--note", "why", "--yes", *words)


def test_a_file_is_published_and_rolled_back(command: Command, running: Stage):
    base = latest(running)
    first, second = publish(command, "first.toml"), publish(command, "second.toml", "--json")
    words = ("rollback", NAME, str(base + 1), "--note", "agents complain", "--yes")
    back = command(*words)
    listed = json.loads(command("list", NAME, "--json").stdout)

    assert (0, 0, 0) == (first.returncode, second.returncode, back.returncode), second.stderr
    assert f"Published {NAME} as revision {base + 1}; used by: support." in first.stderr
    assert base + 2 == json.loads(second.stdout)["revision"]["number"]
    assert {'-value = "calm"', '+value = "readback"'} <= set(back.stdout.splitlines())
    assert [(base + 3, base + 1), (base + 2, None), (base + 1, None)] == [
        (one["number"], one["rolled_back_from"]) for one in listed[:3]
    ]
    assert {("readback",)} == {one.tags for one in tickets(running, hand_over_all(running))}


def test_a_file_with_errors_is_not_published(command: Command, running: Stage):
    before = latest(running)
    ended = publish(command, "bad.toml")

    assert (1, before) == (ended.returncode, latest(running))
    assert "M101 line" in ended.stdout
    assert ["M101"] == [
        one["code"]
        for one in json.loads(publish(command, "bad.toml", "--json").stdout)["problems"]
        if one["severity"] == "error"
    ]


def test_warnings_are_3_under_strict_and_nothing_is_published(command: Command, running: Stage):
    before = latest(running)
    ended = publish(command, "doubtful.toml", "--strict")

    assert (3, before) == (ended.returncode, latest(running))


def test_who_has_not_seen_the_latest_meets_a_conflict(command: Command, running: Stage):
    publish(command, "second.toml")
    before = latest(running)
    ended = publish(command, "doubtful.toml", "--expected", str(before - 1))

    assert (6, before) == (ended.returncode, latest(running))
    assert f"the latest is revision {before}" in ended.stderr


def test_the_very_text_in_force_is_a_conflict_too(command: Command):
    publish(command, "second.toml")
    assert 6 == publish(command, "second.toml").returncode


def test_without_yes_a_person_has_to_be_there(command: Command, running: Stage):
    before = latest(running)
    ended = command("publish", NAME, "doubtful.toml", "--note", "why")

    assert (2, before) == (ended.returncode, latest(running))
    assert "--yes" in ended.stderr


def test_a_note_says_why(command: Command, running: Stage):
    before = latest(running)
    ended = command("publish", NAME, "doubtful.toml", "--yes")

    assert (2, before) == (ended.returncode, latest(running))
    assert "--note" in ended.stderr


def test_a_dry_run_shows_the_requests_and_publishes_nothing(command: Command, running: Stage):
    before, made = latest(running), len(running.account.tickets)
    ended = command("publish", NAME, "doubtful.toml", "--dry-run")

    assert (0, before, made) == (ended.returncode, latest(running), len(running.account.tickets))
    assert "POST /api/v2/users/create_or_update" in ended.stdout
    assert "signed in    Readback" in ended.stdout


def test_a_roll_back_can_be_looked_at_first(command: Command, running: Stage):
    publish(command, "first.toml")
    publish(command, "second.toml")
    before = latest(running)
    ended = command("rollback", NAME, "1", "--dry-run", "--json")

    assert (0, before) == (ended.returncode, latest(running))
    assert [before, 1] == [json.loads(ended.stdout)["diff"][name] for name in ("before", "after")]


def test_a_difference_is_shown_with_its_effect(command: Command, running: Stage):
    publish(command, "first.toml")
    hand_over_all(running)
    ended = command("diff", NAME, "second.toml", "--last", "3")

    assert 0 == ended.returncode, ended.stderr
    assert '+critical = "high"' in ended.stdout
    assert "effect on the last 3 handoffs: 3 change" in ended.stdout
    assert "tags" in ended.stdout
    assert "Ann Lee" not in ended.stdout


def test_one_handoff_is_shown_before_and_after(command: Command, running: Stage):
    publish(command, "first.toml")
    handoff = running.hand_over(load_examples()[1][1].replace(b"019c7a2e", b"019c7a2f", 1))
    ended = command("diff", NAME, "second.toml", "--show", handoff["id"])

    assert f"handoff {handoff['id']}" in ended.stdout
    assert "calm" in ended.stdout


def test_an_export_is_the_text_that_was_published(command: Command, running: Stage, tmp_path: Path):
    publish(command, "first.toml")
    number = latest(running)
    publish(command, "second.toml")
    command("export", NAME, "--revision", str(number), "--output", "old.toml")

    assert SECOND == command("export", NAME).stdout
    assert FIRST == (tmp_path / "old.toml").read_text()
    assert 2 == command("export", NAME, "--output", "old.toml").returncode


def test_mappings_are_listed_with_who_uses_them(command: Command):
    publish(command, "first.toml")
    ended = command("list")
    (row,) = [line for line in ended.stdout.splitlines() if line.startswith(NAME)]

    assert "test" in row.split()
    assert row.endswith("support")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "nobody"), 1),
        (("list", "nobody"), 1),
        (("diff", "nobody"), 1),
        (("rollback", NAME, "999", "--note", "x", "--yes"), 1),
        (("publish", "nobody", "--note", "x", "--yes"), 1),
        (("publish", "No-Name", "first.toml", "--note", "x", "--yes"), 1),
        (("diff", NAME, "--from", "x"), 1),
        (("export", ".."), 2),
        (("diff", NAME, "--last", "501"), 2),
    ],
)
def test_what_is_not_there_is_said_on_stderr(command: Command, words, code: int):
    ended = command(*words)

    assert (code, "") == (ended.returncode, ended.stdout)
    assert ended.stderr


def test_a_handoff_that_the_gateway_has_can_be_previewed(command: Command, running: Stage):
    (document, *_) = hand_over_all(running)
    ended = command("preview", "second.toml", "--id", document["id"], "--json")

    assert 0 == ended.returncode, ended.stderr
    fields = {one["name"]: one["value"] for one in json.loads(ended.stdout)["fields"]}
    assert ("problem", ["calm"]) == (fields["type"], fields["tags"])
