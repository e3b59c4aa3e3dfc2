"""Samples of native documents beside the checkout, and what a reader sees of a normalized one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from gateway.intake.normalized import Normalized


def sample(shared: Path, name: str) -> Any:
    """A document of ``data/dialects``."""
    return json.loads((shared / "data" / "dialects" / f"{name}.json").read_text("utf-8"))


def recorded(shared: Path, name: str) -> list[Any]:
    """The documents of ``data/real``, one a line."""
    text = (shared / "data" / "real" / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def messages(normalized: Normalized) -> list[dict[str, Any]]:
    """The canonical messages."""
    return normalized.handoff["conversation"]["messages"]


def said(normalized: Normalized) -> list[tuple[str, Any]]:
    """Role and content of each message."""
    return [(message["role"], message["content"]) for message in messages(normalized)]
