"""``/v1/handoffs``: hand over, look it up, and read what was proved."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from gateway.api.accept import Submission, accept
from gateway.api.directly import directly
from gateway.api.documents import (
    AcceptedDocument,
    HandoffDocument,
    HandoffPage,
    RowDocument,
    WaitedDocument,
    handoff_document,
    links,
    receipt_rows,
)
from gateway.api.openapi import HandoffOperation
from gateway.api.preferences import wanted_wait
from gateway.api.promises import durable, promise
from gateway.api.services import Parts, Services
from gateway.delivery.aside import aside
from gateway.delivery.evidence import PACKED, package_pointers, unpack_receipt
from gateway.delivery.proof import whole
from gateway.sdk.errors import NotFound
from gateway.store.records import Accepted, HandoffRow

_PAGE = Annotated[int, QueryParameter(ge=1, le=200, description="How many at most.")]
_ANY = Request[Any, Any, Any]


@post(
    "/v1/handoffs",
    opt={"scope": "handoffs:write"},
    middleware=[directly],
    operation_class=HandoffOperation,
    operation_id="handOver",
    status_code=202,
    summary="Hand a customer over",
)
async def hand_over(
    request: _ANY,
    services: Parts,
    dialect: FromQuery[str | None] = None,
    strict: FromQuery[bool] = False,
) -> Response[AcceptedDocument | WaitedDocument]:
    """Accept a handoff. 202 means that it is durable; ``Prefer: wait=N`` answers with proof."""
    submission = Submission(
        body=await request.body(),
        content_type=request.headers.get("content-type", "application/json"),
        client=str(request.state.get("client", "")),
        dialect=dialect,
        strict=strict,
        idempotency_key=request.headers.get("idempotency-key"),
        traceparent=request.headers.get("traceparent"),
    )
    accepted = await accept(submission, services)
    seconds = wanted_wait(", ".join(request.headers.getall("prefer", [])))
    location = {"location": links(accepted.handoff_id)["self"]}
    if seconds and await _ended_within(services, accepted, seconds):
        waited = await _waited(services, accepted.handoff_id)
        return Response(waited, status_code=200, headers=location)
    return Response(await promise(accepted, services), status_code=202, headers=location)


@get("/v1/handoffs", opt={"scope": "handoffs:read"}, operation_id="listHandoffs")
async def list_handoffs(
    services: Parts,
    status: FromQuery[str | None] = None,
    q: FromQuery[str | None] = None,
    before: FromQuery[str | None] = None,
    limit: _PAGE = 50,
) -> HandoffPage:
    """Handoffs, newest first; ``q`` is a conversation's id."""
    rows = await services.store.handoffs(status=status, conversation=q, before=before, limit=limit)
    return HandoffPage(
        handoffs=[handoff_document(row) for row in rows],
        next=rows[-1].id if len(rows) == limit else None,
    )


@get("/v1/handoffs/{handoff_id:str}", opt={"scope": "handoffs:read"}, operation_id="getHandoff")
async def get_handoff(services: Parts, handoff_id: FromPath[str]) -> HandoffDocument:
    """One handoff and how its deliveries stand."""
    return handoff_document(await _known(services, handoff_id))


@get(
    "/v1/handoffs/{handoff_id:str}/package",
    opt={"scope": "handoffs:read"},
    operation_id="getPackage",
)
async def get_package(services: Parts, handoff_id: FromPath[str]) -> Response[Any]:
    """The canonical handoff as it was accepted."""
    package = await services.store.package(handoff_id)
    if package is None:
        raise NotFound
    return Response(package, media_type="application/json")


@get(
    "/v1/handoffs/{handoff_id:str}/receipt",
    opt={"scope": "handoffs:read"},
    operation_id="getReceipt",
)
async def get_receipt(
    services: Parts,
    handoff_id: FromPath[str],
    destination: FromQuery[str | None] = None,
) -> list[RowDocument]:
    """One row a leaf: its fate, and a proof for every place it stands in."""
    row = await _known(services, handoff_id)
    return await _receipt(services, row, destination)


async def _known(services: Services, handoff_id: str) -> HandoffRow:
    row = await services.store.handoff(handoff_id)
    if row is None:
        raise NotFound
    return row


async def _ended_within(services: Services, accepted: Accepted, seconds: float) -> bool:
    row = await durable(accepted, services)
    if row is None:
        return False
    ended = await asyncio.gather(
        *(services.dispatcher.wait(delivery.id, seconds) for delivery in row.deliveries)
    )
    return all(ended)


async def _waited(services: Services, handoff_id: str) -> WaitedDocument:
    row = await _known(services, handoff_id)
    document = handoff_document(row)
    return WaitedDocument(
        id=document.id,
        status=document.status,
        conversation_id=document.conversation_id,
        created_at=document.created_at,
        dialect=document.dialect,
        deliveries=document.deliveries,
        links=document.links,
        receipt=await _receipt(services, row, None),
    )


async def _receipt(
    services: Services, row: HandoffRow, destination: str | None
) -> list[RowDocument]:
    kept: dict[str, bytes] = {}
    for delivery in row.deliveries:
        if destination in (None, delivery.destination):
            evidence = await services.store.receipt(delivery.id)
            if evidence is not None:
                kept[delivery.destination] = evidence
    package = await services.store.package(row.id) if kept else None
    size = sum(map(len, kept.values())) * PACKED + len(package or b"")
    return await aside(size, partial(_rows, kept, package))


def _rows(kept: dict[str, bytes], package: bytes | None) -> list[RowDocument]:
    pointers = package_pointers(package) if package else ()
    return receipt_rows(
        {name: whole(unpack_receipt(evidence), pointers) for name, evidence in kept.items()}
    )
