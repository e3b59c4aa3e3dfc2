"""The imitated account: everything it holds, in memory, with SIDs that are the same in each run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from contract_tests.stand_ins.twilio_flex.records import (
    Conversation,
    Document,
    Interaction,
    Task,
)

Clock: TypeAlias = Callable[[], datetime]

_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def sid_of(prefix: str, name: str) -> str:
    """A SID nobody would guess, the same in every run."""
    return prefix + hashlib.sha256(f"{prefix}-{name}".encode()).hexdigest()[:32]


ACCOUNT_SID = sid_of("AC", "account")
API_KEY_SID = sid_of("SK", "key")
API_KEY_SECRET = "stand-in-api-key-secret"
WORKSPACE_SID = sid_of("WS", "workspace")
WORKFLOW_SID = sid_of("WW", "workflow")
QUEUE_SID = sid_of("WQ", "everyone")
SYNC_SERVICE_SID = sid_of("IS", "sync")
CHAT_SERVICE_SID = sid_of("IS", "flex chat service")


class Account:
    """State only; what happens to it is in the handlers. ``now`` is the time of one request."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or counting_clock()
        self._given: Counter[str] = Counter()
        self.now = self._clock()
        self.conversations: dict[str, Conversation] = {}
        self.interactions: dict[str, Interaction] = {}
        self.tasks: dict[str, Task] = {}
        self.documents: dict[str, Document] = {}

    def begin_request(self) -> None:
        """Look at the clock, once for each request."""
        self.now = self._clock()

    def next_sid(self, prefix: str) -> str:
        """The next SID of its kind."""
        self._given[prefix] += 1
        return sid_of(prefix, str(self._given[prefix]))

    def conversation(self, name: str, service: str) -> Conversation | None:
        """By its SID or unique name."""
        found = self.conversations.get(name)
        if found is None:
            every = self.conversations.values()
            found = next((one for one in every if one.unique_name == name), None)
        return found if found is not None and found.service == service else None


def counting_clock() -> Clock:
    """A clock that goes on by one second each time somebody looks at it."""
    seconds = iter(range(10**9))
    return lambda: _START + timedelta(seconds=next(seconds))
