"""The imitated org: everything it holds, in memory, with ids that count up."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from contract_tests.stand_ins.salesforce.schema import OBJECTS

Clock: TypeAlias = Callable[[], datetime]
Record: TypeAlias = dict[str, Any]
Records: TypeAlias = dict[str, dict[str, Record]]

USERNAME = "readback@acme.example"
DAILY_LIMIT = 100_000
_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


class Account:
    """State only; what happens to it is in the handlers. ``now`` is the time of one request.

    ``records`` are by object and id; ``tokens`` count what each access token was used for.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or counting_clock()
        self._given: Counter[str] = Counter()
        self.now = self._clock()
        self.records: Records = {name: {} for name in OBJECTS}
        self.tokens: dict[str, int] = {}
        self.calls = 0
        self.user_id = self.add("User", {"Name": "Readback", "Username": USERNAME})
        self.queue_id = self.add("Group", {"Name": "Support", "DeveloperName": "Support"})
        self.rule_queue_id = self.add("Group", {"Name": "Rule", "DeveloperName": "Rule"})
        self.account_id = self.add("Account", {"Name": "Acme"})
        self.contact_id = self.add("Contact", {"Name": "Ann Lee"})
        self.add("ServiceChannel", {"Name": "Cases", "DeveloperName": "Handoffs"})
        self.add("Skill", {"Name": "Billing", "DeveloperName": "Billing"})
        self.add("Skill", {"Name": "German", "DeveloperName": "German"})

    def begin_request(self) -> None:
        """Look at the clock and count the call, once for each request."""
        self.now = self._clock()
        self.calls += 1

    def add(self, object_: str, record: Record) -> str:
        """Keep a record as it is, under a new id."""
        id_ = self.next_id(object_)
        self.records[object_][id_] = {"Id": id_, **record}
        return id_

    def next_id(self, object_: str) -> str:
        """The next id of an object, of 18 characters."""
        prefix = OBJECTS[object_].prefix if object_ in OBJECTS else "069"
        self._given[object_] += 1
        return with_suffix(f"{prefix}5g00000{self._given[object_]:05d}")

    def next_token(self) -> str:
        """A token nobody would guess, the same in every run."""
        self._given["token"] += 1
        digest = hashlib.sha256(f"token-{self._given['token']}".encode()).hexdigest()
        return f"00D5g0000000001!{digest}"

    def kept(self) -> Records:
        """A copy to go back to."""
        return {name: dict(records) for name, records in self.records.items()}


def with_suffix(id_: str) -> str:
    """An id of 15 characters with the three that tell upper from lower case."""
    bits = (
        sum(
            (character.isascii() and character.isupper()) << place
            for place, character in enumerate(five)
        )
        for five in (id_[0:5], id_[5:10], id_[10:15])
    )
    return id_ + "".join(_SUFFIX[number] for number in bits)


def counting_clock() -> Clock:
    """A clock that goes on by one second each time somebody looks at it."""
    seconds = iter(range(10**9))
    return lambda: _START + timedelta(seconds=next(seconds))
