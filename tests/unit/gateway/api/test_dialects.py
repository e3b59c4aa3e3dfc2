"""The list of dialects over HTTP."""

from __future__ import annotations

from gateway.intake.dialects import load, named, names
from tests.unit.gateway.api.conftest import House


async def test_every_dialect_is_listed_for_everybody(house: House) -> None:
    listed = (await (await house.anybody()).get("/v1/dialects")).json()

    assert list(names()) == [one["name"] for one in listed]
    for one in listed:
        assert (load(one["name"]).version, load(one["name"]).looks_like) == (
            one["version"],
            one["looks_like"],
        )
        assert one["name"] == named(None, one["media_type"])
