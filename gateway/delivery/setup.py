"""What an admin of the vendor has to create and permit before a destination can deliver."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from msgspec.structs import replace

from gateway.delivery.catalogue import load_adapter
from gateway.delivery.destination import Destination, compile_plan
from gateway.delivery.presets import preset_text
from gateway.sdk.adapter import AnyAdapter, Explains, SetupStep
from gateway.sdk.errors import ConfigurationError
from gateway.sdk.manifest import Target, TargetField
from mappings import Plan


def steps_of(destination: Destination) -> tuple[SetupStep, ...]:
    """The steps for a configured destination, with its own mapping and settings."""
    return _steps(destination.adapter, destination.target, destination.plan, destination.settings)


def steps_by_default(name: str) -> tuple[SetupStep, ...]:
    """The steps for an adapter with its preset and without settings.

    Raises ``ConfigurationError`` where it cannot be without settings.
    """
    adapter = load_adapter(name)
    manifest = adapter.manifest
    try:
        settings = msgspec.convert({}, manifest.settings)
    except msgspec.ValidationError:
        raise ConfigurationError(
            f'What to set up for "{name}" depends on its settings. Configure a destination, and'
            " name it with --destination."
        ) from None
    target = manifest.targets[0]
    plan = compile_plan(preset_text(manifest.preset), manifest, target, manifest.preset)
    return _steps(adapter, target, plan, settings)


def _steps(adapter: AnyAdapter, target: Target, plan: Plan, settings: Any) -> tuple[SetupStep, ...]:
    if not isinstance(adapter, Explains):
        return ()
    explaining = cast("Explains[Any]", adapter)
    return explaining.setup(_filled(target, plan), settings)


def _filled(target: Target, plan: Plan) -> tuple[TargetField, ...]:
    """The fields that the mapping fills, each under the very name that the mapping has."""
    rules = (*plan.rules, *((plan.note,) if plan.note else ()))
    found = ((name, target.field(name)) for name in dict.fromkeys(rule.to for rule in rules))
    return tuple(replace(field, name=name) for name, field in found if field)
