"""The canonical handoff's JSON Schema is there for everybody."""

from __future__ import annotations

from gateway.schema.export import handoff_json_schema
from tests.unit.gateway.api.conftest import House


async def test_the_schema_is_served_as_json_schema_without_a_key(house: House) -> None:
    response = await (await house.anybody()).get("/v1/schema/handoff-1.0.json")
    assert (200, "application/schema+json") == (
        response.status_code,
        response.headers["content-type"].partition(";")[0],
    )
    assert handoff_json_schema() == response.json()
