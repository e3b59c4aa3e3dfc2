"""An account's schema over a socket: described, kept, drifted; deliveries go on all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from contract_tests.serving import serve
from contract_tests.stand_ins.zendesk import ticket_fields
from gateway.api.app import create_app
from gateway.api.services import running
from gateway.cli.account import opened
from gateway.cli.stand_ins import load_stand_in
from gateway.config.settings import Settings
from gateway.delivery.destination import Described
from gateway.delivery.schema_cache import describe_destination
from gateway.sdk.errors import ConfigurationError
from tests.integration.stage import make_key, secret, settings_for

REASON, TIER = 360020000105, 360020000103
HANDOFF = (
    b'{"conversation": {"id": "c-1", "messages": [{"role": "customer", "content": "Help!"}]},'
    b' "customer": {"name": "Ann", "tier": "gold"}, "reason": {"code": "fraud"}}'
)


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Settings, Any]]:
    """A configuration whose one destination is a stand-in on a socket."""
    stand_in = load_stand_in("zendesk")
    app = stand_in.create()
    monkeypatch.setenv("SECRET", secret(stand_in))
    with serve(app) as url:
        yield settings_for(url, tmp_path, mapping=stand_in.mapping), app


def describe(settings: Settings, folder: Path) -> Described:
    async def ask() -> Described:
        async with opened(settings, "support", folder) as (destination, store):
            return await describe_destination(destination, store)

    return asyncio.run(ask())


def change(monkeypatch: pytest.MonkeyPatch, *fields: ticket_fields.Field) -> None:
    """The account's admin leaves these custom fields and no others."""
    monkeypatch.setattr(ticket_fields, "CUSTOM_FIELDS", fields)


@contextmanager
def gateway(settings: Settings, folder: Path) -> Iterator[httpx.Client]:
    key = make_key(settings, folder)
    app = create_app(
        lambda: running(
            settings, folder=folder, secrets=lambda _: secret(load_stand_in("zendesk"))
        ),
        max_body=settings.gateway.max_body,
    )
    with (
        serve(app) as url,
        httpx.Client(
            base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=90
        ) as client,
    ):
        yield client


def delivered(settings: Settings, folder: Path) -> dict[str, Any]:
    """One handoff's delivery, as it ended."""
    with gateway(settings, folder) as client:
        headers = {"prefer": "wait=30", "content-type": "application/json"}
        reply = client.post("/v1/handoffs", content=HANDOFF, headers=headers)
        assert 200 == reply.status_code, reply.text
        return client.get(f"/v1/deliveries/{reply.json()['deliveries'][0]['id']}").json()


def custom(app: Any) -> dict[int, Any]:
    (ticket,) = app.account.tickets.values()
    return {field: value for field, value in ticket.custom_fields.items() if value is not None}


def test_the_accounts_own_fields_are_described_over_a_socket(
    account: tuple[Settings, Any], tmp_path: Path
) -> None:
    target = describe(account[0], tmp_path).target
    reason = target.field(f"custom_fields.{REASON}")

    assert reason is not None
    assert ("Handoff reason", "choice", True) == (reason.label, reason.kind, reason.restricted)
    assert ("handoff_fraud", "Fraud") in [(one.value, one.label) for one in reason.choices]
    assert target.field("custom_fields.360020000115") is None


def test_with_the_schema_known_everything_is_still_verified(
    account: tuple[Settings, Any], tmp_path: Path
) -> None:
    settings, app = account
    described = describe(settings, tmp_path)
    delivery = delivered(settings, tmp_path)

    assert ("verified", described.sha256, []) == (
        delivery["status"],
        delivery["schema_sha256"],
        delivery["stale"],
    )
    assert {"gold", "handoff_fraud"} == set(custom(app).values())


def test_a_field_that_is_gone_takes_its_rule_and_no_more(
    account: tuple[Settings, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, app = account
    kept = [field for field in ticket_fields.CUSTOM_FIELDS if field.id != TIER]
    change(monkeypatch, *kept)
    describe(settings, tmp_path)
    delivery = delivered(settings, tmp_path)

    assert "verified" == delivery["status"]
    assert [
        'Zendesk Support Ticket no longer has a field "custom_fields.360020000103", so this rule'
        " is skipped. Map another field, or remove it."
    ] == [stale["message"] for stale in delivery["stale"]]
    assert {REASON: "handoff_fraud"} == custom(app)


def test_a_choice_that_is_gone_is_skipped_and_its_field_stays_empty(
    account: tuple[Settings, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, app = account
    fields = []
    for field in ticket_fields.CUSTOM_FIELDS:
        options = tuple(one for one in field.options if one.value != "handoff_fraud")
        fields.append(
            ticket_fields.Field(
                id=field.id, type=field.type, title=field.title, options=options, tag=field.tag
            )
        )
    change(monkeypatch, *fields)
    describe(settings, tmp_path)
    delivery = delivered(settings, tmp_path)

    assert ("verified", ["D403"]) == (
        delivery["status"],
        [stale["code"] for stale in delivery["stale"]],
    )
    assert {TIER: "gold"} == custom(app)


def test_a_destination_that_is_not_configured_is_answered_with_what_is(
    account: tuple[Settings, Any], tmp_path: Path
) -> None:
    async def ask() -> None:
        async with opened(account[0], "suport", tmp_path):
            raise AssertionError

    with pytest.raises(ConfigurationError, match='Did you mean "support"'):
        asyncio.run(ask())
