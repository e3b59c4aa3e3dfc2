"""Adapters by name: found through entry points, built-in ones and third parties' alike."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from gateway.sdk.adapter import AnyAdapter
from gateway.sdk.errors import ConfigurationError

GROUP = "readback.adapters"


def adapter_names() -> tuple[str, ...]:
    """The names that a destination's ``adapter`` may have, sorted."""
    return tuple(sorted(_found()))


def load_adapter(name: str) -> AnyAdapter:
    """The adapter with this name. Raises ``ConfigurationError`` with what there is instead."""
    point = _found().get(name)
    if point is None:
        raise ConfigurationError(f'There is no adapter "{name}". {_instead(name)}')
    return cast("AnyAdapter", load_point(point, "adapter"))


def load_point(point: EntryPoint, what: str) -> object:
    """What an entry point names. Raises ``ConfigurationError`` where it is not there."""
    try:
        return point.load()
    except ImportError as error:
        raise ConfigurationError(
            f'The {what} "{point.name}" cannot be loaded: {error.name or "an import"} is missing.'
        ) from error
    except AttributeError as error:
        raise ConfigurationError(
            f'The {what} "{point.name}" cannot be loaded: {point.value} is not there.'
        ) from error


def _found() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def _instead(name: str) -> str:
    near = get_close_matches(name, adapter_names(), n=1)
    if near:
        return f'Did you mean "{near[0]}"?'
    return f"There are: {', '.join(adapter_names()) or 'none; install one'}."
