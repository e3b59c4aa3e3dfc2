"""The example configuration is complete."""

from __future__ import annotations

from gateway.config.example import example_config
from gateway.config.settings import DestinationSettings, GatewaySettings


def test_the_example_names_every_setting_of_a_destination() -> None:
    for setting in DestinationSettings.__struct_fields__ + GatewaySettings.__struct_fields__:
        assert any(mark in example_config() for mark in (f"{setting} =", f".{setting}]"))
