"""What the imitated account holds; a change makes a new record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct


class Message(Struct, frozen=True, kw_only=True):
    """A message of a conversation; ``attributes`` is JSON as text, as everywhere."""

    sid: str
    index: int
    author: str
    body: str | None
    attributes: str
    date_created: datetime


class Participant(Struct, frozen=True, kw_only=True):
    """Somebody in a conversation: in a chat by identity, else by two addresses."""

    sid: str
    identity: str | None
    address: str | None
    proxy_address: str | None
    attributes: str
    date_created: datetime


class Conversation(Struct, frozen=True, kw_only=True):
    """A conversation; ``service`` is the Conversations service it is in."""

    sid: str
    service: str
    unique_name: str | None
    friendly_name: str | None
    attributes: str
    date_created: datetime
    messages: tuple[Message, ...] = ()
    participants: tuple[Participant, ...] = ()


class Task(Struct, frozen=True, kw_only=True):
    """A task; ``revision`` goes up with each change and is its ETag."""

    sid: str
    attributes: str
    priority: int
    timeout: int
    task_channel: str
    workflow_sid: str
    date_created: datetime
    revision: int = 0


class Interaction(Struct, frozen=True, kw_only=True):
    """An interaction with its one channel. ``reads`` counts how often the channel was read."""

    sid: str
    channel_sid: str
    channel_type: str
    task_sid: str
    reads: int = 0


class Document(Struct, frozen=True, kw_only=True):
    """A Sync document."""

    sid: str
    unique_name: str
    data: Any
    date_created: datetime
    revision: int = 0
