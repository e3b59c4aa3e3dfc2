"""``/v1/handoffs/{id}/events``: what becomes of a handoff as it happens, resumable anywhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import msgspec
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import ServerSentEvent, ServerSentEventMessage

from gateway.api.services import Parts
from gateway.delivery.notices import notice
from gateway.sdk.errors import NotFound
from gateway.store.events import EventRow
from gateway.store.port import EventStore

_ANY = Request[Any, Any, Any]

LOOK_SECONDS = 0.5
# Proxies hang up on who says nothing for long.
SILENCE_SECONDS = 15.0
_AT_ONCE = 100
_LONGEST_ID = 18


@get(
    "/v1/handoffs/{handoff_id:str}/events",
    opt={"scope": "handoffs:read"},
    operation_id="streamEvents",
    media_type="text/event-stream",
)
async def stream_events(
    request: _ANY, services: Parts, handoff_id: FromPath[str]
) -> ServerSentEvent:
    """Server-sent events from the beginning, or from behind ``Last-Event-ID`` on."""
    if await services.store.handoff(handoff_id) is None:
        raise NotFound
    after = _sequence(request.headers.get("last-event-id", ""))
    # Some proxies would otherwise keep events back until there are enough of them.
    headers = {"x-accel-buffering": "no", "cache-control": "no-store"}
    return ServerSentEvent(told(services.store, handoff_id, after), headers=headers)


async def told(
    store: EventStore, handoff_id: str, after: int
) -> AsyncGenerator[ServerSentEventMessage, None]:
    """Every event behind a sequence number, then those that come; a comment in a long silence."""
    silent = 0.0
    while True:
        events = await store.events(after=after, limit=_AT_ONCE, handoff_id=handoff_id)
        for event in events:
            yield _message(event)
            after = event.sequence
        if events:
            silent = 0.0
            continue
        if silent >= SILENCE_SECONDS:
            yield ServerSentEventMessage(comment="still here")
            silent = 0.0
        await asyncio.sleep(LOOK_SECONDS)
        silent += LOOK_SECONDS


def _message(event: EventRow) -> ServerSentEventMessage:
    data = msgspec.json.encode(notice(event)).decode()
    return ServerSentEventMessage(id=str(event.sequence), event=event.type, data=data)


def _sequence(last_event_id: str) -> int:
    """What a client says it has heard; anything that we never said counts as nothing."""
    is_ours = last_event_id.isascii() and last_event_id.isdigit()
    return int(last_event_id) if is_ours and len(last_event_id) <= _LONGEST_ID else 0
