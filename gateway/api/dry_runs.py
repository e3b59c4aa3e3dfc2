"""``POST /v1/mappings/{name}/dry-run``: what would be sent, as far as it can be known unsent."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from litestar import Request, post
from litestar.params import FromPath, FromQuery
from msgspec import Meta, Struct

from gateway.api.bodies import read_struct
from gateway.api.given import Given, given_handoff, kept_handoff, least
from gateway.api.mapping_diff import desk_of
from gateway.api.openapi import described_body
from gateway.api.preview import known_destination
from gateway.api.services import Parts, Services
from gateway.delivery.destination import Destination
from gateway.delivery.dry_run import DryRun, dry_run
from gateway.delivery.effect_history import recent
from gateway.delivery.revisions import Desk, named, text_of, users
from gateway.sdk.errors import NotFound
from gateway.store.scopes import MAPPINGS_WRITE

_TEXT = Annotated[str, Meta(min_length=1)]


class DryRunRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``text`` is tried, else the draft, else what is in force; at the destination named, else at
    all that use the mapping; with the handoff given, else with the newest that went there.
    """

    destination: _TEXT | None = None
    text: str | None = None
    handoff: Any = None
    handoff_id: _TEXT | None = None


@post(
    "/v1/mappings/{name:str}/dry-run",
    opt={"scope": MAPPINGS_WRITE},
    operation_class=described_body(DryRunRequest),
    operation_id="dryRunMapping",
    status_code=200,
)
async def dry_run_mapping(
    request: Request[Any, Any, Any],
    services: Parts,
    name: FromPath[str],
    dialect: FromQuery[str | None] = None,
) -> list[DryRun]:
    """Sign in, re-read the vendor's schema, plan the exact requests; send nothing that writes."""
    asked = await read_struct(request, DryRunRequest)
    desk = desk_of(services)
    text = await _text(desk, named(name), asked.text)
    where = _where(services, desk, name, text, asked.destination)
    given = await given_handoff(request, services, dialect) or await _newest(services, desk, name)
    runs = [
        await dry_run(destination, text, given.handoff, given.package, services.store)
        for destination in where
    ]
    # What the vendors have just said of their objects holds for deliveries as well.
    await services.watch.notice(*[run.destination for run in runs if run.schema_sha256])
    return runs


async def _text(desk: Desk, name: str, text: str | None) -> str:
    if text is not None:
        return text
    draft = await desk.store.draft(name)
    return draft.text if draft else (await text_of(desk, name, "latest")).text


def _where(
    services: Services, desk: Desk, name: str, text: str, wanted: str | None
) -> tuple[Destination, ...]:
    destination = known_destination(services, wanted)
    where = (destination,) if destination else users(desk.plans, name, text)
    if not where:
        raise NotFound(f'No destination uses the mapping "{name}"; name one.')
    return where


async def _newest(services: Services, desk: Desk, name: str) -> Given:
    async for seen in recent(desk, name, 1):
        return await kept_handoff(services, seen.id)
    return await asyncio.to_thread(least)
