"""Opens the destination that a contract describes, with a stand-in in place of the network."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx
import msgspec

from contract_tests.contract import Contract
from contract_tests.harness.line import Exchange, Line, Meddle
from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.frame import Credentials
from gateway.config.settings import AuthSettings, DestinationSettings
from gateway.delivery.auth.build import build_auth
from gateway.delivery.destination import Destination, compile_plan
from gateway.delivery.presets import preset_text
from gateway.delivery.rate import Bucket
from gateway.delivery.transport import Transport, open_transport
from gateway.delivery.vocabulary import pick_target
from gateway.sdk.manifest import Target
from mappings import Plan

NAME = "contract"

_PLANS: dict[str, Plan] = {}


@asynccontextmanager
async def opened(
    contract: Contract, app: StandInApp[Any], exchanges: list[Exchange], meddle: Meddle
) -> AsyncGenerator[Destination]:
    """The destination, as after a start of the gateway: nothing is remembered from before."""
    configured = _configured(contract)
    manifest = contract.adapter.manifest
    auth = build_auth(
        configured.auth,
        configured.base_url,
        manifest.token_path,
        lambda _: credentials_of(contract).secret,
        audience=manifest.token_audience,
    )
    transport = open_transport(configured, auth, inner=httpx.ASGITransport(app))
    line = Line(transport, exchanges, meddle)
    try:
        yield Destination(
            name=NAME,
            configured=configured,
            adapter=contract.adapter,
            target=target_of(contract),
            settings=settings_of(contract),
            plan=plan_of(contract),
            mapping=mapping_of(contract),
            # A Line is asked exactly what a Transport is.
            transport=cast("Transport", line),
            bucket=Bucket.of(None),
            visible=visible_to(contract),
        )
    finally:
        await line.aclose()


def target_of(contract: Contract) -> Target:
    """The object that is created."""
    return pick_target(contract.adapter.manifest, contract.stand_in.object)


def settings_of(contract: Contract) -> Any:
    """The adapter's settings as its own struct."""
    return msgspec.convert(_settings(contract), contract.adapter.manifest.settings)


def mapping_of(contract: Contract) -> str:
    """The text of the mapping."""
    file = contract.mapping or contract.stand_in.mapping
    return file.read_text("utf-8") if file else preset_text(contract.adapter.manifest.preset)


def plan_of(contract: Contract) -> Plan:
    """The compiled mapping; raises ``ConfigurationError`` with all that keeps it from working."""
    text = mapping_of(contract)
    manifest = contract.adapter.manifest
    key = f"{manifest.name} {id(contract.adapter)} {text}"
    if key not in _PLANS:
        _PLANS[key] = compile_plan(text, manifest, target_of(contract), "the contract's mapping")
    return _PLANS[key]


def visible_to(contract: Contract) -> dict[str, Any]:
    """What ``@destination.x`` reads in the mapping."""
    return {**_settings(contract), "name": NAME, "base_url": _base_url(contract)}


def credentials_of(contract: Contract) -> Credentials:
    """The credentials that the contract signs in with."""
    return contract.credentials or contract.stand_in.credentials[0]


def _configured(contract: Contract) -> DestinationSettings:
    return DestinationSettings(
        adapter=contract.adapter.manifest.name,
        base_url=_base_url(contract),
        object=contract.stand_in.object,
        auth=_auth(credentials_of(contract)),
        allow_private_addresses=True,
        settings=_settings(contract),
    )


def _settings(contract: Contract) -> dict[str, Any]:
    return {**contract.stand_in.settings, **contract.settings}


def _base_url(contract: Contract) -> str:
    return contract.base_url or f"http://stand-in.test{contract.stand_in.path}"


def _auth(shown: Credentials) -> AuthSettings | None:
    if shown.scheme == "none":
        return None
    members = {"scheme": shown.scheme, **shown.members, shown.secret_member: {"env": "SECRET"}}
    return cast("AuthSettings", msgspec.convert(members, AuthSettings))
