"""``readback doctor``: is everything in place, and if not, what to do."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from rich_click import RichCommand

from gateway.cli.fail import exit_code
from gateway.cli.options import common_options
from gateway.cli.output import print_json, print_table
from gateway.sdk.errors import ReadbackError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.config.settings import Settings


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at; ``code`` is the exit code it stands for, 0 if it is well."""

    what: str
    code: int
    says: str


@click.command("doctor", cls=RichCommand)
@common_options
def command(config: Path, as_json: bool) -> None:
    """Check Python, configuration, store, keys, and sign-in at every destination."""
    findings = asyncio.run(_examine(config, config.resolve().parent))
    if as_json:
        print_json({"findings": findings})
    else:
        rows = [("ok" if f.code == 0 else "WRONG", f.what, f.says) for f in findings]
        print_table("", ("", "what", "says"), rows)
    sys.exit(max((finding.code for finding in findings), default=0))


async def _examine(config: Path, folder: Path) -> list[Finding]:
    from gateway.config.load import load_settings

    version = ".".join(str(part) for part in sys.version_info[:3])
    findings = [Finding(what="python", code=0, says=version)]
    try:
        settings = load_settings(config)
    except ReadbackError as error:
        return [*findings, *_wrong("configuration", error)]
    findings.append(Finding(what="configuration", code=0, says=str(config)))
    findings.extend(await _look("store", lambda: _store(settings, folder)))
    for name in settings.destinations:
        findings.extend(await _look(f"destination {name}", _destination(settings, name, folder)))
    return findings


async def _look(what: str, look: Callable[[], Awaitable[str]]) -> list[Finding]:
    try:
        return [Finding(what=what, code=0, says=await look())]
    except ReadbackError as error:
        return _wrong(what, error)


def _wrong(what: str, error: ReadbackError) -> list[Finding]:
    code = exit_code(error)
    findings = [Finding(what=what, code=code, says=error.detail)]
    findings.extend(
        Finding(what=problem.pointer or what, code=code, says=problem.detail)
        for problem in error.problems
    )
    return findings


async def _store(settings: Settings, folder: Path) -> str:
    from gateway.store.open import open_store

    store = open_store(settings.gateway.store, folder=folder, exclusive=False)
    await store.open()
    try:
        await store.ping()
    finally:
        await store.close()
    return "takes writes"


def _destination(settings: Settings, name: str, folder: Path) -> Callable[[], Awaitable[str]]:
    async def look() -> str:
        from gateway.config.secrets import secret_reader
        from gateway.delivery.destination import open_destination
        from gateway.delivery.probe import probe

        destination = open_destination(
            name,
            settings.destinations[name],
            folder=folder,
            secrets=secret_reader(os.environ, folder=folder),
        )
        try:
            return await probe(destination)
        finally:
            await destination.transport.aclose()

    return look
