"""Gateways that share a store keep to a destination's rate together, by the server's clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from gateway.delivery.rate import Pace, pace_of
from gateway.delivery.shared_rate import SharedBucket
from gateway.store.postgres.rates import Rates
from gateway.store.postgres.store import PostgresStore


@pytest.fixture
async def replicas(postgres_url: str) -> AsyncIterator[list[Rates]]:
    stores = [PostgresStore(postgres_url) for _ in range(2)]
    for store in stores:
        await store.open()
    yield [store.rates for store in stores]
    for store in stores:
        await store.close()


class Waits:
    """Notes how long somebody would sleep."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)

    def bucket(self, rates: Rates, pace: Pace, name: str = "support") -> SharedBucket:
        return SharedBucket(name, pace, rates, sleep=self)


@pytest.mark.parametrize("rate", ["30/min", "300/min", "20/s", "1000/h"])
async def test_no_period_gets_more_from_two_replicas_than_the_setting_says(
    replicas: list[Rates], rate: str
) -> None:
    pace, count = pace_of(rate), int(rate.split("/")[0])
    period = timedelta(seconds={"s": 1, "min": 60, "h": 3600}[rate.split("/")[1]])
    asked = [
        rates.turn("support", every=1 / pace.per_second, burst=pace.burst)
        for _ in range(min(count, 100))
        for rates in replicas
    ]
    at = sorted([turn.at for turn in await asyncio.gather(*asked)])
    assert all(
        late - early > period - timedelta(milliseconds=1)
        for early, late in zip(at, at[count:], strict=False)
    )
    # As if one process had asked: a burst at once, and then turn by turn.
    steady = at[int(pace.burst) :]
    every = timedelta(seconds=1 / pace.per_second)
    assert every * (len(steady) - 1) <= steady[-1] - steady[0] + timedelta(milliseconds=1)


async def test_whoever_has_no_turn_yet_waits_for_it(replicas: list[Rates]) -> None:
    waits = Waits()
    buckets = [waits.bucket(rates, Pace(0.01, 1.0)) for rates in replicas]
    for bucket in buckets:
        await bucket.take()
    (slept,) = waits.slept
    assert 50 < slept <= 100


async def test_another_destination_has_turns_of_its_own(replicas: list[Rates]) -> None:
    waits = Waits()
    for name in ("support", "sales"):
        await waits.bucket(replicas[0], Pace(0.01, 1.0), name).take()
    assert [] == waits.slept


async def test_a_rest_that_one_replica_was_asked_for_is_the_others_too(
    replicas: list[Rates],
) -> None:
    waits = Waits()
    first, second = (waits.bucket(rates, Pace(1000.0, 100.0)) for rates in replicas)
    await first.rest(120.0)
    await second.take()
    (slept,) = waits.slept
    assert 60 < slept <= 120


async def test_a_turn_from_before_the_servers_clock_was_set_back_keeps_nobody_waiting(
    replicas: list[Rates], postgres_url: str
) -> None:
    connection = await asyncpg.connect(postgres_url)
    await connection.execute("INSERT INTO rates VALUES ('support', now() + interval '5 hours')")
    await connection.close()
    waits = Waits()
    await waits.bucket(replicas[0], Pace(1.0, 1.0)).take()
    assert [] == waits.slept
