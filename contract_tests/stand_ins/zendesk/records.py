"""What the imitated account keeps: plain values, replaced and never changed in place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct


class User(Struct, frozen=True, kw_only=True):
    """An agent or an end user."""

    id: int
    name: str
    email: str | None = None
    external_id: str | None = None
    phone: str | None = None
    role: str = "end-user"
    created_at: datetime
    updated_at: datetime


class Token(Struct, frozen=True, kw_only=True):
    """An access token; ``calls`` counts what it was used for."""

    value: str
    scopes: tuple[str, ...]
    expires_at: datetime
    calls: int = 0


class Attachment(Struct, frozen=True, kw_only=True):
    """A file; who knows ``token`` may read it."""

    id: int
    token: str
    file_name: str
    content_type: str
    data: bytes


class Upload(Struct, frozen=True, kw_only=True):
    """Files that wait for the comment they belong to."""

    token: str
    attachments: tuple[Attachment, ...]
    expires_at: datetime


class Comment(Struct, frozen=True, kw_only=True):
    """One comment; ``markup`` is sanitised and without the vendor's wrapping."""

    id: int
    audit_id: int
    author_id: int
    markup: str
    public: bool
    attachments: tuple[Attachment, ...]
    created_at: datetime


class Audit(Struct, frozen=True, kw_only=True):
    """One change of a ticket. ``changes`` are events without their ids, the comment not among them.

    ``custom`` is the metadata that came with the request.
    """

    id: int
    author_id: int
    created_at: datetime
    changes: tuple[dict[str, Any], ...]
    comment: Comment | None
    custom: dict[str, Any]


class Ticket(Struct, frozen=True, kw_only=True):
    """One ticket. ``tags`` are those sent; the tags of its fields are added when it is read.

    ``followed_id`` is the closed ticket that this one goes on from, and ``followup_ids`` are those
    that go on from this one.
    """

    id: int
    requester_id: int
    submitter_id: int
    created_at: datetime
    updated_at: datetime
    subject: str | None = None
    external_id: str | None = None
    assignee_id: int | None = None
    group_id: int | None = None
    brand_id: int | None = None
    ticket_form_id: int | None = None
    status: str = "new"
    priority: str | None = None
    type: str | None = None
    due_at: str | None = None
    recipient: str | None = None
    tags: tuple[str, ...] = ()
    custom_fields: dict[int, Any] = {}
    audits: tuple[Audit, ...] = ()
    followed_id: int | None = None
    followup_ids: tuple[int, ...] = ()

    def comments(self) -> tuple[Comment, ...]:
        """All comments, the oldest first."""
        return tuple(audit.comment for audit in self.audits if audit.comment is not None)


class Remembered(Struct, frozen=True, kw_only=True):
    """The answer to a create that came with an idempotency key."""

    body_sha256: str
    status: int
    body: bytes
    at: datetime
