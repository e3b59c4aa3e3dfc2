"""What others do to a ticket between two requests of one caller."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from contract_tests.stand_ins.zendesk.call import Call
from contract_tests.stand_ins.zendesk.records import Audit, Ticket

_SECOND = timedelta(seconds=1)


def closed_at_once(call: Call, ticket: Ticket) -> Ticket:
    """A ticket that was just made, closed by an automation where it is one of the first n."""
    closes = call.switches.number("closes_tickets", default=1) or 0
    return replace(ticket, status="closed") if len(call.account.tickets) < closes else ticket


def changed_by_an_agent(call: Call, ticket: Ticket) -> Ticket:
    """The ticket before an update, changed by an agent where it is one of the first n."""
    changes = call.switches.number("busy_agent", default=1) or 0
    made = call.account.agents_changes
    if made[ticket.id] >= changes or ticket.status == "closed":
        return ticket
    made[ticket.id] += 1
    # Stamps have whole seconds; what changes within the same one would not be noticed.
    at = max(call.account.now, ticket.updated_at + _SECOND)
    tag = f"seen_{made[ticket.id]}"
    change = {"type": "Change", "field_name": "tags", "value": [*ticket.tags, tag]}
    audit = Audit(
        id=call.account.next_id("audit"),
        author_id=call.account.agent.id,
        created_at=at,
        changes=({**change, "previous_value": list(ticket.tags)},),
        comment=None,
        custom={},
    )
    changed = replace(
        ticket, tags=(*ticket.tags, tag), audits=(*ticket.audits, audit), updated_at=at
    )
    call.account.tickets[ticket.id] = changed
    return changed
