"""Any receiver of JSON over HTTP: signed deliveries, and proof from what it answers."""

from __future__ import annotations

from adapters.webhook.adapter import adapter

__all__ = ["adapter"]
