"""The peers as contenders: each in a process of its own on the measured core."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeAlias

from benchmarks.pipeline.bodies import Bodies
from benchmarks.pipeline.contender import Contender
from benchmarks.pipeline.load import Door, send
from benchmarks.pipeline.peers import n8n, node_red
from benchmarks.pipeline.peers.install import NODE, Missing, node, node_package, python
from benchmarks.pipeline.peers.n8n_store import postgres
from benchmarks.pipeline.process import cores, started

NODE_RED = f"Node-RED {NODE['node-red']}: json-schema, function"
N8N = f"n8n {NODE['n8n']}: Webhook, Set, HTTP Request"
NAIVE = "FastAPI, pydantic, shared httpx client"
PASSING = "bare Litestar, msgspec, aiohttp"
PLAIN = "plain Node, map by hand"

_APPS = Path(__file__).parent / "peers"
_START_SECONDS = 180.0

Peer: TypeAlias = Callable[[str, Path], AbstractContextManager[Contender]]
"""From the sink's URL and an empty folder; raises ``Missing`` where it cannot be had."""


@contextmanager
def naive(sink: str, folder: Path) -> Generator[Contender, None, None]:
    """FastAPI as its tutorial has it."""
    with _python(NAIVE, "naive:app", sink, folder) as contender:
        yield contender


@contextmanager
def passing(sink: str, folder: Path) -> Generator[Contender, None, None]:
    """What Python can do where nothing is kept and nothing is proved."""
    with _python(PASSING, "passing:app", sink, folder) as contender:
        yield contender


@contextmanager
def plain(sink: str, folder: Path) -> Generator[Contender, None, None]:
    """What Node can do."""
    port = _free_port()
    command = (node(), _APPS / "plain.js", str(port), sink)
    with _listening(PLAIN, command, port, "/", folder, count=1000) as contender:
        yield contender


@contextmanager
def red(sink: str, folder: Path) -> Generator[Contender, None, None]:
    """A flow as one would draw it."""
    package = node_package("node-red")
    settings, port = node_red.write(folder, sink), _free_port()
    script = package / "red.js"
    command = (node(), script, "--userDir", folder, "--settings", settings, "--port", str(port))
    with _listening(NODE_RED, command, port, "/handoffs", folder, count=500) as contender:
        yield contender


@contextmanager
def eight(sink: str, folder: Path) -> Generator[Contender, None, None]:
    """A workflow as one would click it."""
    script = node_package("n8n") / "bin" / "n8n"
    workflow, port = n8n.write(folder, sink), _free_port()
    with postgres() as store:
        own = {**n8n.ENVIRONMENT, **store, "N8N_USER_FOLDER": str(folder), "N8N_PORT": str(port)}
        for arguments in (
            ("import:workflow", f"--input={workflow}"),
            ("update:workflow", "--all", "--active=true"),
        ):
            _done((node(), script, *arguments), folder, own)
        command, path = (node(), script, "start"), "/webhook/handoffs"
        with _listening(N8N, command, port, path, folder, count=60, environment=own) as contender:
            yield contender


PEERS: tuple[tuple[str, Peer], ...] = (
    (NODE_RED, red),
    (N8N, eight),
    (NAIVE, naive),
    (PASSING, passing),
    (PLAIN, plain),
)


@contextmanager
def _python(name: str, app: str, sink: str, folder: Path) -> Generator[Contender, None, None]:
    port = _free_port()
    command = (
        *(python(), "-m", "uvicorn", "--app-dir", _APPS, app),
        *("--host", "127.0.0.1", "--port", str(port), "--no-access-log", "--log-level", "error"),
    )
    own = {"SINK": sink, "PYTHONPATH": ""}
    with _listening(name, command, port, "/handoffs", folder, 500, own) as contender:
        yield contender


@contextmanager
def _listening(
    name: str,
    command: Sequence[str | Path],
    port: int,
    path: str,
    folder: Path,
    count: int,
    environment: dict[str, str] | None = None,
) -> Generator[Contender, None, None]:
    log = folder / "log.txt"
    with started(command, cores()[0], folder=folder, environment=environment, log=log) as process:
        door = Door(url=f"http://127.0.0.1:{port}{path}")
        _until_it_answers(process, door, log)
        yield Contender(name=name, door=door, pid=process.pid, count=count)


def _until_it_answers(process: subprocess.Popen[str], door: Door, log: Path) -> None:
    """Raises ``Missing`` where it does not take a handoff in time."""
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if _answers(door):
            return
        time.sleep(0.2)
    raise Missing(f"it did not start: {_last_line(log)}")


def _answers(door: Door) -> bool:
    async def once() -> None:
        async with asyncio.timeout(10):
            await send(door, Bodies(), 1)

    try:
        asyncio.run(once())
    except (TimeoutError, ExceptionGroup):
        return False
    return True


def _done(command: Sequence[str | Path], folder: Path, environment: dict[str, str]) -> None:
    log = folder / "log.txt"
    with started(command, cores()[0], folder=folder, environment=environment, log=log) as process:
        try:
            status = process.wait(_START_SECONDS)
        except subprocess.TimeoutExpired:
            raise Missing("setting it up took too long") from None
    if status:
        raise Missing(f"it could not be set up: {_last_line(log)}")


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
