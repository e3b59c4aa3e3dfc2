"""Where a bug is, without what it says: an exception's text may quote a customer."""

from __future__ import annotations

import traceback
from pathlib import Path


def whereabouts(error: BaseException) -> str:
    """The exception's type and the line that raised it: ``KeyError at consign.py:57``."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
