"""What the HTTP interface answers, as structs; the OpenAPI document is made from them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from gateway.delivery.proof import Place, Proof, Receipt, worst
from gateway.delivery.vendor_words import VendorSaid, vendor_said
from gateway.store.records import DeliveryRow, ExchangeRow, HandoffRow
from gateway.store.status import worst_status
from mappings.fate import Fate, best
from mappings.problems import MappingProblem


class WorkItem(Struct, frozen=True, kw_only=True):
    """What the vendor created: its id there, and where a person opens it."""

    ref: str
    url: str


class ProblemDocument(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a delivery is not delivered, or not proved."""

    code: str
    title: str
    detail: str
    errors: list[dict[str, Any]] = []


class DeliveryDocument(Struct, frozen=True, kw_only=True):
    """One delivery. ``proofs`` and ``fates`` count leaves by their word."""

    id: str
    destination: str
    status: str
    attempts: int
    work_item: WorkItem | None
    proofs: dict[str, int]
    fates: dict[str, int]
    next_attempt_at: str | None = None
    mapping: str | None = None
    mapping_revision: int | None = None
    problem: ProblemDocument | UnsetType = UNSET


class ExchangeDocument(Struct, frozen=True, kw_only=True):
    """One request to the vendor and its reply, without bodies."""

    phase: str
    round: int
    number: int
    step: str
    method: str
    path: str
    attempt: int
    status: int | None
    started_at: str
    finished_at: str | None


class DeliveryDetail(DeliveryDocument, frozen=True, kw_only=True):
    """One delivery with its journal.

    ``stale`` are the mapping's rules that were skipped, because the vendor no longer supports
    them; ``schema_sha256`` is the hash of the vendor's schema, if it was ever fetched.
    ``vendor_said`` is its last refusal without sentences; ``reread_at`` when it is read again.
    """

    handoff_id: str
    exchanges: list[ExchangeDocument]
    generation: int = 0
    first_attempt_at: str | None = None
    last_attempt_at: str | None = None
    reread_at: str | None = None
    vendor_said: VendorSaid | None = None
    mapping_sha256: str | None = None
    schema_sha256: str | None = None
    stale: list[MappingProblem] = []


class HandoffDocument(Struct, frozen=True, kw_only=True):
    """One handoff; its status is the worst of its deliveries'."""

    id: str
    status: str
    conversation_id: str
    created_at: str
    dialect: str
    deliveries: list[DeliveryDocument]
    links: dict[str, str]


class AcceptedDocument(Struct, frozen=True, kw_only=True):
    """The handoff is durable. ``repeated`` when this key and body were accepted before."""

    id: str
    status: str
    repeated: bool
    links: dict[str, str]


class HandoffPage(Struct, frozen=True, kw_only=True):
    """Handoffs, newest first; ``next`` is the ``before`` of the page behind."""

    handoffs: list[HandoffDocument]
    next: str | None


class PlaceDocument(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place of a leaf; ``sent`` and ``stored`` are given where they differ."""

    destination: str
    object: str
    field: str
    proof: Proof
    sent: Any | UnsetType = UNSET
    stored: Any | UnsetType = UNSET


class RowDocument(Struct, frozen=True, kw_only=True):
    """One leaf: its fate, its proof (the worst of its places; none if withheld), its places."""

    pointer: str
    fate: Fate
    proof: Proof | None
    places: list[PlaceDocument]


class WaitedDocument(HandoffDocument, frozen=True, kw_only=True):
    """A handoff whose deliveries have ended within the time waited, with its receipt."""

    receipt: list[RowDocument]


def links(handoff_id: str) -> dict[str, str]:
    """Where everything about a handoff is."""
    own = f"/v1/handoffs/{handoff_id}"
    return {
        "self": own,
        "package": f"{own}/package",
        "raw": f"{own}/raw",
        "receipt": f"{own}/receipt",
        "vcon": f"{own}/vcon",
        "events": f"{own}/events",
    }


def handoff_document(row: HandoffRow) -> HandoffDocument:
    """A stored handoff as it is answered."""
    return HandoffDocument(
        id=row.id,
        status=worst_status(delivery.status for delivery in row.deliveries),
        conversation_id=row.conversation_id,
        created_at=row.created_at,
        dialect=row.dialect,
        deliveries=[delivery_document(delivery) for delivery in row.deliveries],
        links=links(row.id),
    )


def delivery_document(row: DeliveryRow) -> DeliveryDocument:
    """A stored delivery as it is answered."""
    return DeliveryDocument(**_delivery_members(row))


def delivery_detail(
    row: DeliveryRow, exchanges: list[ExchangeRow], stale: Iterable[MappingProblem] = ()
) -> DeliveryDetail:
    """A stored delivery with its journal, and what of its mapping was skipped."""
    return DeliveryDetail(
        **_delivery_members(row),
        handoff_id=row.handoff_id,
        exchanges=[_exchange_document(exchange) for exchange in exchanges],
        generation=row.generation,
        first_attempt_at=row.first_attempt_at,
        last_attempt_at=row.last_attempt_at,
        reread_at=row.reread_at,
        vendor_said=vendor_said(exchanges),
        mapping_sha256=row.mapping_sha256,
        schema_sha256=row.schema_sha256,
        stale=list(stale),
    )


def _delivery_members(row: DeliveryRow) -> dict[str, Any]:
    work_item = WorkItem(ref=row.ref, url=row.url or "") if row.ref else None
    return {
        "id": row.id,
        "destination": row.destination,
        "status": row.status,
        "attempts": row.attempts,
        "work_item": work_item,
        "proofs": msgspec.json.decode(row.proofs or b"{}"),
        "fates": msgspec.json.decode(row.fates or b"{}"),
        "next_attempt_at": row.next_attempt_at,
        "mapping": row.mapping,
        "mapping_revision": row.mapping_revision,
        "problem": msgspec.json.decode(row.problem, type=ProblemDocument) if row.problem else UNSET,
    }


def _exchange_document(row: ExchangeRow) -> ExchangeDocument:
    return msgspec.convert(row, ExchangeDocument, from_attributes=True)


def receipt_rows(receipts: dict[str, Receipt]) -> list[RowDocument]:
    """The receipts of several destinations as one row a leaf."""
    fates: dict[str, list[Fate]] = {}
    places: dict[str, list[PlaceDocument]] = {}
    for destination, receipt in receipts.items():
        for row in receipt.rows:
            fates.setdefault(row.pointer, []).append(row.fate)
            found = places.setdefault(row.pointer, [])
            found.extend(_place(destination, place) for place in row.places)
    return [
        RowDocument(
            pointer=pointer,
            fate=best(fates[pointer]),
            proof=worst([place.proof for place in found]),
            places=found,
        )
        for pointer, found in places.items()
    ]


def _place(destination: str, place: Place) -> PlaceDocument:
    return PlaceDocument(
        destination=destination,
        object=place.object,
        field=place.field,
        proof=place.proof,
        sent=place.sent,
        stored=place.stored,
    )
