"""Twilio Flex: what is known of its tasks. The delivery comes with the adapter."""

from __future__ import annotations
