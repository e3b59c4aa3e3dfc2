"""The fast pass-through: a bare Litestar handler, msgspec structs, aiohttp's client.

Run by the peers' own Python: ``SINK=… uvicorn --app-dir … passing:app``.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import aiohttp
import msgspec
from fields import fields
from litestar import Litestar, Request, Response, post
from msgspec import Meta, Struct

_SINK = os.environ["SINK"]
_JSON = {"content-type": "application/json"}


class Source(Struct):
    system: str
    bot_name: str | None = None


class Message(Struct):
    role: str
    content: str
    id: str | None = None
    seq: int | None = None
    participant: str | None = None
    at: str | None = None


class Conversation(Struct):
    id: str
    messages: list[Message]
    channel: str | None = None
    started_at: str | None = None
    language: str | None = None


class Verification(Struct):
    status: str | None = None


class Customer(Struct):
    id: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    tier: str | None = None
    language: str | None = None
    verification: Verification = msgspec.field(default_factory=Verification)


class Summary(Struct):
    headline: str | None = None
    situation: str | None = None
    background: str | None = None
    assessment: str | None = None
    recommendation: str | None = None


class Intent(Struct):
    name: str | None = None
    display_name: str | None = None
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None


class Urgency(Struct):
    level: str | None = None
    due_at: str | None = None


class Reason(Struct):
    code: str | None = None
    detail: str | None = None


class Handoff(Struct):
    schema_version: str
    id: str
    source: Source
    conversation: Conversation
    occurred_at: str | None = None
    customer: Customer = msgspec.field(default_factory=Customer)
    summary: Summary = msgspec.field(default_factory=Summary)
    intent: Intent = msgspec.field(default_factory=Intent)
    urgency: Urgency = msgspec.field(default_factory=Urgency)
    reason: Reason = msgspec.field(default_factory=Reason)


_decoder = msgspec.json.Decoder(Handoff)


@asynccontextmanager
async def _shared_client(app: Litestar) -> AsyncIterator[None]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client:
        app.state.client = client
        yield


@post("/handoffs", status_code=200)
async def hand_over(request: Request[Any, Any, Any]) -> Response[bytes]:
    body = await request.body()
    handoff = _decoder.decode(body)
    sent = msgspec.json.encode(_mapped(handoff, body))
    async with request.app.state.client.post(_SINK, data=sent, headers=_JSON) as answer:
        answer.raise_for_status()
        await answer.read()
    return Response(msgspec.json.encode({"id": handoff.id}), media_type="application/json")


def _mapped(handoff: Handoff, body: bytes) -> dict[str, Any]:
    return {**fields(handoff), "handoff": msgspec.Raw(body)}


app = Litestar([hand_over], lifespan=[_shared_client], openapi_config=None)
