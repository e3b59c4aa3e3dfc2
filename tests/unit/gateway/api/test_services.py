"""A gateway is put together whole or not at all, and taken down in order."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import msgspec
import pytest

from gateway.api import services as module
from gateway.api.accept import Submission, accept
from gateway.api.services import running
from gateway.config.settings import Condition, Route, Settings
from gateway.delivery.transport import Transport
from gateway.sdk.errors import ConfigurationError, StoreUnavailable
from tests.unit.gateway.api.conftest import LEAST, Build, settings
from tests.unit.gateway.delivery.works import Vendor


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Transport]:
    """The transports that were closed, in order."""
    found: list[Transport] = []
    real = Transport.aclose

    async def aclose(self: Transport) -> None:
        found.append(self)
        await real(self)

    monkeypatch.setattr(Transport, "aclose", aclose)
    return found


async def refused(folder: Path, wanted: Settings) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as error:
        async with running(
            wanted,
            folder=folder,
            secrets=lambda _: "",
            inner=lambda _: httpx.MockTransport(Vendor()),
        ):
            pytest.fail("it must not start")
    return error.value


@pytest.mark.usefixtures("build")
async def test_the_problems_of_all_destinations_are_told_at_once(tmp_path: Path) -> None:
    wanted = settings("one", "two", mapping="nowhere.toml")
    error = await refused(tmp_path, wanted)
    assert ["destinations.one", "destinations.two"] == [one.pointer for one in error.problems]


@pytest.mark.usefixtures("build")
async def test_destinations_that_are_right_are_closed_when_another_is_not(
    tmp_path: Path, closed: list[Transport]
) -> None:
    right, wrong = settings("right"), settings("wrong", mapping="nowhere.toml")
    both = msgspec.structs.replace(right, destinations={**right.destinations, **wrong.destinations})
    await refused(tmp_path, both)
    assert 1 == len(closed)


async def test_a_wrong_route_is_found_before_anything_is_delivered(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: list[Transport]
) -> None:
    started: list[str] = []

    async def start(_: object) -> None:
        started.append("started")

    monkeypatch.setattr(module.Dispatcher, "start", start)
    route = Route(to=("support",), when=Condition(field="conversation.nowhere", is_="x"))
    error = await refused(tmp_path, settings("support", routes=(route,)))
    assert ["config.route_field"] == [one.code for one in error.problems]
    assert ([], 1) == (started, len(closed))


@pytest.mark.usefixtures("build")
async def test_what_an_earlier_run_left_is_delivered_by_the_next(tmp_path: Path) -> None:
    submission = Submission(
        body=msgspec.json.encode(LEAST), content_type="application/json", client="bot"
    )
    vendor = Vendor()

    def run(*, enabled: bool):
        return running(
            settings("support", enabled=enabled),
            folder=tmp_path,
            secrets=lambda _: "",
            inner=lambda _: httpx.MockTransport(vendor),
        )

    async with run(enabled=False) as services:
        accepted = await accept(submission, services)
        row = await services.store.handoff(accepted.handoff_id)
    assert row is not None
    assert [] == vendor.asked
    async with run(enabled=True) as services:
        assert await services.dispatcher.wait(row.deliveries[0].id, 5)
        ended = await services.store.delivery(row.deliveries[0].id)
    assert ended is not None
    assert "verified" == ended.status


@pytest.mark.usefixtures("build")
async def test_nothing_is_open_after_the_end(tmp_path: Path, closed: list[Transport]) -> None:
    async with AsyncExitStack() as stack:
        services = await stack.enter_async_context(
            running(
                settings("one", "two"),
                folder=tmp_path,
                secrets=lambda _: "",
                inner=lambda _: httpx.MockTransport(Vendor()),
            )
        )
    assert 2 == len(closed)
    with pytest.raises(StoreUnavailable):
        await services.store.ping()
