"""Comments: writing one with everything the vendor does to it, and listing them."""

from __future__ import annotations

from typing import Any

from contract_tests.stand_ins.wire import Reply
from contract_tests.stand_ins.zendesk.call import Call, Object, is_list, ticket_of
from contract_tests.stand_ins.zendesk.comment_text import (
    COMMENT_BYTES,
    cut,
    markup_of,
    redact_cards,
    substitute,
)
from contract_tests.stand_ins.zendesk.records import Comment, Ticket
from contract_tests.stand_ins.zendesk.replies import Refused, listing, problem, record_invalid
from contract_tests.stand_ins.zendesk.sanitiser import sanitise
from contract_tests.stand_ins.zendesk.shapes import comment_document
from contract_tests.stand_ins.zendesk.uploads import take_uploads

COMMENTS_PER_TICKET = 5_000


def write_comment(call: Call, ticket: Ticket, sent: Object, audit_id: int) -> Comment | None:
    """The comment that a request makes; None where it says nothing.

    Raises ``Refused`` for a bad upload token, or when the ticket is full.
    """
    markup = _markup(call, ticket, sent)
    uploads = sent.get("uploads")
    tokens = uploads if is_list(uploads) else []
    if not markup and not tokens:
        return None
    if len(ticket.comments()) >= COMMENTS_PER_TICKET:
        raise Refused(record_invalid({"comment": problem("Comment: too many comments")}))
    return Comment(
        id=call.account.next_id("comment"),
        audit_id=audit_id,
        author_id=_author_id(call, sent.get("author_id")),
        markup=markup,
        public=_is_public(call, ticket, sent.get("public")),
        attachments=take_uploads(call.account, tokens),
        created_at=call.account.now,
    )


def list_comments(call: Call) -> Reply:
    """``GET /api/v2/tickets/{id}/comments``, the oldest first."""
    comments = shown_comments(call, ticket_of(call))
    if _is_late(call):
        comments = ()
    documents = [comment_document(comment, call.request.origin) for comment in comments]
    return listing(call.request, "comments", documents)


def shown_comments(call: Call, ticket: Ticket) -> tuple[Comment, ...]:
    """The comments that reading shows: all of them, in a kind account."""
    hidden = call.switches.number("hide_comment")
    return tuple(comment for place, comment in enumerate(ticket.comments(), 1) if place != hidden)


def _author_id(call: Call, sent: Any) -> int:
    is_known = isinstance(sent, int) and sent in call.account.users
    return sent if is_known else call.author().id


def _markup(call: Call, ticket: Ticket, sent: Object) -> str:
    """``html_body`` wins over ``body``; member names are case-sensitive."""
    size = call.switches.number("cut_comment")
    placeholders = _placeholders(call, ticket)
    html_body, body = sent.get("html_body"), sent.get("body")
    text = html_body if isinstance(html_body, str) else body if isinstance(body, str) else ""
    text = cut(substitute(text, placeholders), COMMENT_BYTES if size is None else size)
    if not text.strip():
        return ""
    markup = sanitise(text) if isinstance(html_body, str) else markup_of(text)
    redacts = call.switches.applies("redact_cards", call.request)
    return redact_cards(markup) if redacts else markup


def _placeholders(call: Call, ticket: Ticket) -> dict[str, str]:
    requester = call.account.users[ticket.requester_id]
    return {
        "ticket.id": str(ticket.id),
        "ticket.title": ticket.subject or "",
        "ticket.external_id": ticket.external_id or "",
        "ticket.requester.name": requester.name,
        "ticket.requester.email": requester.email or "",
        "current_user.name": call.author().name,
    }


def _is_public(call: Call, ticket: Ticket, sent: Any) -> bool:
    if call.switches.applies("light_agent", call.request):
        return False
    if call.switches.applies("public_comments", call.request):
        return True
    if isinstance(sent, bool):
        return sent
    # Not said, or not a boolean: it is what the ticket is, and a new one is public.
    earlier = ticket.comments()
    return any(comment.public for comment in earlier) if earlier else True


def _is_late(call: Call) -> bool:
    """Whether this is one of the first listings, which a late account answers with nothing."""
    late = call.switches.number("late_comments", default=1)
    if late is None:
        return False
    listings = call.account.comment_listings
    listings[int(call.argument)] += 1
    return listings[int(call.argument)] <= late
