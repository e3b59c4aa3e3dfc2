"""``/v1/mappings``: look mappings up, work on drafts, check and compare them."""

from __future__ import annotations

from typing import Annotated, Any, cast

from litestar import Request, Response, get, post, put
from litestar.params import FromPath, FromQuery, QueryParameter

from gateway.api.bodies import BodyRefused, read_text
from gateway.api.guards import demand
from gateway.api.mapping_diff import compared, desk_of, diff_document, in_force
from gateway.api.mapping_documents import (
    CheckDocument,
    DiffDocument,
    DraftDocument,
    MappingDetail,
    MappingDocument,
    SavedDocument,
    check_document,
    draft_document,
)
from gateway.api.openapi import TextOperation
from gateway.api.services import Parts
from gateway.delivery.presets import preset_names
from gateway.delivery.revisions import (
    Desk,
    MappingText,
    Which,
    checked,
    named,
    save_draft,
    text_of,
)
from gateway.sdk.errors import NotFound
from gateway.store.scopes import HANDOFFS_READ, MAPPINGS_WRITE
from mappings.reading import MOST_CHARACTERS

READ = (HANDOFFS_READ, MAPPINGS_WRITE)
_ANY = Request[Any, Any, Any]
LAST = Annotated[int, QueryParameter(ge=0, le=500, description="How many handoffs to try.")]


@get("/v1/mappings", opt={"scope": READ}, operation_id="listMappings")
async def list_mappings(services: Parts) -> list[MappingDocument]:
    """Every mapping that has a draft or a revision, and every preset."""
    desk = desk_of(services)
    names = sorted({*await services.store.mapping_names(), *preset_names()})
    return [MappingDocument(**await _members(desk, name)) for name in names]


@get("/v1/mappings/{name:str}", opt={"scope": READ}, operation_id="getMapping")
async def get_mapping(services: Parts, name: FromPath[str]) -> MappingDetail:
    """One mapping: the text in force, its draft, its revisions."""
    desk = desk_of(services)
    members = await _members(desk, name)
    current = await in_force(desk, name)
    draft = await services.store.draft(name)
    if current is None and draft is None:
        raise NotFound
    return MappingDetail(
        **members,
        text=current.text if current else None,
        draft_text=draft.text if draft else None,
        revisions=await services.store.revisions(name),
    )


async def _members(desk: Desk, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "latest": await desk.store.revision(name),
        "draft": draft_document(await desk.store.draft(name)),
        "preset": name in preset_names(),
        "destinations": [destination.name for destination in desk.plans.using(name)],
    }


@put(
    "/v1/mappings/{name:str}/draft",
    opt={"scope": MAPPINGS_WRITE},
    operation_class=TextOperation,
    operation_id="saveDraft",
)
async def put_draft(request: _ANY, services: Parts, name: FromPath[str]) -> SavedDocument:
    """Keep a draft, whatever is wrong with it, and say what is."""
    text = await read_text(request, MOST_CHARACTERS)
    desk = desk_of(services)
    draft = await save_draft(desk, name, text, client_of(request))
    found = await checked(desk, name, text)
    return SavedDocument(
        name=name,
        draft=DraftDocument(author=draft.author, saved_at=draft.saved_at),
        problems=found.problems,
        coverage=found.coverage,
    )


@post(
    "/v1/mappings/{name:str}/check",
    opt={"scope": READ},
    operation_class=TextOperation,
    operation_id="checkMapping",
    status_code=200,
)
async def check_mapping(request: _ANY, services: Parts, name: FromPath[str]) -> CheckDocument:
    """Every problem of the text sent, else of the draft, else of what is in force."""
    desk = desk_of(services)
    if await request.body():
        text = await read_text(request, MOST_CHARACTERS)
        return check_document(await checked(desk, named(name), text))
    draft = await services.store.draft(name)
    text = draft.text if draft else (await text_of(desk, name, "latest")).text
    return check_document(await checked(desk, name, text, published=draft is None))


@get(
    "/v1/mappings/{name:str}/export",
    opt={"scope": READ},
    operation_id="exportMapping",
    media_type="application/toml",
)
async def export_mapping(
    services: Parts, name: FromPath[str], revision: FromQuery[str] = "latest"
) -> Response[bytes]:
    """A text as a file: a revision by its number, "latest" (the default), "draft" or "preset"."""
    found = await text_of(desk_of(services), name, which(revision))
    headers = {
        "content-disposition": f'attachment; filename="{named(name)}.toml"',
        "x-content-type-options": "nosniff",
    }
    return Response(found.text.encode(), media_type="application/toml", headers=headers)


@get("/v1/mappings/{name:str}/diff", opt={"scope": READ}, operation_id="diffMapping")
async def diff_mapping(
    request: _ANY,
    services: Parts,
    name: FromPath[str],
    before: Annotated[str, QueryParameter(name="from")] = "latest",
    after: Annotated[str, QueryParameter(name="to")] = "draft",
    last: LAST = 50,
    show: FromQuery[str | None] = None,
) -> DiffDocument:
    """Compare two texts, and what they make of the newest handoffs, counted field by field.

    ``show`` adds one handoff with its values, for keys that may read handoffs.
    """
    desk = desk_of(services)
    return await _diff(request, desk, name, (before, last, show), await _text(desk, name, after))


@post(
    "/v1/mappings/{name:str}/diff",
    opt={"scope": READ},
    operation_class=TextOperation,
    operation_id="diffText",
    status_code=200,
)
async def diff_text(
    request: _ANY,
    services: Parts,
    name: FromPath[str],
    before: Annotated[str, QueryParameter(name="from")] = "latest",
    last: LAST = 50,
    show: FromQuery[str | None] = None,
) -> DiffDocument:
    """The same for a text that is not saved anywhere."""
    text = MappingText(which="draft", text=await read_text(request, MOST_CHARACTERS))
    return await _diff(request, desk_of(services), named(name), (before, last, show), text)


async def _diff(
    request: _ANY, desk: Desk, name: str, asked: tuple[str, int, str | None], after: MappingText
) -> DiffDocument:
    before, last, show = asked
    if show is not None:
        demand(scopes_of(request), HANDOFFS_READ)
    latest = which(before) == "latest"
    old = await in_force(desk, name) if latest else await _text(desk, name, before)
    both = await compared(desk, name, old, after)
    return await diff_document(desk, both, last=last, handoff_id=show)


async def _text(desk: Desk, name: str, reference: str) -> MappingText:
    return await text_of(desk, name, which(reference))


def which(reference: str) -> Which:
    """Which text of a mapping a query names. Raises ``BodyRefused``."""
    if reference.isascii() and reference.isdigit() and len(reference) < 10:
        return int(reference)
    if reference in ("draft", "latest", "preset"):
        return cast("Which", reference)
    raise BodyRefused(
        'A text is named by the number of a revision, or by "draft", "latest" or "preset".'
    )


def client_of(request: _ANY) -> str:
    """The name of the key that calls."""
    return str(request.state.get("client", ""))


def scopes_of(request: _ANY) -> tuple[str, ...]:
    """What the key that calls may do."""
    return tuple(request.state.get("scopes", ()))
