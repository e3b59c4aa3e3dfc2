"""A fresh receiver for each test, asked without any transport and signed by its own library."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec import Struct
from standardwebhooks import Webhook

from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.webhook import create
from contract_tests.stand_ins.webhook.inbox import SECRET, Inbox
from contract_tests.stand_ins.wire import Reply, Request

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "subject": "Refund twice",
    "customer": {"name": "Ann", "vip": True},
    "tags": ["fraud", "refund"],
    "score": 1,
    "handoff": {"a": 1},
}


class Sender(Struct, frozen=True):
    """Signs and sends; ``late`` moves the timestamp, in seconds."""

    app: StandInApp[Inbox]

    def send(
        self,
        document: Any = None,
        *,
        method: str = "POST",
        path: str = "/hook",
        identity: str = "d-1",
        secret: str = SECRET,
        late: int = 0,
        **headers: str,
    ) -> Reply:
        """One request."""
        body = b"" if document is None else json.dumps(document).encode()
        moment = NOW + timedelta(seconds=late)
        signed = {
            "content-type": "application/json",
            "webhook-id": identity,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(secret).sign(identity, moment, body.decode()),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        request = Request(method=method, path=path, headers=tuple(signed.items()), body=body)
        return self.app.reply_to(request)

    def readback(self, document: Any = None, **members: Any) -> Any:
        """The echo's account of what was stored."""
        reply = self.send(DOCUMENT if document is None else document, **members)
        return json.loads(reply.body)["readback"]

    def stored(self, path: str = "/stored/d-1") -> Any:
        """What can be read."""
        reply = self.send(method="GET", path=path, identity="r-1")
        return json.loads(reply.body) if reply.status == 200 else None


@pytest.fixture
def sender() -> Sender:
    return Sender(create(clock=lambda: NOW))
