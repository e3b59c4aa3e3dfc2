"""The image's own steps, run in a clean folder: what they install starts and knows its vendors."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text()


def copied() -> list[str]:
    """What the first stage copies from the source."""
    stage = DOCKERFILE.split("\nFROM ")[1]
    lines = re.findall(r"^COPY (.+) \S+$", stage, re.MULTILINE)
    return [name for line in lines for name in line.split()]


def sync() -> list[str]:
    """The command that installs the gateway."""
    (command,) = re.findall(r"^RUN (uv sync .+)$", DOCKERFILE, re.MULTILINE)
    return shlex.split(command)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment that the image's second stage copies."""
    source, environment = tmp_path_factory.mktemp("src"), tmp_path_factory.mktemp("opt") / "rb"
    for name in copied():
        path = ROOT / name
        if path.is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(path, source / name, ignore=ignore)
        else:
            shutil.copy(path, source / name)
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    variables = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(environment)}
    variables.pop("VIRTUAL_ENV", None)
    _, *words = sync()
    command = [uv, *words, "--python", sys.executable]
    subprocess.run(command, cwd=source, env=variables, check=True, timeout=300)
    return environment


def readback(environment: Path, *words: str) -> str:
    # Nothing of this checkout may help: the image has only what it installed.
    done = subprocess.run(
        [environment / "bin" / "readback", *words],
        cwd=environment,
        env={"PATH": str(environment / "bin"), "HOME": str(environment)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout


def test_what_was_installed_starts_by_its_entry_point(installed: Path) -> None:
    assert readback(installed, "--version").startswith("readback, version ")


def test_what_was_installed_delivers_to_all_four_vendors(installed: Path) -> None:
    found = json.loads(readback(installed, "adapters", "list", "--json"))["adapters"]
    delivering = {one["name"] for one in found if one["delivers"]}
    assert {"salesforce", "twilio_flex", "webhook", "zendesk"} == delivering


def test_what_was_installed_has_the_drivers_of_postgresql_and_traces(installed: Path) -> None:
    modules = "asyncpg, pgqueuer, opentelemetry.sdk"
    subprocess.run([installed / "bin" / "python", "-c", f"import {modules}"], check=True)


def test_no_test_dependency_is_in_the_image(installed: Path) -> None:
    wanted = "import importlib.util as u; print([u.find_spec(n) for n in ('pytest', 'zenpy')])"
    done = subprocess.run(
        [installed / "bin" / "python", "-c", wanted], capture_output=True, text=True, check=True
    )
    assert "[None, None]" == done.stdout.strip()


def test_the_last_stage_runs_as_an_ordinary_user_who_can_only_write_data() -> None:
    last = DOCKERFILE.split("\nFROM ")[-1]
    assert "USER 10001" in last
    assert "VOLUME /data" in last
    assert 'ENTRYPOINT ["readback"]' in last
