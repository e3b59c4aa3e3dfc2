"""A door with everything filled in that a test does not care about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import msgspec
import pytest

from gateway.intake.door import Received, receive

Door: TypeAlias = Callable[..., Received]

HANDOFF_ID = "018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f"


@pytest.fixture(scope="session")
def door() -> Door:
    """``receive`` with defaults; a body that is not bytes is encoded as JSON."""

    def call(body: Any, **options: Any) -> Received:
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
        defaults = {
            "content_type": "application/json",
            "dialect": None,
            "strict": False,
            "new_id": lambda: HANDOFF_ID,
            "received_at": "2026-11-20T10:00:00Z",
            "max_body": 1 << 20,
        }
        return receive(raw, **(defaults | options))

    return call
