"""An independent judge: reads a ticket with zenpy, which knows nothing of our adapter.

zenpy is GPL-3.0 and synchronous: tests only, and in a thread where the caller has a loop. Its cache
is off, because with it a ticket just created is shown without asking the server.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from msgspec import Struct
from zenpy import Zenpy

from contract_tests.stand_ins.frame import Credentials

# zenpy takes another host than zendesk.com from the environment only.
_environment = threading.Lock()


class JudgedComment(Struct, frozen=True, kw_only=True):
    """One comment as zenpy shows it."""

    html_body: str
    public: bool


class JudgedRequester(Struct, frozen=True, kw_only=True):
    """Who asked."""

    name: str
    email: str | None
    external_id: str | None


class JudgedTicket(Struct, frozen=True, kw_only=True):
    """What stands in the account, by zenpy's word; ``attachments`` are bytes by file name."""

    subject: str | None
    external_id: str | None
    tags: frozenset[str]
    priority: str | None
    custom_fields: dict[int, Any]
    comments: tuple[JudgedComment, ...]
    attachments: dict[str, bytes]
    requester: JudgedRequester


def read_ticket(base_url: str, ticket_id: int | str, credentials: Credentials) -> JudgedTicket:
    """Read one ticket over a socket; ``credentials`` are of scheme ``basic``."""
    with _pointed_at(base_url), requests.Session() as session:
        session.trust_env = False
        email = credentials.members["username"].removesuffix("/token")
        client = Zenpy(
            subdomain="stand-in",
            email=email,
            token=credentials.secret,
            session=session,
            disable_cache=True,
        )
        return _judged(client, int(ticket_id))


def _judged(client: Any, ticket_id: int) -> JudgedTicket:
    ticket = client.tickets(id=ticket_id)
    comments = list(client.tickets.comments(ticket=ticket_id))
    requester = client.users(id=ticket.requester_id)
    return JudgedTicket(
        subject=ticket.subject,
        external_id=ticket.external_id,
        tags=frozenset(ticket.tags),
        priority=ticket.priority,
        custom_fields={field["id"]: field["value"] for field in ticket.to_dict()["custom_fields"]},
        comments=tuple(
            JudgedComment(html_body=comment.html_body, public=comment.public)
            for comment in comments
        ),
        attachments={
            attachment.file_name: client.attachments.download(attachment.id).getvalue()
            for comment in comments
            for attachment in comment.attachments
        },
        requester=JudgedRequester(
            name=requester.name, email=requester.email, external_id=requester.external_id
        ),
    )


@contextmanager
def _pointed_at(base_url: str) -> Generator[None]:
    address = urlsplit(base_url)
    names = {"ZENPY_FORCE_SCHEME": address.scheme, "ZENPY_FORCE_NETLOC": address.netloc}
    with _environment:
        before = {name: os.environ.get(name) for name in names}
        os.environ.update(names)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
