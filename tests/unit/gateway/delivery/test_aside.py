"""Large work leaves the event loop free."""

from __future__ import annotations

import threading

import pytest

from gateway.delivery.aside import LARGE, aside


async def test_small_work_is_done_where_it_is_asked_for() -> None:
    assert threading.get_ident() == await aside(LARGE - 1, threading.get_ident)


async def test_large_work_is_done_in_another_thread() -> None:
    assert threading.get_ident() != await aside(LARGE, threading.get_ident)


@pytest.mark.parametrize("size", [0, LARGE])
async def test_what_the_work_raises_is_raised(size: int) -> None:
    with pytest.raises(KeyError):
        await aside(size, lambda: {}["nothing"])
