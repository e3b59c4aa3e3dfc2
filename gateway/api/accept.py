"""Accepting a handoff: through the door, routed, durable, and only then acknowledged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from msgspec import Struct
from opentelemetry.trace import SpanKind

from gateway.api.clients import dialect_of
from gateway.api.services import Services
from gateway.api.turns import earlier_turns, no_turns, picks_up
from gateway.delivery.aside import LARGE, aside
from gateway.delivery.tracing import current_traceparent, span
from gateway.intake.door import Received, receive
from gateway.intake.turns.kept import Earlier
from gateway.schema.handoff import Handoff
from gateway.schema.origin import ReplyTo
from gateway.sdk.errors import InvalidHandoff, ReadbackError
from gateway.store.clock import new_id, now
from gateway.store.records import Accepted, DeliveryRow, NewDelivery, NewHandoff


class NoDestination(ReadbackError):
    """No destination is configured; add one to ``readback.toml`` and start again."""

    code = "config.no_destination"
    public = "This gateway has no destination to deliver to."


class Submission(Struct, frozen=True, kw_only=True):
    """One request to hand over, as it came."""

    body: bytes
    content_type: str
    client: str
    dialect: str | None = None
    strict: bool = False
    idempotency_key: str | None = None
    traceparent: str | None = None


async def accept(submission: Submission, services: Services) -> Accepted:
    """Keep the handoff and start its deliveries.

    Raises ``InvalidHandoff`` with every problem, ``Conflict``, ``Overloaded``,
    ``StoreUnavailable``.
    """
    if not services.destinations:
        raise NoDestination
    with span("accept", traceparent=submission.traceparent, kind=SpanKind.SERVER):
        try:
            new, redactions = await _let_in(submission, services)
            async with services.pressure.admitted():
                accepted = await services.store.accept(new)
        except ReadbackError as error:
            services.meters.refused(error.code)
            raise
    if not accepted.repeated:
        services.meters.accepted(new.dialect)
        services.meters.redacted(redactions)
        for row in _rows(new):
            await services.dispatcher.submit(row, new.package)
    return accepted


async def _let_in(
    submission: Submission, services: Services
) -> tuple[NewHandoff, Mapping[str, int]]:
    """What is to be kept, and how many values each detector replaced.

    Here the decoded handoff is let go: thousands of objects that wait for a commit with their
    request would be walked by the collector again and again.
    """
    received = await _through_the_door(submission, services)
    return _new_handoff(submission, received, services), received.redactions


async def _through_the_door(submission: Submission, services: Services) -> Received:
    """What came in, with the turns kept before where it says only which conversation it is."""
    try:
        return await _received(submission, services)
    except InvalidHandoff as refused:
        conversation = picks_up(submission.body, refused)
        if not conversation:
            raise
        turns = await earlier_turns(services, submission.client, conversation)
        if not turns:
            raise no_turns(refused) from None
    return await _received(submission, services, turns)


async def _received(
    submission: Submission, services: Services, turns: Sequence[Earlier] = ()
) -> Received:
    read = partial(
        receive,
        submission.body,
        content_type=submission.content_type,
        dialect=dialect_of(
            services.settings, submission.client, submission.dialect, submission.content_type
        ),
        strict=submission.strict,
        new_id=new_id,
        received_at=now(),
        max_body=services.settings.gateway.max_body,
        policy=services.policies.of(submission.client),
        turns=turns,
    )
    return await aside(LARGE if turns else len(submission.body), read)


def _new_handoff(submission: Submission, received: Received, services: Services) -> NewHandoff:
    return NewHandoff(
        id=received.handoff_id,
        conversation_id=received.handoff.conversation.id,
        created_at=now(),
        dialect=received.dialect,
        media_type=submission.content_type,
        raw=received.raw,
        raw_sha256=received.raw_sha256,
        package=received.package,
        deliveries=tuple(
            NewDelivery(id=new_id(), destination=name)
            for name in services.router.destinations(received.handoff)
        ),
        client=submission.client,
        idempotency_key=submission.idempotency_key,
        reply_to=_reply_to(received.handoff, services),
        traceparent=_traceparent(submission, received.handoff),
    )


def _traceparent(submission: Submission, handoff: Handoff) -> str | None:
    """The trace in which deliveries go on: that of this acceptance, else the sender's own."""
    own = handoff.correlation.traceparent if handoff.correlation else None
    return current_traceparent() or submission.traceparent or own or None


def _reply_to(handoff: Handoff, services: Services) -> str | None:
    """Where its events are told; nowhere without a key to sign them with."""
    if services.settings.gateway.notices is None or not isinstance(handoff.reply_to, ReplyTo):
        return None
    return handoff.reply_to.url


def _rows(new: NewHandoff) -> tuple[DeliveryRow, ...]:
    return tuple(
        DeliveryRow(
            id=delivery.id,
            handoff_id=new.id,
            conversation_id=new.conversation_id,
            destination=delivery.destination,
            status="pending",
            attempts=0,
            created_at=new.created_at,
            traceparent=new.traceparent,
        )
        for delivery in new.deliveries
    )
