"""From the configuration's ``store`` URL to a store."""

from __future__ import annotations

from pathlib import Path

from gateway.sdk.errors import ConfigurationError
from gateway.store.port import Store
from gateway.store.sqlite.store import SqliteStore

_SQLITE = "sqlite:///"


def open_store(url: str, *, folder: Path = Path(), exclusive: bool = True) -> Store:
    """The store for a URL, not connected yet: ``await store.open()`` does that.

    ``sqlite:///name.db`` starts at ``folder``, the configuration file's; ``sqlite:////var/name.db``
    is absolute. ``exclusive=False`` is for short work beside a running gateway, such as
    ``readback keys create``. Raises ``ConfigurationError``; the URL, which may hold a password,
    is not repeated.
    """
    if url.startswith(("postgresql:", "postgres:")):
        raise ConfigurationError(
            "[gateway] store: PostgreSQL comes with a later version; use sqlite:///FILE."
        )
    name = url.removeprefix(_SQLITE)
    if name in {url, "", ":memory:"} or "?" in name or not name.isprintable():
        raise ConfigurationError(
            "[gateway] store must be sqlite:///FILE, without parameters; three slashes for a path "
            "relative to the configuration file, four for an absolute one."
        )
    return SqliteStore(folder / name, exclusive=exclusive)
