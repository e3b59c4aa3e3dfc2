"""From the configuration's ``[gateway] store`` to a store."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from gateway.config.secrets import secret_reader
from gateway.config.settings import GatewaySettings
from gateway.sdk.errors import ConfigurationError
from gateway.store.port import Store
from gateway.store.postgres.store import PostgresStore
from gateway.store.sqlite.store import SqliteStore

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql:", "postgres:")


def store_of(gateway: GatewaySettings, *, folder: Path = Path(), exclusive: bool = True) -> Store:
    """The configured store, see ``open_store``; its password is read now."""
    password = None
    if gateway.store_password is not None:
        password = secret_reader(os.environ, folder=folder)(gateway.store_password)
    return open_store(gateway.store, folder=folder, exclusive=exclusive, password=password)


def open_store(
    url: str, *, folder: Path = Path(), exclusive: bool = True, password: str | None = None
) -> Store:
    """The store for a URL, not connected yet: ``await store.open()`` does that.

    ``sqlite:///name.db`` starts at ``folder``, the configuration file's; ``sqlite:////var/name.db``
    is absolute. ``postgresql://`` URLs are asyncpg's; what they leave out comes from libpq's
    environment variables (PGHOST, PGUSER, PGPASSWORD …) and password file. ``exclusive=False`` is
    for short work beside a running gateway, such as ``readback keys create``.

    Raises ``ConfigurationError``; the URL, which may hold a password, is not repeated.
    """
    if url.startswith(_POSTGRES):
        _demand_no_password(url)
        return PostgresStore(url, password=password, migrates=exclusive)
    name = url.removeprefix(_SQLITE)
    if name in {url, "", ":memory:"} or "?" in name or not name.isprintable():
        raise ConfigurationError(
            "[gateway] store must be sqlite:///FILE, without parameters, or "
            "postgresql://USER@HOST/DATABASE; three slashes for a path relative to the "
            "configuration file, four for an absolute one."
        )
    return SqliteStore(folder / name, exclusive=exclusive)


def _demand_no_password(url: str) -> None:
    """Secrets never stand in the configuration file."""
    try:
        has_password = urlsplit(url).password is not None or "password=" in url
    except ValueError:
        has_password = False
    if has_password:
        raise ConfigurationError(
            "[gateway] store must not hold the password: take it out, and set store_password = "
            '{ env = "NAME" } or { file = "PATH" }, or the variable PGPASSWORD.'
        )
