"""LivePerson: what is known of its conversations. The delivery comes with the adapter."""

from __future__ import annotations
