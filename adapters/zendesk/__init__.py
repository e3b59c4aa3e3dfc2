"""Zendesk Support: a ticket with notes for the agents, and the capsule as its attachment."""

from __future__ import annotations

from adapters.zendesk.adapter import adapter

__all__ = ["adapter"]
