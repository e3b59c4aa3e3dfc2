"""The options that every command takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

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
