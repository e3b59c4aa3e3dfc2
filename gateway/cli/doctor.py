"""``readback doctor``: is everything in place, and if not, what to do."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct
from rich_click import RichCommand

from gateway.cli.fail import WRONG, exit_code
from gateway.cli.options import common_options
from gateway.cli.output import print_json, print_table
from gateway.cli.tables import moment
from gateway.sdk.errors import ReadbackError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from gateway.config.settings import NoticeSettings, Settings
    from gateway.delivery.destination import Destination


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at; ``code`` is the exit code it stands for, 0 if it is well."""

    what: str
    code: int
    says: str


@click.command("doctor", cls=RichCommand)
@common_options
def command(config: Path, as_json: bool) -> None:
    """Check Python, configuration, store, the key of notices, and sign-in at each destination."""
    findings = asyncio.run(_examine(config, config.resolve().parent))
    if as_json:
        print_json({"findings": findings})
    else:
        rows = [("ok" if f.code == 0 else "WRONG", f.what, f.says) for f in findings]
        print_table(("", "what", "says"), rows)
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
    if settings.gateway.notices is not None:
        notices = settings.gateway.notices
        findings.extend(await _look("notices", lambda: _notices(notices, folder)))
    for name in settings.destinations:
        findings.extend(await _destination(settings, name, folder))
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
    from gateway.store.open import store_of

    store = store_of(settings.gateway, folder=folder, exclusive=False)
    await store.open()
    try:
        await store.ping()
    finally:
        await store.close()
    return "takes writes"


async def _notices(notices: NoticeSettings, folder: Path) -> str:
    from gateway.config.secrets import secret_reader
    from gateway.delivery.notices import open_way

    way = open_way(notices, secret_reader(os.environ, folder=folder))
    await way.aclose()
    count = 1 + len(notices.also)
    return "signed with one key" if count == 1 else f"signed with {count} keys"


async def _destination(settings: Settings, name: str, folder: Path) -> list[Finding]:
    told: list[Finding] = []

    async def look() -> str:
        from gateway.cli.account import opened
        from gateway.delivery.probe import probe

        async with opened(settings, name, folder) as (destination, _):
            told.extend(_schema(destination))
            return await probe(destination)

    return [*await _look(f"destination {name}", look), *told]


def _schema(destination: Destination) -> Iterator[Finding]:
    """How old the vendor's schema is, if it was ever fetched, and which rules it made stale."""
    if destination.described is not None:
        says = _age(destination.described.fetched_at)
        yield Finding(what=f"schema {destination.name}", code=0, says=says)
    for stale in destination.plan.stale:
        where = f"{destination.called}, line {stale.line}"
        yield Finding(what=where, code=WRONG, says=stale.message)


def _age(fetched_at: str) -> str:
    from gateway.store.clock import now

    age = datetime.fromisoformat(now()) - datetime.fromisoformat(fetched_at)
    days = "today" if age.days < 1 else "1 day ago" if age.days == 1 else f"{age.days} days ago"
    return f"the vendor was asked {days}, at {moment(fetched_at)}"
