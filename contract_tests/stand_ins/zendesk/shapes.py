"""The JSON shapes of users, tickets, comments, audits and attachments, member for member."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import quote

from contract_tests.stand_ins.zendesk.comment_text import plain, wrap
from contract_tests.stand_ins.zendesk.field_values import tags_of
from contract_tests.stand_ins.zendesk.records import Attachment, Audit, Comment, Ticket, User
from contract_tests.stand_ins.zendesk.ticket_fields import active_fields

Document: TypeAlias = dict[str, Any]

_VIA: Document = {"channel": "api", "source": {"from": {}, "to": {}, "rel": None}}


def stamp(at: datetime) -> str:
    """A time as the vendor writes it: seconds, UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def user_document(user: User, origin: str) -> Document:
    return {
        "id": user.id,
        "url": f"{origin}/api/v2/users/{user.id}.json",
        "name": user.name,
        "email": user.email,
        "external_id": user.external_id,
        "phone": user.phone,
        "created_at": stamp(user.created_at),
        "updated_at": stamp(user.updated_at),
        "time_zone": "UTC",
        "iana_time_zone": "Etc/UTC",
        "locale": "en-US",
        "locale_id": 1,
        "organization_id": None,
        "role": user.role,
        "verified": user.role == "agent",
        "active": True,
        "shared": False,
        "shared_agent": False,
        "suspended": False,
        "restricted_agent": False,
        "tags": [],
        "alias": None,
        "details": None,
        "notes": None,
        "signature": None,
        "photo": None,
        "user_fields": {},
    }


def attachment_document(attachment: Attachment, origin: str) -> Document:
    name = quote(attachment.file_name, safe="")
    address = f"{origin}/attachments/token/{attachment.token}/?name={name}"
    return {
        "url": f"{origin}/api/v2/attachments/{attachment.id}.json",
        "id": attachment.id,
        "file_name": attachment.file_name,
        "content_url": address,
        "mapped_content_url": address,
        "content_type": attachment.content_type,
        "size": len(attachment.data),
        "width": None,
        "height": None,
        "inline": False,
        "deleted": False,
        "malware_access_override": False,
        "malware_scan_result": "not_scanned",
        "thumbnails": [],
    }


def comment_document(comment: Comment, origin: str) -> Document:
    text = plain(comment.markup)
    return {
        "id": comment.id,
        "type": "Comment",
        "author_id": comment.author_id,
        "body": text,
        "html_body": wrap(comment.markup),
        "plain_body": text,
        "public": comment.public,
        "attachments": [attachment_document(item, origin) for item in comment.attachments],
        "audit_id": comment.audit_id,
        "via": _VIA,
        "created_at": stamp(comment.created_at),
        "metadata": {"system": {}, "custom": {}},
    }


def ticket_document(ticket: Ticket, origin: str) -> Document:
    """All active custom fields are listed, the unset ones with null."""
    comments = ticket.comments()
    return {
        "url": f"{origin}/api/v2/tickets/{ticket.id}.json",
        "id": ticket.id,
        "external_id": ticket.external_id,
        "via": _via(ticket),
        "created_at": stamp(ticket.created_at),
        "updated_at": stamp(ticket.updated_at),
        "generated_timestamp": int(ticket.updated_at.timestamp()),
        "type": ticket.type,
        "subject": ticket.subject,
        "raw_subject": ticket.subject,
        "description": plain(comments[0].markup) if comments else None,
        "priority": ticket.priority,
        "status": ticket.status,
        "recipient": ticket.recipient,
        "requester_id": ticket.requester_id,
        "submitter_id": ticket.submitter_id,
        "assignee_id": ticket.assignee_id,
        "group_id": ticket.group_id,
        "brand_id": ticket.brand_id,
        "ticket_form_id": ticket.ticket_form_id,
        "due_at": ticket.due_at,
        "has_incidents": False,
        "is_public": any(comment.public for comment in comments),
        "tags": list(all_tags(ticket)),
        "custom_fields": [
            {"id": field.id, "value": ticket.custom_fields.get(field.id)}
            for field in active_fields()
        ],
        "followup_ids": list(ticket.followup_ids),
        **_UNUSED,
    }


def _via(ticket: Ticket) -> Document:
    if ticket.followed_id is None:
        return _VIA
    source = {"from": {"ticket_id": ticket.followed_id}, "to": {}, "rel": "follow_up"}
    return {"channel": "api", "source": source}


def all_tags(ticket: Ticket) -> tuple[str, ...]:
    """The tags sent and those that fields add by themselves, in alphabetical order."""
    added = (
        tag
        for field in active_fields()
        for tag in tags_of(field, ticket.custom_fields.get(field.id))
    )
    return tuple(sorted({*ticket.tags, *added}))


def audit_document(ticket_id: int, audit: Audit, origin: str) -> Document:
    return {
        "id": audit.id,
        "ticket_id": ticket_id,
        "created_at": stamp(audit.created_at),
        "author_id": audit.author_id,
        "metadata": {"system": {}, "custom": audit.custom},
        "events": list(_events(audit, origin)),
        "via": _VIA,
    }


def _events(audit: Audit, origin: str) -> Iterable[Document]:
    if audit.comment is not None:
        yield comment_document(audit.comment, origin)
    # The comment's own id is among the ids of events; changes follow it far away from others'.
    for place, change in enumerate(audit.changes):
        yield {"id": audit.id * 1000 + place, **change}


_UNUSED: Document = {
    "organization_id": None,
    "collaborator_ids": [],
    "follower_ids": [],
    "email_cc_ids": [],
    "forum_topic_id": None,
    "problem_id": None,
    "satisfaction_rating": None,
    "sharing_agreement_ids": [],
    "custom_status_id": None,
    "allow_channelback": False,
    "allow_attachments": True,
    "from_messaging_channel": False,
}
