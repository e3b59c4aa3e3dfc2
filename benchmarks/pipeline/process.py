"""Processes on a core of their own, and the processor time that they and their children take."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

_END_SECONDS = 15.0


@contextmanager
def on_core(core: int) -> Generator[None, None, None]:
    """This thread, and every process it starts in the block, stays on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cores() -> tuple[int, int]:
    """The core of whoever is measured, and that of everybody else; one core is both."""
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[-1], allowed[0]


@contextmanager
def started(
    command: Sequence[str | Path],
    core: int,
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    log: Path | None = None,
) -> Generator[subprocess.Popen[str], None, None]:
    """A process on a core for as long as the block runs; its lines go to a log or to whoever asks.

    What it started goes with it.
    """
    with on_core(core), (log or Path(os.devnull)).open("w") as written:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE if log is None else written,
            stderr=written,
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _end(process)


def first_line(process: subprocess.Popen[str], seconds: float = 30.0) -> str:
    """What it says first. Raises ``RuntimeError`` where it ends, or says nothing for too long."""
    assert process.stdout is not None
    impatience = threading.Timer(seconds, process.kill)
    impatience.start()
    line = process.stdout.readline()
    impatience.cancel()
    if not line:
        raise RuntimeError(f"{process.args!r} did not start")
    return line


def cpu_seconds(pid: int) -> float:
    """Of a process and of everything that it has started and that still runs."""
    total = 0.0
    root = psutil.Process(pid)
    for process in (root, *root.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
