"""``POST /v1/preview``: what a mapping makes of a handoff; nothing is stored, nothing is sent."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated, Any

from litestar import Request, post
from litestar.params import FromQuery
from msgspec import Meta, Struct

from gateway.api.bodies import BodyRefused, read_struct
from gateway.api.given import given_handoff
from gateway.api.mapping_diff import desk_of
from gateway.api.mappings import READ
from gateway.api.openapi import described_body
from gateway.api.services import Parts, Services
from gateway.delivery.checking import Checked, check_text, side_of
from gateway.delivery.destination import Destination
from gateway.delivery.preview import Preview, preview
from gateway.delivery.revisions import Desk, checked, is_name, text_of, users
from gateway.sdk.errors import NotFound

_TEXT = Annotated[str, Meta(min_length=1)]


class PreviewRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``mapping`` is a text or a name; without it the destination's own is tried. Exactly one of
    ``handoff``, canonical or in a known dialect, and ``handoff_id``.
    """

    destination: _TEXT | None = None
    mapping: _TEXT | None = None
    handoff: Any = None
    handoff_id: _TEXT | None = None


@post(
    "/v1/preview",
    opt={"scope": READ},
    operation_class=described_body(PreviewRequest),
    operation_id="preview",
    status_code=200,
)
async def preview_handoff(
    request: Request[Any, Any, Any], services: Parts, dialect: FromQuery[str | None] = None
) -> Preview:
    """Fields, note, capsule, and every place of every leaf; or the problems in the way of it."""
    asked = await read_struct(request, PreviewRequest)
    destination = known_destination(services, asked.destination)
    given = await given_handoff(request, services, dialect)
    if given is None:
        raise BodyRefused('Give one of "handoff" and "handoff_id".')
    found, used = await _mapping(services, asked.mapping, destination)
    if found.plan is None:
        return Preview(object=found.side.schema.object, problems=found.problems)
    work = partial(
        preview,
        given.handoff,
        given.package,
        found.plan,
        visible=used.visible if used else {},
        vendor=found.side.schema,
        problems=found.problems,
    )
    return await asyncio.to_thread(work)


def known_destination(services: Services, name: str | None) -> Destination | None:
    """The destination of this name; None for no name. Raises ``NotFound``."""
    if name is None:
        return None
    destination = services.destinations.get(name)
    if destination is None:
        raise NotFound(f'There is no destination "{name}".')
    return destination


async def _mapping(
    services: Services, mapping: str | None, destination: Destination | None
) -> tuple[Checked, Destination | None]:
    """The mapping to try, and the destination whose settings it reads."""
    desk = desk_of(services)
    if mapping is None:
        return await _own(services, destination)
    name = mapping if is_name(mapping) else ""
    text = (await text_of(desk, name, "latest")).text if name else mapping
    if destination is not None:
        return await _for_one(destination, text, published=bool(name)), destination
    return await checked(desk, name, text, published=bool(name)), _first(desk, name, text)


async def _own(
    services: Services, destination: Destination | None
) -> tuple[Checked, Destination | None]:
    if destination is None:
        raise BodyRefused('Say which "mapping" to try, or that of which "destination".')
    text = services.plans.of(destination).text
    return await _for_one(destination, text, published=True), destination


async def _for_one(destination: Destination, text: str, *, published: bool) -> Checked:
    return await asyncio.to_thread(check_text, text, [side_of(destination)], published=published)


def _first(desk: Desk, name: str, text: str) -> Destination | None:
    return next(iter(users(desk.plans, name, text)), None)
