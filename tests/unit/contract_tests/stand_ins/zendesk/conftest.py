"""A fresh account for each test, asked without any transport."""

from __future__ import annotations

import base64
from typing import Any

import msgspec
import pytest
from msgspec import Struct

from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.wire import Request
from contract_tests.stand_ins.zendesk import create
from contract_tests.stand_ins.zendesk.account import Account
from contract_tests.stand_ins.zendesk.sign_in import API_TOKEN, USERNAME

BASIC = "Basic " + base64.b64encode(f"{USERNAME}:{API_TOKEN}".encode()).decode()


class Answer(Struct, frozen=True):
    """One reply, with its JSON where it has some."""

    status: int
    headers: dict[str, str]
    body: bytes
    lost: bool

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


class Caller(Struct, frozen=True):
    """Asks an account, signed in unless told otherwise."""

    app: StandInApp[Account]

    def ask(
        self,
        method: str,
        path: str,
        document: Any = None,
        *,
        body: bytes | None = None,
        query: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        authorization: str | None = BASIC,
    ) -> Answer:
        signed = {"authorization": authorization} if authorization else {}
        sent = {"content-type": "application/json", **signed, **(headers or {})}
        request = Request(
            method=method,
            path=path,
            query=tuple((query or {}).items()),
            headers=tuple(sent.items()),
            body=msgspec.json.encode(document) if body is None else body,
            origin="http://acme.test",
        )
        reply = self.app.reply_to(request)
        return Answer(reply.status, dict(reply.headers), reply.body, reply.lost)

    def get(self, path: str, **options: Any) -> Answer:
        return self.ask("GET", path, body=b"", **options)

    def create(self, ticket: dict[str, Any] | None = None, **options: Any) -> Answer:
        document = {"ticket": {"comment": {"html_body": "<p>Hello</p>"}, **(ticket or {})}}
        return self.ask("POST", "/api/v2/tickets", document, **options)

    def update(self, ticket: dict[str, Any], ticket_id: int = 1) -> Answer:
        return self.ask("PUT", f"/api/v2/tickets/{ticket_id}", {"ticket": ticket})

    def upload(self, data: bytes = b"{}", name: str = "handoff.json") -> Answer:
        return self.ask("POST", "/api/v2/uploads", body=data, query={"filename": name})

    def ticket(self, ticket_id: int = 1) -> Any:
        return self.get(f"/api/v2/tickets/{ticket_id}").json["ticket"]

    def comments(self, ticket_id: int = 1) -> Any:
        return self.get(f"/api/v2/tickets/{ticket_id}/comments").json["comments"]

    def behave(self, *behaviours: str) -> None:
        for behaviour in behaviours:
            self.app.switches.turn_on(behaviour)


@pytest.fixture
def zendesk() -> Caller:
    return Caller(create())
