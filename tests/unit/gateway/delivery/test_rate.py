"""No destination is asked more often than its settings allow."""

from __future__ import annotations

import asyncio

import pytest

from gateway.delivery.rate import Bucket


class Time:
    """Stands still until somebody sleeps; sleepers pass one after the other."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def bucket(self, per_second: float, burst: float = 1.0) -> Bucket:
        return Bucket(per_second, burst, clock=self.clock, sleep=self.sleep)


async def test_without_a_rate_nobody_waits() -> None:
    time = Time()
    bucket = Bucket(None, sleep=time.sleep)
    for _ in range(1000):
        await bucket.take()
    assert [] == time.slept


async def test_what_the_bucket_holds_is_given_at_once_and_then_one_at_a_time() -> None:
    time = Time()
    bucket = time.bucket(2.0, burst=3)
    for _ in range(5):
        await bucket.take()
    assert [0.5, 0.5] == time.slept


async def test_those_who_come_together_wait_one_behind_the_other() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    bucket = Bucket(4.0, clock=lambda: 0.0, sleep=sleep)
    await asyncio.gather(*(bucket.take() for _ in range(4)))
    assert [0.25, 0.5, 0.75] == slept


async def test_a_quiet_time_fills_the_bucket_no_further_than_it_holds() -> None:
    time = Time()
    bucket = time.bucket(1.0, burst=2)
    time.now = 3600.0
    for _ in range(3):
        await bucket.take()
    assert [1.0] == time.slept


@pytest.mark.parametrize(
    ("rate", "count", "seconds"),
    [("300/min", 300, 60), ("5/s", 5, 1), ("1/h", 1, 3600), ("15/min", 15, 60), ("700/s", 700, 1)],
)
async def test_no_period_gets_more_than_its_setting(rate: str, count: int, seconds: int) -> None:
    time = Time()
    made = Bucket.of(rate)
    bucket = time.bucket(made._per_second or 0.0, made._burst)
    taken: list[float] = []
    for _ in range(count * 2 + 1):
        await bucket.take()
        taken.append(time.now)
    slack = 1e-6
    assert all(
        late - early > seconds - slack for early, late in zip(taken, taken[count:], strict=False)
    )


async def test_a_rate_is_used_up_to_nine_tenths_however_long_it_lasts() -> None:
    time = Time()
    made = Bucket.of("300/min")
    bucket = time.bucket(made._per_second or 0.0, made._burst)
    for _ in range(2700):
        await bucket.take()
    assert time.now <= 600
