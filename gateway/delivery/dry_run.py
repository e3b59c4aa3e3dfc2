"""Dry run: sign in, plan a delivery's exact requests, and stop before the first that writes."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from gateway.delivery.checking import VendorSide, check_text, side_of
from gateway.delivery.decision import decide
from gateway.delivery.destination import Destination
from gateway.delivery.drive import Later, Send, drive, outcome_of, reply_or_raise
from gateway.delivery.journal import shown_path
from gateway.delivery.preview import translated
from gateway.delivery.probe import probe
from gateway.delivery.schema_cache import describe_destination
from gateway.schema.handoff import Handoff
from gateway.sdk.adapter import AnyAdapter, Describes
from gateway.sdk.consignment import Consignment
from gateway.sdk.errors import DeliveryError
from gateway.sdk.exchange import Flow, VendorRequest, VendorResponse
from gateway.store.clock import now
from gateway.store.port import SchemaStore
from mappings.problems import MappingProblem

# Some vendors take searches by POST; who only looks at the method cannot tell them from writes.
_READS = frozenset({"GET", "HEAD"})


class PlannedRequest(Struct, frozen=True, kw_only=True):
    """One request as the adapter builds it; ``bytes`` is its body's size.

    ``sent`` is True for a read that was really made, because what follows depends on its answer.
    """

    step: str
    method: str
    path: str
    bytes: int
    sent: bool


class DryRun(Struct, frozen=True, kw_only=True):
    """What a delivery would begin with. ``signed_in`` is who the vendor says we are.

    ``schema_sha256`` is the hash of what the vendor says its object looks like, None where it
    cannot be asked; ``schema_changed`` that it said something else before. ``complete`` is False
    where requests follow that depend on the answer to the last one. ``problem`` is what would keep
    the delivery from starting, ``problems`` all that is wrong with the mapping.
    """

    destination: str
    signed_in: str | None = None
    schema_sha256: str | None = None
    schema_changed: bool = False
    requests: tuple[PlannedRequest, ...] = ()
    complete: bool = False
    problem: str | None = None
    problems: tuple[MappingProblem, ...] = ()


class _Stop(Exception):
    """The next request would write."""


async def dry_run(
    destination: Destination, text: str, handoff: Handoff, package: bytes, store: SchemaStore
) -> DryRun:
    """Everything up to the first write. What goes wrong is an answer here and not an error."""
    run = DryRun(destination=destination.name)
    try:
        run = replace(run, signed_in=await probe(destination))
        side = side_of(destination)
        if isinstance(destination.adapter, Describes):
            described = await describe_destination(destination, store)
            side = side_of(destination, described.target)
            before = destination.schema_sha256
            changed = before not in (None, described.sha256)
            run = replace(run, schema_sha256=described.sha256, schema_changed=changed)
    except DeliveryError as error:
        return replace(run, problem=error.detail)
    made = await asyncio.to_thread(_consignment, text, side, destination, handoff, package)
    if isinstance(made, Consignment):
        return await _rehearsed(run, destination, made)
    return replace(run, problem="The mapping does not let this handoff leave.", problems=made)


def _consignment(
    text: str, side: VendorSide, destination: Destination, handoff: Handoff, package: bytes
) -> Consignment | tuple[MappingProblem, ...]:
    found = check_text(text, [side])
    if found.plan is None:
        return found.problems
    made = translated(handoff, package, found.plan, destination.visible)
    return (made,) if isinstance(made, MappingProblem) else made.consignment


async def _rehearsed(run: DryRun, destination: Destination, consignment: Consignment) -> DryRun:
    flow = destination.adapter.deliver(consignment, destination.settings)
    requests, complete, problem = await _planned(
        flow, destination.transport.send, destination.adapter
    )
    return replace(run, requests=requests, complete=complete, problem=problem)


async def _planned(
    flow: Flow[Any], send: Send, adapter: AnyAdapter
) -> tuple[tuple[PlannedRequest, ...], bool, str | None]:
    """The requests, whether they are all, and what went wrong."""
    requests: list[PlannedRequest] = []

    async def answer(_: int, request: VendorRequest) -> VendorResponse:
        reads = request.method in _READS
        requests.append(_request(request, sent=reads))
        if not reads:
            raise _Stop
        outcome = await outcome_of(send, request)
        return reply_or_raise(decide(request, outcome, adapter, now=datetime.fromisoformat(now())))

    try:
        await drive(flow, answer)
    except _Stop:
        return tuple(requests), False, None
    except Later as later:
        return tuple(requests), False, later.error.detail
    except DeliveryError as error:
        return tuple(requests), False, error.detail
    return tuple(requests), True, None


def _request(request: VendorRequest, *, sent: bool) -> PlannedRequest:
    return PlannedRequest(
        step=request.step,
        method=request.method,
        path=shown_path(request.path),
        bytes=len(request.body),
        sent=sent,
    )
