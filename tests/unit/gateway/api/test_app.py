"""The application: what is public is public on purpose, and no error leaves it in another form."""

from __future__ import annotations

import httpx
import pytest
from litestar import Litestar

from gateway.api.app import ROUTES, create_app
from gateway.api.problems import MEDIA_TYPE
from gateway.store.scopes import SCOPES
from tests.unit.gateway.api.conftest import LEAST, House

PUBLIC = {"live", "ready", "metrics", "handoffSchema", "listDialects"}


def test_every_route_needs_a_scope_unless_it_is_meant_for_everybody() -> None:
    without = {route.operation_id for route in ROUTES if "scope" not in route.opt}
    assert PUBLIC == without


def test_every_scope_that_a_route_needs_can_be_given() -> None:
    given = [route.opt["scope"] for route in ROUTES if "scope" in route.opt]
    needed = {one for scope in given for one in ((scope,) if isinstance(scope, str) else scope)}
    assert needed <= set(SCOPES)


async def test_the_services_live_as_long_as_the_application(house: House) -> None:
    entered: list[str] = []

    class Watched:
        async def __aenter__(self):
            entered.append("in")
            return house.services

        async def __aexit__(self, *_: object) -> None:
            entered.append("out")

    app = create_app(Watched, max_body=1000)
    async with app.lifespan():
        assert ["in"] == entered
        assert app.state.services is house.services
    assert ["in", "out"] == entered


async def test_a_bug_is_a_problem_without_its_words(
    house: House, bot: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: str) -> None:
        raise KeyError("what the customer said")

    house.services.store.handoff = broken  # type: ignore[method-assign,assignment]
    response = await bot.get("/v1/handoffs/h-1")
    assert (500, MEDIA_TYPE, "gateway.bug") == (
        response.status_code,
        response.headers["content-type"],
        response.json()["code"],
    )
    assert "customer said" not in response.text + caplog.text
    assert "a bug in the gateway: KeyError at test_app.py:" in caplog.text


async def test_a_store_that_fails_is_a_503_that_says_when_to_come_back(
    house: House, bot: httpx.AsyncClient
) -> None:
    await house.services.store.close()
    response = await bot.post("/v1/handoffs", json=LEAST)
    assert (503, "store.unavailable", "1") == (
        response.status_code,
        response.json()["code"],
        response.headers["retry-after"],
    )


async def test_where_the_store_is_and_what_it_lacks_is_logged_and_not_answered(
    house: House, bot: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    await house.services.store.close()
    response = await bot.post("/v1/handoffs", json=LEAST)
    assert "is closed" in caplog.text
    assert "is closed" not in response.text
    assert ".db" not in response.text
    assert "log" in response.json()["detail"]


async def test_a_body_over_the_limit_is_a_413(house: House, bot: httpx.AsyncClient) -> None:
    response = await bot.post("/v1/handoffs", content=b"[" + b" " * (1 << 20) + b"]")
    assert (413, "body.too_large") == (response.status_code, response.json()["code"])


async def test_a_wrong_method_is_a_405(bot: httpx.AsyncClient) -> None:
    response = await bot.delete("/v1/handoffs")
    assert (405, "request.method") == (response.status_code, response.json()["code"])
    assert {"GET", "OPTIONS", "POST"} == set(response.headers["allow"].split(", "))


def test_an_application_can_be_made_without_its_services() -> None:
    assert isinstance(create_app(lambda: pytest.fail("not yet"), max_body=1), Litestar)
