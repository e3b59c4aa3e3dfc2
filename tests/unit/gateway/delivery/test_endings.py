"""Whoever waits for an ending hears of it, and nothing is kept of those who left."""

from __future__ import annotations

import pytest

from gateway.delivery.endings import Endings


async def test_everybody_who_waits_is_told() -> None:
    endings = Endings()
    with endings.awaited("d-1") as first, endings.awaited("d-1") as second:
        endings.announce("d-1")
        assert (True, True) == (first.done(), second.done())


async def test_another_deliverys_end_is_not_announced() -> None:
    endings = Endings()
    with endings.awaited("d-1") as waiting:
        endings.announce("d-2")
        assert not waiting.done()


async def test_an_end_may_be_announced_twice() -> None:
    endings = Endings()
    with endings.awaited("d-1") as waiting:
        endings.announce("d-1")
        endings.announce("d-1")
        assert waiting.done()


async def test_nothing_is_kept_of_who_no_longer_waits() -> None:
    endings = Endings()
    with endings.awaited("d-1"):
        with pytest.raises(ZeroDivisionError), endings.awaited("d-1"):
            raise ZeroDivisionError
        assert 1 == len(endings)
    assert 0 == len(endings)
