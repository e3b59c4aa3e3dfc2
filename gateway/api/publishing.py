"""``/v1/mappings``: publish, roll back, and try out what would be sent."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Request, post
from litestar.params import FromPath
from msgspec import Meta, Struct

from gateway.api.bodies import read_struct
from gateway.api.mapping_diff import compared, desk_of, diff_document, in_force
from gateway.api.mapping_documents import DiffDocument, PublishedDocument
from gateway.api.mappings import client_of
from gateway.api.openapi import described_body
from gateway.api.services import Parts, Services
from gateway.delivery.revisions import Desk, MappingText, named, publish, roll_back, text_of
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
    difference = await _difference(desk, named(name), after, asked.last)
    by, note, expected = client_of(request), asked.note, asked.expected
    row = await publish(desk, name, after.text, author=by, note=note, expected=expected)
    return _published(services, difference, row)


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
    desk, number = desk_of(services), asked.revision
    after = await text_of(desk, name, number)
    difference = await _difference(desk, name, after, asked.last)
    by, note, expected = client_of(request), asked.note, asked.expected
    row = await roll_back(desk, name, number, author=by, note=note, expected=expected)
    return _published(services, difference, row)


async def _difference(desk: Desk, name: str, after: MappingText, last: int) -> DiffDocument:
    """What going over from the text in force would change, told before it is done."""
    both = await compared(desk, name, await in_force(desk, name), after)
    return await diff_document(desk, both, last=last, handoff_id=None)


def _published(services: Services, difference: DiffDocument, row: RevisionRow) -> PublishedDocument:
    name = difference.name
    return PublishedDocument(
        name=name,
        revision=row,
        destinations=[one.name for one in services.plans.using(name)],
        problems=difference.problems,
        text=difference.text,
        effect=difference.effect,
    )
