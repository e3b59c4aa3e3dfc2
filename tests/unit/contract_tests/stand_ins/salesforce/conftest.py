"""A fresh org, and a client that is signed in to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from contract_tests.stand_ins.salesforce import create
from contract_tests.stand_ins.wire import Reply, Request

ROOT = "/services/data/v62.0"


class Client:
    """Asks one org; paths begin below the API's root, unless they name it."""

    def __init__(self, *behave: str) -> None:
        self.app = create(behave=behave)
        self.account = self.app.account
        self.account.tokens["t"] = 0

    def __call__(
        self, method: str, path: str, document: Any = None, *, q: str | None = None, **headers: str
    ) -> Reply:
        named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        request = Request(
            method=method,
            path=path if path.startswith("/services") else ROOT + path,
            query=() if q is None else (("q", q),),
            headers=(("authorization", "Bearer t"), *named),
            body=b"" if document is None else msgspec.json.encode(document),
        )
        return self.app.reply_to(request)

    def asked(self, *arguments: Any, **more: Any) -> Any:
        """The reply's document."""
        return msgspec.json.decode(self(*arguments, **more).body)

    def code(self, *arguments: Any, **more: Any) -> tuple[int, str]:
        """The status of a refusal, and its code."""
        reply = self(*arguments, **more)
        return reply.status, msgspec.json.decode(reply.body)[0]["errorCode"]

    def made(self, document: Any, object_: str = "Case") -> str:
        """The id of a new record."""
        return self.asked("POST", f"/sobjects/{object_}", document)["id"]


@pytest.fixture
def org() -> Client:
    return Client()


@pytest.fixture
def unkind() -> Callable[..., Client]:
    return Client
