"""The guide from one machine to many: commands parse, numbers are the code's, services exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.api.pressure import LOOK_SECONDS
from gateway.cli import serving
from gateway.cli.client import KEY_VARIABLE
from gateway.config.settings import GatewaySettings
from gateway.delivery import schema_watch
from gateway.delivery.breaker import FAILURES
from gateway.delivery.rate import pace_of
from gateway.store.api_keys import PREFIX
from gateway.store.postgres import driver, migrate, store
from tests.docs.commands import assert_understood
from tests.docs.fenced import ROOT, of_language

PAGE = "docs/guides/from-one-machine-to-many.md"
TEXT = (ROOT / PAGE).read_text(encoding="utf-8")
LINES = [line for text in of_language(PAGE, "sh") for line in text.splitlines()]
OURS = [
    line.removeprefix("docker compose -f docker/compose.yaml exec gateway ")
    for line in LINES
    if re.search(r"(^|exec gateway )readback ", line)
]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8"))


def test_there_are_commands() -> None:
    assert 8 <= len(OURS)


@pytest.mark.parametrize("line", OURS)
def test_a_command_is_understood(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "handoff.json").touch()
    assert_understood(line)


def test_the_numbers_of_the_guide_are_those_of_the_code() -> None:
    reads = driver._READERS
    assert f"{store._WRITERS} write, {reads} read, 1 listens" in TEXT
    assert f"at most {store._WRITERS + reads + 1} connections" in TEXT
    assert f"after `lease` seconds, {GatewaySettings().lease:g} by default" in TEXT
    assert 10.0 == serving._DRAIN_SECONDS == schema_watch._GLANCE
    assert 2.0 == LOOK_SECONDS
    assert f"with {FAILURES} failures" in TEXT
    assert 30 == pace_of("300/min").burst
    assert f"PostgreSQL ({migrate._OLDEST_SERVER // 10_000} or later" in TEXT


def test_the_key_of_the_guide_is_where_the_commands_look_for_it() -> None:
    assert f"export {KEY_VARIABLE}={PREFIX}..." in LINES


def test_whatever_the_compose_file_starts_has_a_row(compose: dict[str, Any]) -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", TEXT.partition("What starts")[2], re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}

    assert set(compose["services"]) == named


def test_the_ports_of_the_guide_are_those_of_the_compose_file(compose: dict[str, Any]) -> None:
    (published,) = compose["services"]["gateway"]["ports"]
    used = sorted(set(re.findall(r"127\.0\.0\.1:(\d+)", "\n".join(LINES))))

    assert ["8080", "8081"] == used
    assert published.startswith(f"127.0.0.1:{'-'.join(used)}:")
