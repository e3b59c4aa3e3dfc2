"""The rest of a long note: further comments, in a ticket that others change or close meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from adapters.zendesk import existing, translate, verdict
from adapters.zendesk.settings import ZendeskSettings
from adapters.zendesk.wire import Ticket, WriteReply
from gateway import sdk

# So often a ticket may have changed under our hands, within a second each time.
_MOST_TRIES = 5


class Begun(Struct, frozen=True):
    """The delivery that goes on."""

    consignment: sdk.Consignment
    settings: ZendeskSettings
    requester_id: int


def write(
    begun: Begun, ticket: Ticket, rest: Iterable[translate.NotePart]
) -> sdk.Flow[dict[str, str]]:
    """The ids of the comments; ``followup.3`` is the ticket that the third of them began.

    A closed ticket takes nothing more, ever. What is left then goes into a follow-up to it.
    """
    ids: dict[str, str] = {}
    for part in rest:
        written = yield from _comment(begun, ticket, part, _MOST_TRIES)
        if written is None:
            written = yield from _follow_up(begun, ticket, part)
            ids[f"followup.{part.number}"] = str(written.ticket.id)
        ids[f"comment.{part.number}"] = written.audit.comment_id()
        ticket = written.ticket
    return ids


def _comment(
    begun: Begun, ticket: Ticket, part: translate.NotePart, tries: int
) -> sdk.Flow[WriteReply | None]:
    """One more comment; None where the ticket is closed."""
    request = translate.add_comment(ticket.id, ticket.updated_at, begun.consignment, part)
    response = yield request
    if verdict.is_closed(response):
        return None
    if response.status != 409 or tries == 1:
        return (yield from existing.written(request, response))
    # The ticket before its audits: a try of ours that is carried out in between is then seen, and
    # one that is carried out later makes what was read too old for the next try.
    now = yield from existing.ticket_of(request)
    if audit := (yield from existing.find_audit(request, now)):
        return WriteReply(ticket=now, audit=audit)
    return (yield from _comment(begun, now, part, tries - 1))


def _follow_up(begun: Begun, closed: Ticket, part: translate.NotePart) -> sdk.Flow[WriteReply]:
    request = translate.follow_up(
        begun.consignment, begun.settings, begun.requester_id, part, closed.id
    )
    return (yield from existing.written(request, (yield request)))
