"""What is told about handoffs: which change of a delivery is which event, and what it says.

Pure. The stores write the events in the commit of the change itself.
"""

from __future__ import annotations

from typing import Literal, TypeAlias, cast

import msgspec
from msgspec import Struct

from gateway.store.records import FINAL, DeliveryRow

EventType: TypeAlias = Literal[
    "handoff.accepted",
    "delivery.delivered",
    "delivery.verified",
    "delivery.unproven",
    "delivery.degraded",
    "delivery.failed",
    "delivery.dead",
    "delivery.discarded",
    "delivery.replayed",
]
"""``delivered``: the vendor has the work item, and it was not proved yet · ``replayed``: a delivery
that had ended is owed again · the others are the words of its status."""


class NewEvent(Struct, frozen=True, kw_only=True):
    """One event; ``data`` is JSON without a word of the customer's."""

    type: EventType
    handoff_id: str
    delivery_id: str | None
    data: bytes


class EventRow(NewEvent, frozen=True, kw_only=True):
    """An event as it is kept; ``sequence`` grows from event to event of the whole store."""

    sequence: int
    at: str


class ListenerRow(Struct, frozen=True, kw_only=True):
    """Who is told of a handoff's events, in order, and up to which it was.

    ``due_at`` is None where there is nothing to tell, ``ended_at`` is set when nothing more will
    be: it was tried for too long, or the address is gone.
    """

    handoff_id: str
    url: str
    told: int = 0
    attempts: int = 0
    due_at: str | None = None
    ended_at: str | None = None


class _Told(Struct, frozen=True, kw_only=True, omit_defaults=True):
    destination: str
    status: str
    work_item: dict[str, str] = {}
    proofs: msgspec.Raw = msgspec.Raw(b"")
    code: str = ""


class _Coded(Struct, frozen=True):
    code: str = ""


def accepted(handoff_id: str, destinations: tuple[str, ...]) -> NewEvent:
    """A handoff is kept, and owed to these destinations."""
    data = msgspec.json.encode({"destinations": destinations})
    return NewEvent(type="handoff.accepted", handoff_id=handoff_id, delivery_id=None, data=data)


def changes(before: DeliveryRow, after: DeliveryRow) -> tuple[NewEvent, ...]:
    """The events that a change of a delivery is, in order; most changes are none."""
    types: list[EventType] = []
    if after.ref and not before.ref:
        types.append("delivery.delivered")
    if before.status in FINAL and after.status not in FINAL:
        types.append("delivery.replayed")
    if after.status in FINAL and after.status != before.status:
        types.append(_ended(after))
    return tuple(_event(type_, after) for type_ in types)


def _ended(row: DeliveryRow) -> EventType:
    return cast("EventType", f"delivery.{row.status}")


def _event(type_: EventType, row: DeliveryRow) -> NewEvent:
    told = _Told(
        destination=row.destination,
        status=row.status,
        work_item={"ref": row.ref, "url": row.url or ""} if row.ref else {},
        proofs=msgspec.Raw(row.proofs or b"{}"),
        code=msgspec.json.decode(row.problem, type=_Coded).code if row.problem else "",
    )
    return NewEvent(
        type=type_,
        handoff_id=row.handoff_id,
        delivery_id=row.id,
        data=msgspec.json.encode(told),
    )
