"""One gateway that delivers every handoff to all four vendors' stand-ins, each on a socket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec

from contract_tests.serving import serve
from gateway.api.app import create_app
from gateway.api.services import running
from gateway.cli.stand_ins import load_stand_in
from gateway.config.settings import (
    AuthSettings,
    DestinationSettings,
    GatewaySettings,
    SecretSource,
    Settings,
)
from tests.integration.stage import make_key, secret

VENDORS = ("salesforce", "zendesk", "twilio_flex", "webhook")


@dataclass(frozen=True)
class Four:
    """The running gateway and its vendors."""

    client: httpx.Client
    apps: Mapping[str, Any]
    urls: Mapping[str, str]

    def hand_over(self, body: bytes) -> dict[str, Any]:
        """Send a handoff and wait until all four deliveries have ended."""
        headers = {"prefer": "wait=60", "content-type": "application/json"}
        response = self.client.post("/v1/handoffs", content=body, headers=headers)
        assert response.status_code == 200, response.text
        return response.json()

    def work_items(self, vendor: str) -> int:
        """How many work items a vendor has."""
        return load_stand_in(vendor).work_items(self.apps[vendor].account)


@contextmanager
def four_vendors(folder: Path) -> Iterator[Four]:
    """Everything running on loopback, each vendor with the preset that its adapter names."""
    apps = {vendor: load_stand_in(vendor).create() for vendor in VENDORS}
    with ExitStack() as stack:
        urls = {vendor: stack.enter_context(serve(app)) for vendor, app in apps.items()}
        configured = Settings(
            gateway=GatewaySettings(store=f"sqlite:///{folder}/four.db"),
            destinations={vendor: _destination(vendor, urls[vendor]) for vendor in VENDORS},
        )
        key = make_key(configured, folder)
        app = create_app(
            lambda: running(configured, folder=folder, secrets=_secret), max_body=1 << 24
        )
        url = stack.enter_context(serve(app))
        client = stack.enter_context(
            httpx.Client(base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=90)
        )
        yield Four(client=client, apps=apps, urls=urls)


def _destination(vendor: str, url: str) -> DestinationSettings:
    stand_in = load_stand_in(vendor)
    shown = stand_in.credentials[0]
    auth = {"scheme": shown.scheme, **shown.members, shown.secret_member: {"env": vendor}}
    # A receiver that says nothing proves nothing; this one answers with digests.
    echo = {"echo": "digests"} if vendor == "webhook" else {}
    return DestinationSettings(
        adapter=vendor,
        base_url=url + stand_in.path,
        mapping=str(stand_in.mapping) if stand_in.mapping else None,
        allow_private_addresses=True,
        auth=msgspec.convert(auth, AuthSettings),
        settings={**stand_in.settings, **echo},
    )


def _secret(source: SecretSource) -> str:
    return str(secret(load_stand_in(str(source.env))))
