"""The fenced blocks of a page, and its shell steps run as a person would type them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

# Servers go into the background; a second stand-in takes the place of the first.
_PRELUDE = """
trap 'kill $(jobs -p) 2>/dev/null' EXIT
background() {
  name=$1; shift
  [ -z "${!name}" ] || { kill "${!name}"; wait "${!name}"; }
  "$@" >"$name.log" 2>&1 </dev/null & declare -g "$name=$!"
  for _ in $(seq 200); do grep -q 'Ctrl-C' "$name.log" && break; sleep 0.1; done
  printf '\\n$ %s\\n' "$*"; cat "$name.log"; echo "exit 0"
}
step() {
  printf '\\n$ %s\\n' "$*"; "$@" >out.txt; code=$?; cat out.txt; echo "exit $code"
  ID=$(awk '$1 == "handoff" {print $2}' out.txt | grep . || echo "$ID")
}
"""


class Block(NamedTuple):
    """One fenced block: what its fence says it is, and its text."""

    language: str
    text: str


class Step(NamedTuple):
    """One command that was run: its words, what it printed, its exit code."""

    command: str
    output: str
    code: int


def blocks(page: str) -> list[Block]:
    """The fenced blocks of a page of the repository, in order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [
        Block(*found)
        for found in re.findall(r"^```(\w+)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    ]


def of_language(page: str, language: str) -> list[str]:
    """The texts of a page's blocks in one language."""
    return [block.text for block in blocks(page) if block.language == language]


def run_steps(
    page: Iterable[Block], folder: Path, *, instead: Mapping[str, str], **variables: str
) -> list[Step]:
    """Run a page's shell blocks in ``folder``, with its TOML as ``readback.toml``.

    ``instead``: what stands in the page → what is used here, such as ports.
    """
    script = _PRELUDE + "\n".join(_lines(page))
    for there, here in instead.items():
        script = script.replace(there, here)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "150", **variables}
    done = _bounded(script, folder, environment)
    found = re.findall(r"^\$ (.+?)\n(.*?)^exit (\d+)$", done, re.DOTALL | re.MULTILINE)
    return [Step(command, output, int(code)) for command, output, code in found]


def _lines(page: Iterable[Block]) -> Iterable[str]:
    for language, text in page:
        if language == "toml":
            yield f"cat > readback.toml <<'END'\n{text}END"
        elif language == "sh":
            yield from (_step(line) for line in text.splitlines())


def _step(line: str) -> str:
    """What a line becomes in a script; lines that are part of a text stay as they are."""
    command = re.sub(r"\bID\b", '"$ID"', line.split("  #")[0].strip())
    if command.startswith(("make ", "export PATH=")):
        return ""  # the environment is there already
    if command.startswith("readback stand-in"):
        return f"background STAND_IN {command}"
    if command.startswith("readback serve"):
        return f"background GATEWAY {command}"
    return f"step {command}" if command.startswith("readback ") else line


def _bounded(script: str, folder: Path, environment: dict[str, str]) -> str:
    shell = subprocess.Popen(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        told, _ = shell.communicate(timeout=120)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)
        shell.wait()
    return told


def free_port() -> str:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def form(text: str) -> list[str]:
    """The lines of an output without what differs from run to run: ids, numbers, widths."""
    plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "ID", text)
    plain = re.sub(r"\d+", "N", plain)
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]
