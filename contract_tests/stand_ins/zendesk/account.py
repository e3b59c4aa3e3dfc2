"""The imitated account: everything it holds, in memory, with ids that count up."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from contract_tests.stand_ins.zendesk.records import Remembered, Ticket, Token, Upload, User

Clock: TypeAlias = Callable[[], datetime]

AGENT_EMAIL = "agent@example.com"
GROUP_ID = 7001
BRAND_ID = 8001
FORM_ID = 8501
_FIRST_IDS = {"ticket": 1, "user": 9001, "comment": 50001, "audit": 40001, "attachment": 60001}
_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Account:
    """State only; what happens to it is in the handlers. ``now`` is the time of one request."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or counting_clock()
        self._given: Counter[str] = Counter()
        self.now = self._clock()
        self.users: dict[int, User] = {}
        self.tickets: dict[int, Ticket] = {}
        self.uploads: dict[str, Upload] = {}
        self.tokens: dict[str, Token] = {}
        self.remembered: dict[str, Remembered] = {}
        self.updates: dict[int, tuple[datetime, ...]] = {}
        self.comment_listings: Counter[int] = Counter()
        self.agents_changes: Counter[int] = Counter()
        self.agent = self._first_agent()

    def begin_request(self) -> None:
        """Look at the clock, once for each request."""
        self.now = self._clock()

    def next_id(self, kind: str) -> int:
        """The next id of its kind."""
        self._given[kind] += 1
        return _FIRST_IDS.get(kind, 1) + self._given[kind] - 1

    def next_token(self, kind: str) -> str:
        """A token nobody would guess, the same in every run."""
        return hashlib.sha256(f"{kind}-{self.next_id(kind)}".encode()).hexdigest()[:32]

    def _first_agent(self) -> User:
        agent = User(
            id=self.next_id("user"),
            name="Readback",
            email=AGENT_EMAIL,
            role="agent",
            created_at=self.now,
            updated_at=self.now,
        )
        self.users[agent.id] = agent
        return agent


def counting_clock() -> Clock:
    """A clock that goes on by one second each time somebody looks at it."""
    seconds = iter(range(10**9))
    return lambda: _START + timedelta(seconds=next(seconds))
