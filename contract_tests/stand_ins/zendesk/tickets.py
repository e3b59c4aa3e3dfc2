"""Tickets: create, show, list, update."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from math import ceil
from typing import Any

from msgspec.structs import replace

from contract_tests.stand_ins.wire import Reply, json_reply, with_headers
from contract_tests.stand_ins.zendesk.account import BRAND_ID, FORM_ID
from contract_tests.stand_ins.zendesk.call import Call, Object, as_object, sent_object, ticket_of
from contract_tests.stand_ins.zendesk.comments import shown_comments, write_comment
from contract_tests.stand_ins.zendesk.meanwhile import changed_by_an_agent, closed_at_once
from contract_tests.stand_ins.zendesk.records import Audit, Comment, Ticket
from contract_tests.stand_ins.zendesk.replies import (
    Refused,
    listing,
    problem,
    record_invalid,
    too_many_requests,
    update_conflict,
)
from contract_tests.stand_ins.zendesk.shapes import (
    all_tags,
    audit_document,
    stamp,
    ticket_document,
)
from contract_tests.stand_ins.zendesk.ticket_members import write_members

UPDATES_PER_TICKET = 30
_WINDOW = timedelta(minutes=10)
_COMPARED = (
    "subject",
    "external_id",
    "requester_id",
    "assignee_id",
    "group_id",
    "brand_id",
    "ticket_form_id",
    "status",
    "priority",
    "type",
    "due_at",
)


def create_ticket(call: Call) -> Reply:
    """``POST /api/v2/tickets``: 201 with the ticket and the audit of what was really made."""
    sent = sent_object(call, "ticket")
    caller = call.author()
    blank = Ticket(
        id=call.account.next_id("ticket"),
        requester_id=caller.id,
        submitter_id=caller.id,
        brand_id=BRAND_ID,
        ticket_form_id=FORM_ID,
        created_at=call.account.now,
        updated_at=call.account.now,
        followed_id=_followed_id(call, sent),
    )
    ticket, audit = _written(call, blank, sent, "Create")
    if audit is None or audit.comment is None or not audit.comment.markup:
        raise Refused(record_invalid({"base": problem("Description: cannot be blank")}))
    _store(call, ticket)
    return json_reply(_with_audit(call, ticket, audit), 201)


def show_ticket(call: Call) -> Reply:
    """``GET /api/v2/tickets/{id}``."""
    return json_reply({"ticket": ticket_document(ticket_of(call), call.request.origin)})


def list_tickets(call: Call) -> Reply:
    """``GET /api/v2/tickets``; ``external_id`` is not unique, so several may have it."""
    external_id = call.request.parameter("external_id")
    documents = [
        ticket_document(ticket, call.request.origin)
        for ticket in call.account.tickets.values()
        if external_id is None or ticket.external_id == external_id
    ]
    return listing(call.request, "tickets", documents)


def update_ticket(call: Call) -> Reply:
    """``PUT /api/v2/tickets/{id}``: members, tags, custom fields, and a comment."""
    before = changed_by_an_agent(call, ticket_of(call))
    sent = sent_object(call, "ticket")
    headers = _spend_update(call, before)
    if before.status == "closed":
        raise Refused(record_invalid({"status": problem("Status: closed prevents ticket update")}))
    if sent.get("safe_update") is True and sent.get("updated_stamp") != stamp(before.updated_at):
        raise Refused(update_conflict())
    ticket, audit = _written(call, before, sent, "Change")
    call.account.tickets[ticket.id] = ticket
    return with_headers(json_reply(_with_audit(call, ticket, audit)), *headers)


def list_audits(call: Call) -> Reply:
    """``GET /api/v2/tickets/{id}/audits``, the oldest first."""
    ticket = ticket_of(call)
    shown = shown_comments(call, ticket)
    documents = [
        audit_document(ticket.id, _without_hidden(audit, shown), call.request.origin)
        for audit in ticket.audits
    ]
    return listing(call.request, "audits", documents)


def _written(call: Call, before: Ticket, sent: Object, event: str) -> tuple[Ticket, Audit | None]:
    """The ticket after a request; without a change or a comment there is no new audit."""
    after = write_members(call, before, sent)
    audit_id = call.account.next_id("audit")
    comment = write_comment(call, after, _comment(sent, event), audit_id)
    changes = tuple(_changes(before, after, event))
    if comment is None and not changes:
        return before, None
    custom = sent.get("metadata")
    audit = Audit(
        id=audit_id,
        author_id=call.author().id,
        created_at=call.account.now,
        changes=changes,
        comment=comment,
        custom=as_object(custom, "metadata") if custom else {},
    )
    audits = (*before.audits, audit)
    return replace(after, audits=audits, updated_at=call.account.now), audit


def _comment(sent: Object, event: str) -> Object:
    if "comment" in sent:
        return as_object(sent["comment"], "comment")
    return {"body": sent.get("description")} if event == "Create" else {}


def _changes(before: Ticket, after: Ticket, event: str) -> Iterable[dict[str, Any]]:
    for name, old, new in _compared(before, after):
        if new == old and not (event == "Create" and name in ("requester_id", "status")):
            continue
        change = {"type": event, "field_name": name, "value": new}
        yield change if event == "Create" else {**change, "previous_value": old}


def _compared(before: Ticket, after: Ticket) -> Iterable[tuple[str, Any, Any]]:
    for name in _COMPARED:
        yield name, getattr(before, name), getattr(after, name)
    yield "tags", list(all_tags(before)), list(all_tags(after))
    for field_id, value in after.custom_fields.items():
        yield str(field_id), before.custom_fields.get(field_id), value


def _store(call: Call, ticket: Ticket) -> None:
    if call.switches.applies("stores_nothing", call.request):
        return
    call.account.tickets[ticket.id] = closed_at_once(call, ticket)
    source = call.account.tickets.get(ticket.followed_id or 0)
    if source is not None:
        followed = replace(source, followup_ids=(*source.followup_ids, ticket.id))
        call.account.tickets[source.id] = followed
    if call.switches.applies("double_external_id", call.request):
        twin = replace(ticket, id=call.account.next_id("ticket"))
        call.account.tickets[twin.id] = twin


def _followed_id(call: Call, sent: Object) -> int | None:
    """The closed ticket that a new one goes on from.

    "The parameter only works with closed tickets. It has no effect with other tickets." (OpenAPI
    document of 2025-07-25, Creating follow-up requests)
    """
    source_id = sent.get("via_followup_source_id")
    source = call.account.tickets.get(source_id) if isinstance(source_id, int) else None
    return source.id if source is not None and source.status == "closed" else None


def _with_audit(call: Call, ticket: Ticket, audit: Audit | None) -> dict[str, Any]:
    origin = call.request.origin
    shown = {"audit": audit_document(ticket.id, audit, origin)} if audit else {}
    return {"ticket": ticket_document(ticket, origin), **shown}


def _without_hidden(audit: Audit, shown: tuple[Comment, ...]) -> Audit:
    return audit if audit.comment in shown else replace(audit, comment=None)


def _spend_update(call: Call, ticket: Ticket) -> tuple[tuple[str, str], ...]:
    """One of the 30 updates a ticket may have in 10 minutes; raises ``Refused`` with a 429."""
    now = call.account.now
    recent = tuple(at for at in call.account.updates.get(ticket.id, ()) if now - at < _WINDOW)
    # Whole seconds, and never too few: who waits as long as told finds that it was long enough.
    resets = ceil((recent[0] + _WINDOW - now).total_seconds()) if recent else 600
    left = UPDATES_PER_TICKET - len(recent) - 1
    bucket = f"total={UPDATES_PER_TICKET}; remaining={max(left, 0)}; resets={resets}"
    header = ("zendesk-ratelimit-per-ticket-updates", bucket)
    if left < 0:
        text = "Rate limit for ticket updates exceeded, please wait before updating it again"
        raise Refused(with_headers(too_many_requests(text, resets), header))
    call.account.updates[ticket.id] = (*recent, now)
    return (header,)
