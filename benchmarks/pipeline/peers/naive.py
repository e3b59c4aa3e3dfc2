"""The obvious service: FastAPI, pydantic models, one httpx client that all requests share.

Run by the peers' own Python: ``SINK=… uvicorn --app-dir … naive:app``.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from fields import fields
from pydantic import BaseModel, ConfigDict, Field

_SINK = os.environ["SINK"]


class Model(BaseModel):
    """Members that no field is made of stay with the handoff."""

    model_config = ConfigDict(extra="allow")


class Source(Model):
    system: str
    bot_name: str | None = None


class Message(Model):
    id: str | None = None
    seq: int | None = None
    participant: str | None = None
    role: str
    content: str
    at: str | None = None


class Conversation(Model):
    id: str = Field(min_length=1)
    messages: list[Message]
    channel: str | None = None
    started_at: str | None = None
    language: str | None = None


class Verification(Model):
    status: str | None = None


class Customer(Model):
    id: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    tier: str | None = None
    language: str | None = None
    verification: Verification = Verification()


class Summary(Model):
    headline: str | None = None
    situation: str | None = None
    background: str | None = None
    assessment: str | None = None
    recommendation: str | None = None


class Intent(Model):
    name: str | None = None
    display_name: str | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)


class Urgency(Model):
    level: str | None = None
    due_at: str | None = None


class Reason(Model):
    code: str | None = None
    detail: str | None = None


class Handoff(Model):
    schema_version: str
    id: str = Field(min_length=1)
    occurred_at: str | None = None
    source: Source
    conversation: Conversation
    customer: Customer = Customer()
    summary: Summary = Summary()
    intent: Intent = Intent()
    urgency: Urgency = Urgency()
    reason: Reason = Reason()


@asynccontextmanager
async def _shared_client(app: FastAPI) -> AsyncIterator[None]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(limits=limits) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=_shared_client)


@app.post("/handoffs")
async def hand_over(handoff: Handoff) -> dict[str, str]:
    answer = await app.state.client.post(_SINK, json=_mapped(handoff))
    answer.raise_for_status()
    return {"id": handoff.id}


def _mapped(handoff: Handoff) -> dict[str, Any]:
    return {**fields(handoff), "handoff": handoff.model_dump(mode="json", exclude_unset=True)}
