"""The interface describes itself."""

from __future__ import annotations

from gateway.version import VERSION
from tests.unit.gateway.api.conftest import House


async def described(house: House) -> dict:
    return (await (await house.anybody()).get("/schema/openapi.json")).json()


async def test_the_description_has_the_gateways_name_and_version(house: House) -> None:
    info = (await described(house))["info"]
    assert ("Readback", VERSION) == (info["title"], info["version"])


async def test_handing_over_takes_a_json_body(house: House) -> None:
    body = (await described(house))["paths"]["/v1/handoffs"]["post"]["requestBody"]
    assert (True, ["application/json"]) == (body["required"], list(body["content"]))


async def test_calls_are_made_with_a_bearer_key(house: House) -> None:
    document = await described(house)
    assert [{"key": []}] == document["security"]
    assert "bearer" == document["components"]["securitySchemes"]["key"]["scheme"]
