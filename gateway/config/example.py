"""The example configuration that ships with the gateway: it loads as it is."""

from __future__ import annotations

from importlib import resources


def example_config() -> str:
    """A commented ``readback.toml`` with one destination and one route."""
    return (resources.files("gateway.config") / "example.toml").read_text(encoding="utf-8")
