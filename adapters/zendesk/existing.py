"""Looking for what a request without an answer has made.

External ids are not unique, and two deliveries of one handoff may share one. So each write carries
the delivery's key in ``metadata``, which Zendesk shows in the audit of that write and nowhere else.
"""

from __future__ import annotations

from typing import Any, cast

import msgspec

from adapters.zendesk.translate import ADD_COMMENT, CREATE_FOLLOW_UP, CREATE_TICKET
from adapters.zendesk.wire import (
    Audit,
    Ticket,
    TicketList,
    TicketReply,
    WriteReply,
    ask,
    pages,
    read,
)
from gateway import sdk

_WRITES = frozenset({CREATE_TICKET, CREATE_FOLLOW_UP, ADD_COMMENT})


def written(request: sdk.VendorRequest, response: sdk.VendorResponse) -> sdk.Flow[WriteReply]:
    """The reply to a write. 200 to a create is a repeat that was recognised by its key."""
    try:
        return read(request, response, WriteReply, 200, 201)
    except sdk.UnexpectedReply:
        # It was carried out, and only its reply is empty, damaged or without the audit.
        found = yield from find_existing(request)
        if found is None:
            raise
        return read(request, found, WriteReply, 200)


def find_existing(request: sdk.VendorRequest) -> sdk.Flow[sdk.VendorResponse | None]:
    """The reply that was lost, made anew from the audit that the write has left."""
    if request.step not in _WRITES:
        return None
    for ticket in (yield from _candidates(request)):
        if audit := (yield from find_audit(request, ticket)):
            body = msgspec.json.encode(WriteReply(ticket=ticket, audit=audit))
            return sdk.VendorResponse(status=200, body=body)
    return None


def find_audit(request: sdk.VendorRequest, ticket: Ticket) -> sdk.Flow[Audit | None]:
    """The audit that a write has left in a ticket."""
    metadata = _sent(request)["metadata"]
    listed = yield from pages("look for the write", f"/api/v2/tickets/{ticket.id}/audits")
    audits = (audit for page in listed for audit in page.audits)
    return next((audit for audit in audits if audit.metadata.get("custom") == metadata), None)


def ticket_of(request: sdk.VendorRequest) -> sdk.Flow[Ticket]:
    """The ticket that an update is for, as it is now."""
    look = sdk.VendorRequest(step="read ticket anew", method="GET", path=request.path)
    return (yield from ask(look, TicketReply, 200)).ticket


def _candidates(request: sdk.VendorRequest) -> sdk.Flow[tuple[Ticket, ...]]:
    if request.step == ADD_COMMENT:
        return ((yield from ticket_of(request)),)
    # This asks the database; the search index lags behind what was written (2026-11-20).
    query = (("external_id", _sent(request)["external_id"]),)
    look = sdk.VendorRequest(
        step="look for the ticket", method="GET", path="/api/v2/tickets", query=query
    )
    return (yield from ask(look, TicketList, 200)).tickets


def _sent(request: sdk.VendorRequest) -> dict[str, Any]:
    return cast("dict[str, Any]", msgspec.json.decode(request.body)["ticket"])
