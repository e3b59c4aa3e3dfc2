"""TOML as the editor writes it: one value as text, in the style of the one it replaces."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def key_text(key: str) -> str:
    return key if _BARE.fullmatch(key) else _basic(key)


def value_text(value: Any, like: str = "") -> str:
    """A value as TOML; a text in the quotes of ``like`` where they can hold it."""
    if isinstance(value, str):
        return _text(value, like)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value)
        inner = ", ".join(f"{key_text(key)} = {value_text(one)}" for key, one in members.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_text, cast('Iterable[Any]', value)))}]"
    return repr(value)


def table_text(header: str, settings: Mapping[str, Any]) -> list[str]:
    """A table as lines; a text of several lines keeps them."""
    lines = [header]
    for key, value in settings.items():
        style = "'''\n" if isinstance(value, str) and "\n" in value else ""
        lines.extend(f"{key_text(key)} = {value_text(value, style)}".split("\n"))
    return lines


def _text(value: str, like: str) -> str:
    for quote in ("'''", '"""', "'"):
        if like.startswith(quote):
            written = _quoted(value, quote, like)
            return _basic(value) if written is None else written
    return _basic(value)


def _quoted(value: str, quote: str, like: str) -> str | None:
    """None where these quotes cannot hold the text."""
    if _UNPRINTABLE.search(value):
        return None
    if quote == "'":
        return None if "'" in value or "\n" in value else f"'{value}'"
    # A line break right behind the quotes is not in the text.
    start = "\n" if like.startswith((f"{quote}\n", f"{quote}\r\n")) or value[:1] == "\n" else ""
    if quote == "'''":
        is_held = "'''" not in value and not value.endswith("'")
        return f"'''{start}{value}'''" if is_held else None
    escaped = value.replace("\\", "\\\\").replace('"""', '""\\"')
    return f'"""{start}{escaped[:-1]}\\""""' if value.endswith('"') else f'"""{start}{escaped}"""'


def _basic(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
