"""A destination is opened whole, or refused with everything that is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec import Struct

from gateway.config.settings import BearerAuth, DestinationSettings, SecretSource
from gateway.delivery import destination as module
from gateway.delivery.destination import Destination, compile_plan, open_destination
from gateway.sdk.errors import ConfigurationError
from gateway.sdk.exchange import VendorRequest
from gateway.sdk.manifest import Manifest
from tests.unit.gateway.delivery.works import TARGET, Vendor, Works, mapping


class Options(Struct, frozen=True):
    """What this adapter can be told."""

    brand: int
    queue: str = "first"


class Optioned:
    """The works with settings of its own."""

    manifest = Manifest(
        name="works",
        title="The Works",
        version="1",
        documentation="",
        auth=("none", "bearer"),
        targets=(TARGET,),
        preset="own.toml",
        settings=Options,
    )


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "load_adapter", lambda _: Optioned())
    (tmp_path / "own.toml").write_text(mapping())


def opened(folder: Path, vendor: Vendor | None = None, **members: Any) -> Destination:
    given = {"settings": {"brand": 7}, "allow_private_addresses": True, **members}
    configured = DestinationSettings(adapter="works", base_url="http://works.test", **given)
    return open_destination(
        "support",
        configured,
        folder=folder,
        secrets=lambda _: "s3cret",
        inner=httpx.MockTransport(vendor or Vendor()),
    )


async def test_an_open_destination_has_everything_a_delivery_needs(tmp_path: Path) -> None:
    destination = opened(tmp_path)
    await destination.transport.aclose()
    assert ("support", TARGET, Options(brand=7)) == (
        destination.name,
        destination.target,
        destination.settings,
    )
    assert ("plain", mapping()) == (destination.plan.name, destination.mapping)


async def test_a_mapping_sees_settings_and_address_and_no_secret(tmp_path: Path) -> None:
    auth = BearerAuth(token=SecretSource(env="TOKEN"))
    destination = opened(tmp_path, auth=auth)
    await destination.transport.aclose()
    assert {"brand": 7, "name": "support", "base_url": "http://works.test"} == destination.visible


async def test_requests_are_signed_in_with_the_secret(tmp_path: Path) -> None:
    vendor, seen = Vendor(), []
    vendor.before = lambda request: seen.append(request.headers["authorization"])
    auth = BearerAuth(token=SecretSource(env="TOKEN"))
    destination = opened(tmp_path, vendor, auth=auth)
    await destination.transport.send(VendorRequest(step="look", method="GET", path="/x"))
    await destination.transport.aclose()
    assert ["Bearer s3cret"] == seen


def test_all_problems_of_an_adapters_settings_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as error:
        opened(tmp_path, settings={"queue": 1, "colour": "red"})
    assert {
        ("config.adapter_setting", "destinations.support.settings.brand"),
        ("config.adapter_setting", "destinations.support.settings.queue"),
        ("config.unknown_key", "destinations.support.settings.colour"),
    } == {(problem.code, problem.pointer) for problem in error.value.problems}


def test_a_mapping_that_does_not_compile_is_named_with_its_lines(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(mapping(source="conversation.nowhere"))
    with pytest.raises(ConfigurationError, match=r'"own\.toml" does not compile') as error:
        opened(tmp_path)
    assert ["own.toml, line 9"] == [problem.pointer for problem in error.value.problems]


def test_a_compiled_mapping_is_known_by_the_hash_of_its_text() -> None:
    first, second = (
        compile_plan(text, Works.manifest, TARGET, "x") for text in (mapping(), mapping("other"))
    )
    assert first.sha256 != second.sha256
    assert first.sha256 == compile_plan(mapping(), Works.manifest, TARGET, "y").sha256
