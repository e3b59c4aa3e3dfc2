"""``/v1/conversations/{id}/turns``: what is said before there is a handoff, turn by turn."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from gateway.api.clients import dialect_of
from gateway.api.openapi import HandoffOperation
from gateway.api.services import Parts, Services
from gateway.delivery.aside import aside
from gateway.intake.errors import BodyTooLarge
from gateway.intake.turns.kept import Earlier, decode_turn
from gateway.intake.turns.reading import read_turn
from gateway.schema.check import fits
from gateway.schema.scalars import Id
from gateway.sdk.errors import InvalidHandoff, Problem
from gateway.store.clock import now
from gateway.store.turn_port import KeptTurn, NewTurn

_MESSAGES = "/conversation/messages"


class TurnDocument(Struct, frozen=True, kw_only=True):
    """A turn is durable. ``turn`` is its number in the conversation; ``repeated`` when it was
    kept before.
    """

    conversation_id: str
    turn: int
    dialect: str
    repeated: bool


@post(
    "/v1/conversations/{conversation_id:str}/turns",
    opt={"scope": "handoffs:write"},
    operation_class=HandoffOperation,
    operation_id="keepTurn",
    status_code=201,
    summary="Keep a turn of a conversation",
)
async def keep_turn(
    request: Request[Any, Any, Any],
    services: Parts,
    conversation_id: FromPath[str],
    dialect: FromQuery[str | None] = None,
) -> Response[TurnDocument]:
    """Keep what was said until the conversation is handed over. 201 means that it is durable;
    200 that it was before.
    """
    _check_id(conversation_id)
    client = str(request.state.get("client", ""))
    content_type = request.headers.get("content-type", "application/json")
    body = await request.body()
    await _check_room(services, client, conversation_id, len(body))
    read = partial(
        read_turn,
        body,
        content_type=content_type,
        dialect=dialect_of(services.settings, client, dialect, content_type),
        conversation=conversation_id,
        max_body=services.settings.gateway.max_body,
        policy=services.policies.of(client),
    )
    turn = await aside(len(body), read)
    key = request.headers.get("idempotency-key")
    new = NewTurn(
        client=client,
        conversation_id=conversation_id,
        raw=turn.raw,
        raw_sha256=sha256(body).hexdigest(),
        media_type=content_type,
        dialect=turn.dialect,
        document=turn.document,
        kept_at=now(),
        own=_own(key, turn.own),
        must_match=key is not None,
    )
    kept = await services.store.keep_turn(new)
    if not kept.repeated:
        services.meters.redacted(turn.redactions)
    return _answer(new, kept)


def _answer(turn: NewTurn, kept: KeptTurn) -> Response[TurnDocument]:
    document = TurnDocument(
        conversation_id=turn.conversation_id,
        turn=kept.number,
        dialect=turn.dialect,
        repeated=kept.repeated,
    )
    return Response(document, status_code=200 if kept.repeated else 201)


async def earlier_turns(services: Services, client: str, conversation_id: str) -> list[Earlier]:
    """The turns that a client has sent of a conversation, in order."""
    rows = await services.store.turns(client, conversation_id)
    return [
        Earlier(
            number=row.number,
            dialect=row.dialect,
            kept_at=row.kept_at,
            turn=decode_turn(row.document),
        )
        for row in rows
    ]


def picks_up(body: bytes, refused: InvalidHandoff) -> str:
    """The conversation of a body that was refused for having no messages; "" of any other."""
    missing = Problem(code="handoff.invalid_member", pointer=_MESSAGES, detail="is required")
    if missing not in refused.problems:
        return ""
    try:
        return msgspec.json.decode(body, type=_Head).conversation.id
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""


def no_turns(refused: InvalidHandoff) -> InvalidHandoff:
    """The refusal of a handoff without messages whose conversation has no turns either."""
    detail = "is required: no turns of this conversation were kept before"
    return InvalidHandoff(
        refused.detail,
        [
            msgspec.structs.replace(problem, detail=detail)
            if problem.pointer == _MESSAGES
            else problem
            for problem in refused.problems
        ],
    )


class _Conversation(Struct, frozen=True):
    id: Id


class _Head(Struct, frozen=True):
    conversation: _Conversation


def _own(key: str | None, own: str | None) -> str | None:
    """What tells a turn from another; a key of the sender's never meets an id of a dialect's."""
    if key is not None:
        return f"key {key}"
    return None if own is None else f"id {own}"


def _check_id(conversation_id: str) -> None:
    if not fits(conversation_id, Id):
        detail = "a conversation's id has 1 to 255 characters"
        raise InvalidHandoff(detail, [Problem(code="handoff.invalid_member", detail=detail)])


async def _check_room(services: Services, client: str, conversation_id: str, size: int) -> None:
    """One conversation is at most as large as one handoff may be."""
    limit = services.settings.gateway.max_body
    held = await services.store.turn_bytes(client, conversation_id)
    if held + size > limit:
        detail = f"The turns of this conversation would have more than {limit} bytes together."
        raise BodyTooLarge(detail)
