"""Live says that the process answers, ready that a handoff can be kept."""

from __future__ import annotations

from tests.unit.gateway.api.conftest import Build, House, settings


async def test_a_process_that_answers_is_live_whatever_its_store_does(house: House) -> None:
    caller = await house.anybody()
    await house.services.store.close()
    assert {"status": "ok", "destinations": {}} == (await caller.get("/health/live")).json()


async def test_ready_names_the_destinations_and_whether_they_are_enabled(build: Build) -> None:
    house = await build(settings("support", enabled=False))
    caller = await house.anybody()
    assert {"status": "ok", "destinations": {"support": False}} == (
        (await caller.get("/health/ready")).json()
    )


async def test_a_gateway_whose_store_takes_no_writes_is_not_ready(house: House) -> None:
    caller = await house.anybody()
    await house.services.store.close()
    response = await caller.get("/health/ready")
    assert (503, "store.unavailable") == (response.status_code, response.json()["code"])
