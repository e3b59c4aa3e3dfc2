"""The compose file starts what it says, locked down, with a configuration that loads.

No Docker engine runs where the tests run: what an engine would read is checked here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from gateway.cli.main import readback
from gateway.cli.stand_ins import load_stand_in
from gateway.config.load import load_settings

DOCKER = Path(__file__).resolve().parents[2] / "docker"
OWN = ("gateway", "migrate", "salesforce", "twilio", "webhook", "zendesk")
ADAPTERS = {"salesforce": "salesforce", "twilio": "twilio_flex", "webhook": "webhook"} | {
    "zendesk": "zendesk"
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((DOCKER / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    return compose["services"]


def test_there_are_two_gateways_a_store_and_four_vendors(services: dict[str, Any]) -> None:
    assert {*OWN, "postgres"} == set(services)
    assert 2 == services["gateway"]["deploy"]["replicas"]


@pytest.mark.parametrize("name", OWN)
def test_our_containers_can_write_nothing_and_gain_nothing(services, name: str) -> None:
    service = services[name]
    assert (True, ["ALL"]) == (service["read_only"], service["cap_drop"])
    assert ["no-new-privileges:true"] == service["security_opt"]
    assert (
        "../docker/Dockerfile" == f"{service['build']['context']}/{service['build']['dockerfile']}"
    )


def test_nothing_listens_to_the_world(services: dict[str, Any]) -> None:
    published = [port for one in services.values() for port in one.get("ports", [])]
    assert ["127.0.0.1:8080-8081:8080"] == published


def test_the_store_is_there_and_migrated_before_a_gateway_starts(services) -> None:
    assert {
        "postgres": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    } == services["gateway"]["depends_on"]
    assert "pg_isready" in services["postgres"]["healthcheck"]["test"]


def test_the_configuration_loads_and_leads_to_the_stand_ins(services) -> None:
    settings = load_settings(DOCKER / "readback.toml")
    found = {
        one.base_url.split("//")[1].split(":")[0]: one.adapter
        for one in settings.destinations.values()
    }
    assert ADAPTERS == found
    assert settings.gateway.store.startswith("postgresql://")
    assert set(found) <= set(services)


def test_every_secret_that_the_configuration_names_is_given(services) -> None:
    text = (DOCKER / "readback.toml").read_text()
    named = {
        value["env"]
        for destination in tomllib.loads(text)["destinations"].values()
        for value in destination["auth"].values()
        if isinstance(value, dict)
    }
    assert named | {"PGPASSWORD"} == set(services["gateway"]["environment"])


@pytest.mark.parametrize(("service", "adapter"), ADAPTERS.items())
def test_a_stand_in_is_signed_in_to_with_its_own_secret(services, service, adapter) -> None:
    shown = load_stand_in(adapter).credentials[0]
    variables = services["gateway"]["environment"]
    assert shown.secret == variables[f"{service.upper()}_SECRET"]
    (auth,) = (
        one["auth"]
        for one in tomllib.loads((DOCKER / "readback.toml").read_text())["destinations"].values()
        if one["adapter"] == adapter
    )
    assert {"scheme": shown.scheme, **shown.members}.items() <= auth.items()
    assert shown.secret_member in auth


@pytest.mark.parametrize("name", OWN)
def test_every_command_is_one_that_there_is(services, name: str) -> None:
    words = services[name].get("command", ["serve", "--config", "x"])
    command = readback.get_command(None, words[0])  # type: ignore[arg-type]
    assert command is not None
    options = {option for one in command.params for option in one.opts}
    assert {word for word in words if word.startswith("--")} <= options
