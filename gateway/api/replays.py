"""``/v1/deliveries``: find those that people have to look after, replay and discard them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Meta, Struct

from gateway.api.bodies import BodyRefused, read_struct
from gateway.api.documents import DeliveryDocument, delivery_document
from gateway.api.mappings import client_of
from gateway.api.openapi import described_body
from gateway.api.services import Parts
from gateway.delivery.trouble import discarded_trouble
from gateway.sdk.errors import Problem
from gateway.store.records import DeliveryFilter, DeliveryRow, DeliveryStatus
from gateway.store.scopes import DELIVERIES_REPLAY

_ANY = Request[Any, Any, Any]
_PAGE = Annotated[int, QueryParameter(ge=1, le=200, description="How many at most.")]
_STATUS = Annotated[
    str | None, QueryParameter(description="Statuses, separated by commas: dead,failed")
]
_MOMENT = Annotated[
    str | None, QueryParameter(description="A time of acceptance: 2026-11-20T09:30:00Z")
]
_REASON = Annotated[str, Meta(min_length=1, max_length=2000)]


class ReplayRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``as_was`` goes on with the mapping it began with, ``current`` begins anew with today's."""

    mapping: Literal["as_was", "current"] = "as_was"


class DiscardRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why it need not be delivered; kept on the delivery with the name of who said so."""

    reason: _REASON


class FoundDelivery(DeliveryDocument, frozen=True, kw_only=True):
    """A delivery in a list, with the handoff it belongs to and when it was tried."""

    handoff_id: str
    conversation_id: str
    created_at: str
    first_attempt_at: str | None
    last_attempt_at: str | None


class DeliveryPage(Struct, frozen=True, kw_only=True):
    """Deliveries, newest first, ``total`` in all; ``next`` is the ``before`` of the page behind."""

    deliveries: list[FoundDelivery]
    total: int
    next: str | None


@get("/v1/deliveries", opt={"scope": "handoffs:read"}, operation_id="listDeliveries")
async def list_deliveries(
    services: Parts,
    status: FromQuery[_STATUS] = None,
    destination: FromQuery[str | None] = None,
    code: FromQuery[str | None] = None,
    since: FromQuery[_MOMENT] = None,
    until: FromQuery[_MOMENT] = None,
    before: FromQuery[str | None] = None,
    limit: _PAGE = 50,
) -> DeliveryPage:
    """Deliveries by status, destination, the code of their problem, and time of acceptance."""
    wanted = DeliveryFilter(
        statuses=_statuses(status), destination=destination, code=code, since=since, until=until
    )
    rows = await services.store.deliveries(wanted, before=before, limit=limit)
    return DeliveryPage(
        deliveries=[_found(row) for row in rows],
        total=await services.store.count_deliveries(wanted),
        next=rows[-1].id if len(rows) == limit else None,
    )


@post(
    "/v1/deliveries/{delivery_id:str}/replay",
    opt={"scope": DELIVERIES_REPLAY},
    operation_class=described_body(ReplayRequest),
    operation_id="replayDelivery",
    status_code=202,
)
async def replay_delivery(
    request: _ANY, services: Parts, delivery_id: FromPath[str]
) -> FoundDelivery:
    """Owe a delivery that has ended once more: it is tried again at once."""
    asked = await read_struct(request, ReplayRequest)
    row = await services.store.reopen(delivery_id, anew=asked.mapping == "current")
    await services.dispatcher.submit(row)
    return _found(row)


@post(
    "/v1/deliveries/{delivery_id:str}/discard",
    opt={"scope": DELIVERIES_REPLAY},
    operation_class=described_body(DiscardRequest),
    operation_id="discardDelivery",
    status_code=200,
)
async def discard_delivery(
    request: _ANY, services: Parts, delivery_id: FromPath[str]
) -> FoundDelivery:
    """Say that a failed or dead delivery need not be made; everything about it is kept."""
    asked = await read_struct(request, DiscardRequest)
    problem = discarded_trouble(asked.reason, client_of(request))
    return _found(await services.store.discard(delivery_id, problem))


def _statuses(text: str | None) -> tuple[DeliveryStatus, ...]:
    known: dict[str, DeliveryStatus] = {word: word for word in get_args(DeliveryStatus)}
    words = [word.strip() for word in text.split(",")] if text else []
    if unknown := [word for word in words if word not in known]:
        detail = f"is no status; there are {', '.join(known)}"
        problems = [
            Problem(code="request.invalid", pointer="status", detail=f'"{word[:40]}" {detail}')
            for word in unknown
        ]
        raise BodyRefused("The query asks for a status that does not exist.", problems)
    return tuple(known[word] for word in words)


def _found(row: DeliveryRow) -> FoundDelivery:
    shown = delivery_document(row)
    return FoundDelivery(
        **{name: getattr(shown, name) for name in shown.__struct_fields__},
        handoff_id=row.handoff_id,
        conversation_id=row.conversation_id,
        created_at=row.created_at,
        first_attempt_at=row.first_attempt_at,
        last_attempt_at=row.last_attempt_at,
    )
