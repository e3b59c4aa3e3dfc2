"""What is wrong with a configuration file, and how it is told: key, cure, file and line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from gateway.config.lines import Lines
from gateway.sdk.errors import ConfigurationError, Problem

KeyPath: TypeAlias = tuple[str, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong at a key; ``cure`` never quotes a value, which may be a secret."""

    code: str
    path: KeyPath
    cure: str


def key_path(path: KeyPath) -> str:
    """A path as TOML writes it, list items as in Python: ``routes[0].to``."""
    text = ""
    for part in path:
        if part.isdigit() and text:
            text += f"[{part}]"
        else:
            name = part if _BARE.fullmatch(part) else f'"{part}"'
            text += f".{name}" if text else name
    return text


def refusal(file: Path, lines: Lines, faults: Sequence[Fault]) -> ConfigurationError:
    """All faults of a file as one error, in the order of its lines."""
    placed = sorted(((lines.of(fault.path) or 0, fault) for fault in faults), key=lambda at: at[0])
    problems = [_problem(file, line, fault) for line, fault in placed]
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return ConfigurationError(f"The configuration {file} has {count}.", problems)


def _problem(file: Path, line: int, fault: Fault) -> Problem:
    place = f"{file.name}, line {line}" if line else file.name
    return Problem(code=fault.code, pointer=key_path(fault.path), detail=f"{fault.cure} ({place})")
