"""SQLite's failures in an operator's words: what to do, and no SQL."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from gateway.sdk.errors import StoreUnavailable

# https://www.sqlite.org/rescode.html; the low byte is the primary code.
_CURES = {
    sqlite3.SQLITE_FULL: "the disk that holds it is full: free some space",
    sqlite3.SQLITE_BUSY: "another process keeps it locked: end that process or its transaction",
    sqlite3.SQLITE_LOCKED: "another process keeps it locked: end that process or its transaction",
    sqlite3.SQLITE_READONLY: "it cannot be written: check its owner, its mode and the mount",
    sqlite3.SQLITE_PERM: "it may not be opened: check its owner and its mode",
    sqlite3.SQLITE_IOERR: "reading or writing it failed: look at the disk and the system's log",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check that its directory exists and its mode",
    sqlite3.SQLITE_CORRUPT: "it is damaged: stop the gateway and restore a backup",
    sqlite3.SQLITE_NOTADB: "it is not a SQLite database: point [gateway] store at another path",
    sqlite3.SQLITE_NOMEM: "there is not enough memory: give the gateway more",
    sqlite3.SQLITE_TOOBIG: "the handoff is larger than SQLite can hold: lower [gateway] max_body",
}


def cure(error: sqlite3.Error, path: Path) -> str:
    """What is wrong with the store at ``path`` and what the operator does about it."""
    # Errors raised by the sqlite3 module itself carry no code.
    code = getattr(error, "sqlite_errorcode", None)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    known = _CURES.get(code & 0xFF) if isinstance(code, int) else None
    return f"The store {path}: {known or f'SQLite reports {name}'}."


def unavailable(error: sqlite3.Error, path: Path) -> StoreUnavailable:
    """The failure as the rest of the gateway knows it."""
    return StoreUnavailable(cure(error, path))
