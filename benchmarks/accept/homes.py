"""Gateways to be measured: their configuration, their key, their process and its end."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from msgspec import Struct

from gateway.store.api_keys import mint
from gateway.store.open import open_store

# Goals are about accepting: the bound that sends handoffs back is not to be met.
_HEAD = '[gateway]\nlisten = "127.0.0.1:0"\nstore = "{store}"\nmax_waiting = 100000000\n'
# Another process of ours never runs on the core of the one that is measured.
_MEASURED, _OTHERS = 0, 1


class Gateway(Struct, frozen=True, kw_only=True):
    """One that runs, with an API key that may hand over."""

    process: int
    port: int
    key: str


def destination(name: str, url: str, *, enabled: bool = True) -> str:
    """A webhook that does not have to prove anything."""
    return (
        f'\n[destinations.{name}]\nadapter = "webhook"\nbase_url = "{url}"\n'
        f"allow_private_addresses = true\nenabled = {str(enabled).lower()}\n"
    )


# Kept waiting: whatever is delivered takes its time from what is measured.
PAUSED = destination("desk", "http://127.0.0.1:9", enabled=False)


@contextmanager
def bare() -> Generator[Gateway]:
    """The anchor."""
    with _served("bare", 0) as (process, port):
        yield Gateway(process=process, port=port, key="")


@contextmanager
def gateway(folder: Path, store: str, destinations: str, *, slow_ms: int = 0) -> Generator[Gateway]:
    """One over a store; ``slow_ms`` makes each commit of SQLite take so much longer."""
    folder.mkdir(exist_ok=True)
    config = folder / "readback.toml"
    config.write_text(_HEAD.format(store=store) + destinations)
    key = asyncio.run(_key(store, folder))
    with _served(str(config), slow_ms) as (process, port):
        yield Gateway(process=process, port=port, key=key)


@asynccontextmanager
async def gateway_beside(
    folder: Path, store: str, destinations: str
) -> AsyncGenerator[Gateway, None]:
    """One that starts and ends while the event loop, in which its destination may be, goes on."""
    open_ = ExitStack()
    starting = partial(open_.enter_context, gateway(folder, store, destinations))
    try:
        yield await asyncio.to_thread(starting)
    finally:
        await asyncio.to_thread(open_.close)


async def _key(url: str, folder: Path) -> str:
    store = open_store(url, folder=folder)
    await store.open()
    text, row = mint(f"bench {os.urandom(4).hex()}", ["handoffs:write"])
    await store.add_key(row)
    await store.close()
    return text


@contextmanager
def _served(*arguments: object) -> Generator[tuple[int, int]]:
    """The process and its port."""
    command = [sys.executable, "-m", "benchmarks.accept.served", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError("the server did not start")
            keep_to_a_core(process.pid)
            yield process.pid, urlsplit(json.loads(line)["url"]).port or 0
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def keep_to_a_core(process: int) -> None:
    """The measured process gets one core, all of its threads; elsewhere nothing happens."""
    if hasattr(psutil.Process, "cpu_affinity") and (os.cpu_count() or 1) > 1:
        for thread in psutil.Process(process).threads():
            psutil.Process(thread.id).cpu_affinity([_MEASURED])


def stay_away(process: int) -> None:
    """What helps to measure runs elsewhere."""
    if hasattr(psutil.Process, "cpu_affinity") and (os.cpu_count() or 1) > 1:
        psutil.Process(process).cpu_affinity([core for core in range(os.cpu_count() or 1) if core])
