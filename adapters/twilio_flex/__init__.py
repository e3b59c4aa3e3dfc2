"""Twilio Flex: a task with a conversation behind it, and the capsule in Sync documents."""

from __future__ import annotations

from adapters.twilio_flex.adapter import adapter

__all__ = ["adapter"]
