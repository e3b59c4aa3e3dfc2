"""The options and arguments that several commands take."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import click

F = TypeVar("F", bound=Callable[..., Any])


def common_options(function: F) -> F:
    """``--config FILE`` and ``--json``, as ``config`` and ``as_json``."""
    config = click.option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        default=Path("readback.toml"),
        show_default=True,
        envvar="READBACK_CONFIG",
        help="The configuration file.",
    )
    as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
    return config(as_json(function))


def gateway_options(function: F) -> F:
    """``--url``: where the gateway is; its key comes from ``READBACK_API_KEY``."""
    return click.option(
        "--url",
        envvar="READBACK_URL",
        help="The gateway's address; without it, what the configuration file listens on.",
    )(function)


def read_bytes(file: str) -> bytes:
    """What a FILE argument holds; "-" is stdin."""
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (AttributeError, OSError):
        # A closed stdin is None, or refuses to be read.
        raise click.BadParameter("it cannot be read.", param_hint=f"'{file}'") from None


def id_argument(name: str) -> Callable[[F], F]:
    """An id that goes into a path, so that no part of it can mean another address."""
    return click.argument(name, callback=_path_part)


def _path_part(_: click.Context, __: click.Parameter, value: str) -> str:
    if not value.strip("."):
        raise click.BadParameter("an id is expected here.")
    return quote(value, safe="")
