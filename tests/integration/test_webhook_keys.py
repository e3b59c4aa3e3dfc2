"""The keys that sign a webhook, through the whole gateway, and what a thin body leaves behind."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from contract_tests.serving import serve
from contract_tests.stand_ins.webhook import create
from contract_tests.stand_ins.webhook.inbox import NEXT_SECRET, PRIVATE_KEY, PUBLIC_KEY, SECRET
from gateway.api.app import create_app
from gateway.api.services import running
from gateway.cli.examples import load_examples
from gateway.config.settings import (
    DestinationSettings,
    GatewaySettings,
    SecretSource,
    Settings,
    StandardWebhooksAuth,
)
from tests.integration.stage import make_key

EXAMPLE = dict(load_examples())["duplicate-charge"]
THIN = """\
schema    = "readback-mapping/1"
canonical = "handoff/1"
name      = "thin"
title     = "Webhook with a link"

[target]
vendor = "webhook"
object = "handoff"

[defaults]
unmapped = "capsule"

[capsule]
as   = "link"
name = "handoff-{{ id }}.json"
"""


def deliver(
    url: str, folder: Path, secret: Callable[[Any], str], *names: str, **members: Any
) -> str:
    """How one handoff ends at a receiver, through a destination with these secrets."""
    secret_name, *also = names or ("SECRET",)
    configured = DestinationSettings(
        adapter="webhook",
        base_url=f"{url}/hook",
        allow_private_addresses=True,
        auth=StandardWebhooksAuth(
            secret=SecretSource(env=secret_name),
            also=tuple(SecretSource(env=name) for name in also),
        ),
        **{"settings": {"echo": "digests"}, **members},
    )
    settings = Settings(
        gateway=GatewaySettings(store=f"sqlite:///{folder}/test.db"),
        destinations={"hook": configured},
    )
    key = make_key(settings, folder)
    app = create_app(
        lambda: running(settings, folder=folder, secrets=lambda source: secret(source.env)),
        max_body=settings.gateway.max_body,
    )
    with serve(app) as gateway:
        reply = httpx.post(
            f"{gateway}/v1/handoffs",
            content=EXAMPLE,
            headers={"authorization": f"Bearer {key}", "prefer": "wait=30"},
            timeout=60,
        )
    return str(reply.json()["status"])


def test_a_private_key_signs_so_that_the_public_key_verifies(tmp_path: Path):
    app = create()
    app.account.keys = (PUBLIC_KEY,)
    with serve(app) as url:
        sent = deliver(url, tmp_path, lambda _: PRIVATE_KEY)

    (request,) = app.requests
    (entry,) = str(request.header("webhook-signature")).split(" ")
    version, _, signature = entry.partition(",")
    content = f"{request.header('webhook-id')}.{request.header('webhook-timestamp')}."
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(PUBLIC_KEY.removeprefix("whpk_")))
    public.verify(base64.b64decode(signature), content.encode() + request.body)
    assert ("v1a", "verified") == (version, sent)


@pytest.mark.parametrize("known", [SECRET, NEXT_SECRET])
def test_during_a_rotation_a_receiver_with_either_key_takes_it(tmp_path: Path, known: str):
    app = create()
    app.account.keys = (known,)
    with serve(app) as url:
        sent = deliver(url, tmp_path, {"NEW": NEXT_SECRET, "OLD": SECRET}.__getitem__, "NEW", "OLD")

    assert "verified" == sent


def test_a_thin_body_leaves_the_handoff_with_the_gateway(tmp_path: Path):
    mapping = tmp_path / "thin.toml"
    mapping.write_text(THIN)
    settings = {"body": "thin", "gateway_url": "https://readback.example", "echo": "digests"}
    app = create()
    with serve(app) as url:
        sent = deliver(url, tmp_path, lambda _: SECRET, mapping=str(mapping), settings=settings)
    document = json.loads(next(iter(app.account.items.values())).body)

    assert {"id", "type", "timestamp", "link"} == set(document)
    assert f"https://readback.example/v1/handoffs/{document['id']}/package" == document["link"]
    assert "unproven" == sent
