"""Where the store's file may be, that it stays there, and the lock against a second gateway."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from gateway.sdk.errors import ConfigurationError

# Handoffs are customers' conversations: nobody but the gateway's own account reads them.
_MODE = 0o600


def prepare_file(path: Path) -> None:
    """Make sure that the file is there and can be written, and make it where it is not.

    Raises ``ConfigurationError`` with the cure.
    """
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where it may not look
        raise ConfigurationError(f"The store {path} is a directory: name a file inside it.")
    os.close(_open(path))


def lock(path: Path) -> int:
    """Keep every other gateway out until the descriptor is closed or this process ends.

    Raises ``ConfigurationError`` where another one has it. The lock is on a file beside the
    store: closing any descriptor of the database itself would drop SQLite's own locks.
    """
    descriptor = _open(path.with_name(path.name + ".lock"))
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise ConfigurationError(
            f"The store {path} is already used by another readback serve: stop that one, or "
            "point [gateway] store at another file."
        ) from None
    return descriptor


class Presence:
    """Knows the store's files from others of their names.

    SQLite goes on writing into a file that was deleted, and all of that ends with the process.
    """

    def __init__(self, path: Path) -> None:
        self._names = (str(path), f"{path}-wal")
        self._seen: dict[str, tuple[int, int]] = {}

    def is_lost(self) -> bool:
        """Whether a file that was there is gone, or another one is in its place."""
        return any(self._is_lost(name) for name in self._names)

    def _is_lost(self, name: str) -> bool:
        try:
            found = os.stat(name)  # noqa: PTH116 - once a commit, and Path costs as much again
        except FileNotFoundError:
            return name in self._seen
        is_it = (found.st_dev, found.st_ino)
        return self._seen.setdefault(name, is_it) != is_it


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _MODE)
    except (FileNotFoundError, NotADirectoryError):
        raise ConfigurationError(
            f"The store's directory {path.parent} does not exist: create it, or point "
            "[gateway] store elsewhere."
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f"The store cannot be written at {path} ({os.strerror(error.errno or 0)}): check the "
            "owner and mode of the file and its directory, or point [gateway] store elsewhere."
        ) from None
