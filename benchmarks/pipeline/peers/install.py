"""Where the peers come from: PyPI and npm, each into a folder of its own, once.

The folder is outside the repository: ``READBACK_PEERS``, else below the user's cache. Removing it
is all there is to uninstalling.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# n8n is 1,700 packages.
_LIMIT_SECONDS = 1200.0
_PYTHON = (
    *("fastapi==0.165.0", "pydantic==2.14.3", "httpx==0.28.1"),
    *("litestar==2.25.0", "msgspec==0.22.0", "aiohttp==3.14.5"),
    *("uvicorn==0.54.0", "uvloop==0.23.0", "httptools==0.9.0"),
)
# n8n 1.123 runs on Node 20 to 24; 2.41 asks for 24.
NODE = {"node-red": "4.1.15", "n8n": "1.123.81"}

# n8n takes xlsx from outside npm, and a checkpointer newer than the langchain core that it pins.
# Neither has a part in the workflow. Nor have the modules that scripts would compile.
_OVERRIDES = {"n8n": {"xlsx": "0.18.5", "@langchain/langgraph-checkpoint": "1.0.0"}}
_OPTIONS = {"n8n": ("--ignore-scripts", "--legacy-peer-deps")}


class Missing(Exception):
    """A peer is not here, and why."""


def python() -> Path:
    """The interpreter of the Python peers. Raises ``Missing``."""
    folder = _cache() / "python"
    interpreter = folder / "bin" / "python"
    if not (folder / "bin" / "uvicorn").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _run((sys.executable, "-m", "venv", folder), folder)
        _run((interpreter, "-m", "pip", "install", "--quiet", *_PYTHON), folder)
    return interpreter


def node() -> str:
    """Node itself. Raises ``Missing``."""
    found = shutil.which("node")
    if found is None:
        raise Missing("there is no node on this machine")
    return found


def node_package(name: str) -> Path:
    """The folder of a package that npm has installed. Raises ``Missing``."""
    node()
    folder = _cache() / name
    package = folder / "node_modules" / name
    if not (folder / ".complete").exists():
        npm = shutil.which("npm")
        if npm is None:
            raise Missing("there is no npm on this machine")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(package_json(name), "utf-8")
        options = ("--omit=dev", "--no-audit", "--no-fund", *_OPTIONS.get(name, ()))
        _run((npm, "install", *options, f"{name}@{NODE[name]}"), folder)
        (folder / ".complete").touch()
    return package


def package_json(name: str) -> str:
    """Of the folder that a package is installed into."""
    return json.dumps({"private": True, "overrides": _OVERRIDES.get(name, {})})


def _cache() -> Path:
    chosen = os.environ.get("READBACK_PEERS")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "readback" / "peers"


def _run(command: Sequence[str | Path], folder: Path) -> None:
    """Raises ``Missing`` with what npm and pip say second: first comes only that something is."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_LIMIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Missing(f"installing it took more than {_LIMIT_SECONDS:g} s") from None
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "error" in line.lower()]
        why = [f"status {done.returncode}", *errors][:3][-1]
        raise Missing(f"it could not be installed: {why}")
