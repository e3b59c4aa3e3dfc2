"""All 197 recorded conversations with the dialect that each file is in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from gateway.intake.dialects import load
from gateway.intake.normalized import Dialect
from gateway.intake.repair import Reading
from gateway.intake.settling import Settled, settle

SHIPPED = {
    "tau_airline_gpt4o": "openai_chat",
    "rasa_carbonbot_tracker": "rasa",
    "botframework_addItemWithButton_transcript": "bot_framework",
    "botframework_sandwich_transcript": "bot_framework",
}
"""Files in a native form that a bot platform writes."""

RESEARCH = {
    "star": "star",
    "sgd": "sgd",
    "multidogo": "multidogo",
    "crosswoz_zh": "crosswoz",
    "abcd": "abcd",
}
"""Files in a form that only their corpus has; their dialects are in this folder."""


def dialect_of(file: str) -> Dialect:
    """The dialect in which a file's conversations are."""
    if file in SHIPPED:
        return load(SHIPPED[file])
    found: Dialect = import_module(f"tests.research.{RESEARCH[file]}").dialect
    return found


def conversations(shared: Path, file: str) -> Iterator[Any]:
    """The native documents of a file."""
    text = (shared / "data" / "real" / f"{file}.jsonl").read_text("utf-8")
    return (json.loads(line) for line in text.split("\n") if line)


def settled(file: str, document: Any) -> Settled:
    """One of them as a handoff."""
    digest = sha256(json.dumps(document).encode()).hexdigest()
    reading = Reading(document=document)
    return settle(dialect_of(file), reading, raw_sha256=digest, strict=False)
