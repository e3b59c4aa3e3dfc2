"""Logs by an allow-list: what is not known to be free of customers is left out.

Our own records are written to hold ids, codes and names of hosts only. What other libraries log may
quote a URL, a header or a body, so of theirs only level, logger and kind of exception are kept.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TextIO

from gateway.cli.output import visible
from gateway.config.settings import LogForm
from gateway.delivery.tracing import current_traceparent

_OURS = "readback"


class AllowList(logging.Formatter):
    """One line a record, as JSON or as text for people: the same is left out of both."""

    def __init__(self, form: LogForm = "json") -> None:
        super().__init__()
        self._written = _WRITTEN[form]

    def format(self, record: logging.LogRecord) -> str:
        """Raises nothing: a record that cannot be formatted says so."""
        is_ours = record.name == _OURS or record.name.startswith(f"{_OURS}.")
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record) if is_ours else "(left out)",
        }
        kind = record.exc_info[0] if record.exc_info else None
        if kind is not None:
            line["exception"] = kind.__name__
        if traceparent := current_traceparent():
            line["traceparent"] = traceparent
        return self._written(line)


@contextmanager
def logs_in(
    form: LogForm, stream: TextIO | None = None, level: int = logging.INFO
) -> Generator[None, None, None]:
    """Write all records of this process so while the block runs; on stderr unless told otherwise.

    ``level`` is for our own records; of others' only warnings and worse are written.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(AllowList(form))
    root, ours = logging.getLogger(), logging.getLogger(_OURS)
    before = (root.handlers[:], root.level, ours.level)
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    ours.setLevel(level)
    _take_over("uvicorn", "uvicorn.error", "uvicorn.access")
    try:
        yield
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        ours.setLevel(before[2])


def _take_over(*names: str) -> None:
    """Loggers that may have handlers and a level of their own."""
    for name in names:
        other = logging.getLogger(name)
        other.handlers[:] = []
        other.setLevel(logging.NOTSET)
        other.propagate = True


def _as_json(line: dict[str, str]) -> str:
    return json.dumps(line, ensure_ascii=False)


def _as_text(line: dict[str, str]) -> str:
    shown = f"{line['at']} {line['level']} {line['logger']}: {line['message']}"
    rest = " ".join(f"{name}={line[name]}" for name in ("exception", "traceparent") if name in line)
    return visible(f"{shown} {rest}".rstrip())


_WRITTEN: dict[LogForm, Callable[[dict[str, str]], str]] = {"json": _as_json, "text": _as_text}


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return "(a record that cannot be formatted)"
