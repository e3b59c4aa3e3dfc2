"""Paths with names in braces, filled from mapped fields; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from gateway import sdk

_NAME = re.compile(r"\{([^{}]+)\}")


def names(template: str) -> tuple[str, ...]:
    """The names in braces."""
    return tuple(_NAME.findall(template))


def fill(template: str, values: Mapping[str, Any], step: str) -> str:
    """The path with each name's value percent-encoded.

    Raises ``Misfit`` where a value is absent, or would lead to another resource than is meant.
    """
    return _NAME.sub(lambda match: _segment(match[1], values, step), template)


def _segment(name: str, values: Mapping[str, Any], step: str) -> str:
    value = values.get(name)
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    # Dots are not encoded, and servers take "/items/.." for "/".
    if text.strip(".") == "":
        why = f'the path needs a text or whole number in "{name}", and this handoff gives it none'
        raise sdk.Misfit(step=step, why=why)
    return quote(text, safe="")


def fixed(template: str) -> str:
    """The path up to the first name in braces."""
    return template.partition("{")[0]
