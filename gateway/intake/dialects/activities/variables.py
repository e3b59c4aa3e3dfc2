"""Copilot Studio's own names among the variables of a handoff event."""

from __future__ import annotations

from gateway.intake.drafting.native import Native

PREFIX = "va_"


def has_copilot_names(value: Native) -> bool:
    """Whether the event's value is from Copilot Studio."""
    return any(name.startswith(PREFIX) for name, _ in value.members())
