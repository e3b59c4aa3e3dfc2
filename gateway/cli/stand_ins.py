"""Stand-ins by name, found through entry points so that nothing here knows a vendor."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

from gateway.sdk.errors import ConfigurationError

GROUP = "readback.stand_ins"


def stand_in_names() -> tuple[str, ...]:
    """The stand-ins that are installed, sorted."""
    return tuple(sorted(point.name for point in entry_points(group=GROUP)))


def load_stand_in(name: str) -> Any:
    """The stand-in with this name; raises ``ConfigurationError`` with what there is instead."""
    for point in entry_points(group=GROUP, name=name):
        return point.load()
    raise ConfigurationError(
        f'There is no stand-in "{name}". There are: {", ".join(stand_in_names()) or "none"}.'
    )
