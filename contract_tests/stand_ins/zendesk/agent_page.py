"""Pages for a person: a ticket with its comments, and the list of tickets."""

from __future__ import annotations

from html import escape
from typing import Any

from contract_tests.stand_ins.wire import Reply, html_reply
from contract_tests.stand_ins.zendesk.call import Call, is_list, ticket_of
from contract_tests.stand_ins.zendesk.comments import shown_comments
from contract_tests.stand_ins.zendesk.records import Attachment, Comment, Ticket
from contract_tests.stand_ins.zendesk.shapes import all_tags, attachment_document, stamp
from contract_tests.stand_ins.zendesk.ticket_fields import active_fields

# Nothing on these pages may run or be fetched, whatever a customer wrote.
_POLICY = ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
.meta { opacity: .75; margin: 0 0 1.5rem; }
.notice { border-left: 4px solid #c80; padding: .25rem .75rem; background: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
dt { opacity: .75; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; }
.tag { padding: 0 .6rem; margin: 0 .3rem .2rem 0; }
article { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; }
article > header, article > footer { padding: .4rem .8rem; background: var(--soft); }
article > div { padding: .2rem .8rem; overflow-wrap: anywhere; }
article h1, article h2, article h3 { font-size: 1rem; margin: 1.1rem 0 .4rem; }
article p, article ul { margin: .4rem 0; }
h1, dd, article p, article li { unicode-bidi: plaintext; }
article ul { padding-left: 1.4rem; }
.private { background: #fc02; }
@media (max-width: 30rem) {
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .4rem; }
}
"""


def ticket_page(call: Call) -> Reply:
    """``GET /agent/tickets/{id}``: what an agent would see."""
    ticket = ticket_of(call)
    requester = call.account.users[ticket.requester_id]
    status = f"#{ticket.id} · {ticket.status} · priority {ticket.priority or 'none'}"
    # Isolated: a name written from right to left would pull the date to its other side.
    asked_by = " · ".join(
        f"<bdi>{escape(text)}</bdi>" for text in (requester.name, requester.email) if text
    )
    comments = (_comment(call, comment) for comment in shown_comments(call, ticket))
    body = (
        f"<h1>{escape(ticket.subject or 'No subject')}</h1>"
        f'<p class="meta">{escape(status)} · asked by {asked_by}'
        f" · {stamp(ticket.created_at)}</p>"
        f"{_facts(ticket)}<h2>Conversation</h2>{''.join(comments)}"
        '<p><a href="/agent/tickets">All tickets</a></p>'
    )
    return _page(f"#{ticket.id} {ticket.subject or ''}", body)


def tickets_page(call: Call) -> Reply:
    """``GET /agent/tickets``: all tickets, the newest first."""
    items = "".join(
        f'<li><a href="/agent/tickets/{ticket.id}">#{ticket.id} {escape(ticket.subject or "")}</a>'
        f" · {escape(ticket.status)}</li>"
        for ticket in reversed(call.account.tickets.values())
    )
    return _page("Tickets", f"<h1>Tickets</h1><ul>{items or '<li>None yet.</li>'}</ul>")


def _facts(ticket: Ticket) -> str:
    tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in all_tags(ticket))
    rows = [
        ("External id", escape(ticket.external_id or "none")),
        ("Tags", tags or "none"),
        *(("Follow-up to", _link(followed)) for followed in filter(None, [ticket.followed_id])),
        *(("Goes on in", _link(follow_up)) for follow_up in ticket.followup_ids),
        *(
            (escape(field.title), escape(_shown(ticket.custom_fields[field.id])))
            for field in active_fields()
            if ticket.custom_fields.get(field.id) is not None
        ),
    ]
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows) + "</dl>"


def _link(ticket_id: int) -> str:
    return f'<a href="/agent/tickets/{ticket_id}">#{ticket_id}</a>'


def _comment(call: Call, comment: Comment) -> str:
    author = call.account.users[comment.author_id]
    kind = "public reply" if comment.public else "internal note"
    head = f"<bdi>{escape(author.name)}</bdi> · {kind} · {stamp(comment.created_at)}"
    look = "" if comment.public else ' class="private"'
    # The markup went through the sanitiser's allow-list when it was stored.
    return (
        f"<article{look}><header>{head}</header>"
        f"<div>{comment.markup}</div>{_files(call, comment.attachments)}</article>"
    )


def _files(call: Call, attachments: tuple[Attachment, ...]) -> str:
    links = " · ".join(
        f'<a href="{escape(attachment_document(item, call.request.origin)["content_url"])}">'
        f"{escape(item.file_name)}</a> ({len(item.data):,} bytes)"
        for item in attachments
    )
    return f"<footer>Attached: {links}</footer>" if links else ""


def _shown(value: Any) -> str:
    items = value if is_list(value) else [value]
    return ", ".join(str(item) for item in items)


def _page(title: str, body: str) -> Reply:
    page = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        '<p class="notice">A local stand-in for Zendesk, for trying things out. '
        "It is not Zendesk.</p>"
        f"{body}</body></html>"
    )
    return html_reply(page, headers=(_POLICY, ("referrer-policy", "no-referrer")))
