"""``/v1/mappings``: publish, roll back, and try out what would be sent."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, post
from litestar.params import FromPath
from msgspec import Meta, Struct

from gateway.api.bodies import read_struct
from gateway.api.mapping_diff import compared, desk_of, effect_between, in_force
from gateway.api.mapping_documents import PublishedDocument, text_diff
from gateway.api.mappings import client_of
from gateway.api.openapi import described_body
from gateway.api.services import Parts, Services
from gateway.delivery.revisions import MappingText, named, publish, roll_back, text_of
from gateway.store.mapping_records import RevisionRow
from gateway.store.scopes import MAPPINGS_WRITE

_ANY = Request[Any, Any, Any]
_NOTE = Annotated[str, Meta(min_length=1, max_length=2000)]
_NUMBER = Annotated[int, Meta(ge=1, le=2**31)]
_SEEN = Annotated[int, Meta(ge=0, le=2**31)]
_LAST = Annotated[int, Meta(ge=0, le=500)]


class PublishRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``expected`` is the latest revision that was seen, 0 for none; ``note`` says why.

    Without ``text`` the draft is published. The effect is tried on ``last`` handoffs.
    """

    note: _NOTE
    expected: _SEEN
    text: str | None = None
    last: _LAST = 50


class RollBackRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``revision``: whose text is published again; ``expected``: the latest that was seen."""

    revision: _NUMBER
    note: _NOTE
    expected: _SEEN
    last: _LAST = 50


@post(
    "/v1/mappings/{name:str}/publish",
    opt={"scope": MAPPINGS_WRITE},
    operation_class=described_body(PublishRequest),
    operation_id="publishMapping",
    status_code=201,
)
async def publish_mapping(request: _ANY, services: Parts, name: FromPath[str]) -> PublishedDocument:
    """Make the draft, or the text sent, the next revision; deliveries begin with it at once."""
    asked = await read_struct(request, PublishRequest)
    desk = desk_of(services)
    if asked.text is None:
        after = await text_of(desk, name, "draft")
    else:
        after = MappingText(which="draft", text=asked.text)
    before = await in_force(desk, named(name))
    both = await compared(desk, name, before, after)
    effect = await effect_between(desk, both, asked.last)
    row = await publish(
        desk,
        name,
        after.text,
        author=client_of(request),
        note=asked.note,
        expected=asked.expected,
    )
    return PublishedDocument(
        **_published(services, name, row),
        problems=both.new.problems,
        text=text_diff(before, after),
        effect=effect,
    )


@post(
    "/v1/mappings/{name:str}/rollback",
    opt={"scope": MAPPINGS_WRITE},
    operation_class=described_body(RollBackRequest),
    operation_id="rollBackMapping",
    status_code=201,
)
async def roll_back_mapping(
    request: _ANY, services: Parts, name: FromPath[str]
) -> PublishedDocument:
    """Publish the text of an old revision as a new one."""
    asked = await read_struct(request, RollBackRequest)
    desk = desk_of(services)
    before, after = await in_force(desk, name), await text_of(desk, name, asked.revision)
    both = await compared(desk, name, before, after)
    effect = await effect_between(desk, both, asked.last)
    row = await roll_back(
        desk,
        name,
        asked.revision,
        author=client_of(request),
        note=asked.note,
        expected=asked.expected,
    )
    return PublishedDocument(
        **_published(services, name, row),
        problems=both.new.problems,
        text=text_diff(before, after),
        effect=effect,
    )


def _published(services: Services, name: str, row: RevisionRow) -> dict[str, Any]:
    using = services.plans.using(name)
    return {"name": name, "revision": row, "destinations": [one.name for one in using]}
