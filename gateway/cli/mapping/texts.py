"""Mappings as files, and what each of them is checked against on this machine."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

if TYPE_CHECKING:
    from gateway.delivery.checking import Checked, VendorSide

F = TypeVar("F", bound=Callable[..., Any])

FILE = click.Path(exists=True, dir_okay=False, allow_dash=True)


class Where(Struct, frozen=True, kw_only=True):
    """What a text is checked against: an account, a saved describe document, or neither."""

    config: Path
    destination: str | None = None
    describe: Path | None = None


class Side(Struct, frozen=True, kw_only=True):
    """The vendor's side, and what ``@destination.x`` reads there; None: what the text names."""

    side: VendorSide | None
    visible: Mapping[str, Any]


def side_options(function: F) -> F:
    """``--destination`` and ``--describe``: against which account a text is checked."""
    destination = click.option(
        "--destination", help="Check against this configured destination, as it was last asked."
    )
    describe = click.option(
        "--describe",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Check against the vendor's own describe document, saved from the account.",
    )
    return destination(describe(function))


def read_text(file: str) -> str:
    """The text of FILE, or of standard input for "-". What is not UTF-8 is a usage error."""
    return decoded(read_bytes(file), file)


def read_bytes(file: str) -> bytes:
    """The bytes of FILE, or of standard input for "-"."""
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (AttributeError, OSError):
        # A closed stdin is None, or refuses to be read.
        raise click.BadParameter("it cannot be read.", param_hint=f"'{file}'") from None


def decoded(body: bytes, file: str) -> str:
    """A text as editors save it. A byte order mark is not part of it."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise click.BadParameter("it is not UTF-8.", param_hint=f"'{file}'") from None


def write_text(text: str, output: Path, *, force: bool) -> None:
    """Write a text as it is; a file that is there already is a usage error without ``force``."""
    try:
        with output.open("wb" if force else "xb") as file:
            file.write(text.encode())
    except FileExistsError:
        raise click.UsageError(f"{output} is there already; --force overwrites it.") from None
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}.") from None


def side_for(where: Where, text: str) -> Side:
    """What to check a text against. Raises ``ConfigurationError``."""
    if where.destination and where.describe:
        raise click.UsageError("Give --destination or --describe, not both.")
    if where.destination:
        return asyncio.run(_account(where, where.destination))
    if where.describe is None:
        return Side(side=None, visible={})
    return Side(side=_described(text, where.describe), visible={})


def check_for(where: Where, text: str) -> tuple[Checked, Side]:
    """What the compiler says of a text, and against what it was compiled."""
    from gateway.delivery.checking import check_text

    side = side_for(where, text)
    return check_text(text, [side.side] if side.side else ()), side


def _described(text: str, describe: Path) -> VendorSide | None:
    from gateway.delivery.checking import known_side, target_of

    vendor, object_, _ = target_of(text)
    if not (vendor and object_):
        # The check says what is missing in [target].
        return None
    return known_side(vendor, object_, read_bytes(str(describe)))


async def _account(where: Where, destination: str) -> Side:
    from gateway.cli.account import opened
    from gateway.config.load import load_settings
    from gateway.delivery.checking import side_of

    folder = where.config.resolve().parent
    async with opened(load_settings(where.config), destination, folder) as (account, _):
        return Side(side=side_of(account), visible=account.visible)
