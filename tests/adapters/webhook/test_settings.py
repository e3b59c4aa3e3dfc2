"""What a destination may set, and what is refused before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contract_tests.stand_ins.webhook.inbox import SECRET
from gateway.config.settings import DestinationSettings
from gateway.delivery.destination import open_destination
from gateway.sdk.errors import ConfigurationError


async def opened(folder: Path, **settings: Any) -> Any:
    configured = DestinationSettings(
        adapter="webhook", base_url="https://receiver.example/hook", settings=settings
    )
    destination = open_destination("hook", configured, folder=folder, secrets=lambda _: SECRET)
    await destination.transport.aclose()
    return destination.settings


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"path": "/items/{id}", "method": "PUT"},
        {"path": "/of/{customer.name}/items/{id}.json"},
        {"headers": {"X-Source": "readback", "Accept": "application/json"}},
        {"body": "thin", "gateway_url": "https://readback.example"},
        {"echo": "url", "read_path": "/items/{reply.id}", "read_member": "item"},
        {"handoff_member": "meta.full"},
    ],
)
async def test_what_the_guide_shows_is_taken(tmp_path: Path, settings: dict[str, Any]) -> None:
    assert await opened(tmp_path, **settings)


@pytest.mark.parametrize(
    "settings",
    [
        {"path": "items"},
        {"path": "/items?id={id}"},
        {"path": "/items/{id"},
        {"path": "https://elsewhere.example/"},
        {"method": "GET"},
        {"format": "xml"},
        {"echo": "yes"},
        {"type": "a b"},
        {"gateway_url": "readback.example"},
        {"handoff_member": "a..b"},
        {"headers": {"X-Source": "a\r\nX-Other: b"}},
        {"headers": {"X Source": "a"}},
        {"unknown": 1},
    ],
)
async def test_what_cannot_work_is_refused_at_the_start(
    tmp_path: Path, settings: dict[str, Any]
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        await opened(tmp_path, **settings)
    assert refused.value.problems


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "authorization",
        "Cookie",
        "Host",
        "Content-Length",
        "webhook-id",
        "Webhook-Signature",
        "webhook-timestamp",
        "Proxy-Authorization",
        "Transfer-Encoding",
    ],
)
async def test_headers_that_sign_in_or_belong_to_the_transport_are_refused(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ConfigurationError):
        await opened(tmp_path, headers={name: "x"})


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"body": "thin"}, "gateway_url"),
        ({"read_path": "/items/{id}"}, "read_path"),
        ({"read_member": "item", "echo": "digests"}, "read_member"),
    ],
)
async def test_settings_that_do_not_go_together_are_named(
    tmp_path: Path, settings: dict[str, Any], says: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        await opened(tmp_path, **settings)
    (problem,) = refused.value.problems
    assert ("config.adapter_setting", "destinations.hook.settings") == (
        problem.code,
        problem.pointer,
    )
    assert says in problem.detail
