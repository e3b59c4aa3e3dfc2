"""Logs as JSON lines, by an allow-list: what is not known to be free of customers is left out.

Our own records are written to hold ids, codes and names of hosts only. What other libraries log may
quote a URL, a header or a body, so of theirs only level, logger and kind of exception are kept.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

from gateway.delivery.tracing import current_traceparent

_OURS = "readback"


class AllowList(logging.Formatter):
    """One line of JSON a record."""

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
        return json.dumps(line, ensure_ascii=False)


def log_as_json(stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Write all records of this process so; on stderr unless told otherwise."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(AllowList())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        other = logging.getLogger(name)
        other.handlers[:] = []
        other.propagate = True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return "(a record that cannot be formatted)"
