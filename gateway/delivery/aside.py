"""Work on large handoffs beside the event loop: nobody else's request waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LARGE = 100_000
"""Bytes of JSON; less is worked through faster than a thread is found for it."""


async def aside(size: int, work: Callable[[], T]) -> T:
    """The work's result; in a thread where ``size``, in bytes, is large."""
    if size < LARGE:
        return work()
    return await asyncio.to_thread(work)
