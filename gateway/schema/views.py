"""Views: derived paths that a mapping may read, each resolving to concrete leaves.

An alias view stands for nodes that exist in the handoff, so paths may go on behind it and their
leaves keep their own pointers. A derived view computes a value and names the leaves it read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct

from gateway.schema.assessment import Intent, Sentiment
from gateway.schema.conversation import Message
from gateway.schema.handoff import Handoff
from gateway.schema.parts import RefusalPart, TextPart
from gateway.schema.scalars import Maybe
from gateway.schema.work import Commitment, Step

T = TypeVar("T")

Node: TypeAlias = tuple[Any, tuple[str, ...]]
"""A value and the pointers it stands at (an alias has one) or was read from (derived)."""


class View(Struct, frozen=True, kw_only=True):
    """One name that stands for nodes elsewhere in the handoff.

    ``type`` is what each node is; ``many`` says that the view is a list.
    """

    name: str
    type: Any
    derived: bool = False
    many: bool = False
    resolve: Callable[[Handoff], tuple[Node, ...]]


class VirtualMember(Struct, frozen=True, kw_only=True):
    """A member that a struct has for mappings only; pointers are relative to its owner."""

    owner: type
    name: str
    type: Any
    resolve: Callable[[Any], tuple[Node, ...]]


def _items(values: Maybe[tuple[T, ...]]) -> Iterable[tuple[int, T]]:
    return enumerate(values) if isinstance(values, tuple) else ()


def _top_intent(handoff: Handoff) -> tuple[Node, ...]:
    """The intent ranked first; without ranks the most confident; without either, the first."""
    intents = handoff.intents
    if not isinstance(intents, tuple) or not intents:
        return ()
    orders = [_intent_order(intent) for intent in intents]
    top = orders.index(min(orders))
    return ((intents[top], (f"/intents/{top}",)),)


def _intent_order(intent: Intent) -> tuple[float, float]:
    rank = intent.rank if isinstance(intent.rank, int) else float("inf")
    confidence = intent.confidence if isinstance(intent.confidence, float) else 0.0
    return (rank, -confidence)


def _sentiment_now(handoff: Handoff) -> tuple[Node, ...]:
    readings = handoff.sentiment
    if not isinstance(readings, tuple) or not readings:
        return ()
    return ((readings[-1], (f"/sentiment/{len(readings) - 1}",)),)


# Scores wander by a tenth from turn to turn without meaning anything.
_NOISE = 0.1


def _sentiment_trend(handoff: Handoff) -> tuple[Node, ...]:
    scored = [
        (reading.score, f"/sentiment/{index}/score")
        for index, reading in _items(handoff.sentiment)
        if isinstance(reading.score, float)
    ]
    if len(scored) < 2:
        return ()
    change = scored[-1][0] - scored[0][0]
    trend = "flat" if abs(change) < _NOISE else "rising" if change > 0 else "falling"
    return ((trend, tuple([pointer for _, pointer in scored])),)


def _messages(handoff: Handoff) -> tuple[Node, ...]:
    return tuple(
        [
            (message, (f"/conversation/messages/{index}",))
            for index, message in enumerate(handoff.conversation.messages)
        ]
    )


def _steps(wanted: frozenset[str]) -> Callable[[Handoff], tuple[Node, ...]]:
    def resolve(handoff: Handoff) -> tuple[Node, ...]:
        return tuple(
            (step, (f"/steps/{index}",))
            for index, step in _items(handoff.steps)
            if step.status in wanted
        )

    return resolve


def _commitments_open(handoff: Handoff) -> tuple[Node, ...]:
    """Promises not known to be kept or withdrawn: an unknown one still has to be looked at."""
    return tuple(
        (promise, (f"/commitments/{index}",))
        for index, promise in _items(handoff.commitments)
        if promise.status not in ("fulfilled", "withdrawn")
    )


def _message_text(message: Message) -> tuple[Node, ...]:
    if isinstance(message.content, str):
        return ((message.content, ("/content",)),)
    return tuple(_part_texts(message))


def _part_texts(message: Message) -> Iterator[Node]:
    for index, part in enumerate(message.content):
        if isinstance(part, TextPart | RefusalPart):
            yield part.text, (f"/content/{index}/text",)


VIEWS: tuple[View, ...] = (
    View(name="intent", type=Intent, resolve=_top_intent),
    View(name="sentiment_now", type=Sentiment, resolve=_sentiment_now),
    View(name="sentiment_trend", type=str, derived=True, resolve=_sentiment_trend),
    View(name="messages", type=Message, many=True, resolve=_messages),
    View(name="steps_resolved", type=Step, many=True, resolve=_steps(frozenset({"completed"}))),
    View(
        name="steps_unresolved",
        type=Step,
        many=True,
        resolve=_steps(frozenset({"potential", "active", "failed"})),
    ),
    View(name="commitments_open", type=Commitment, many=True, resolve=_commitments_open),
)

VIRTUAL_MEMBERS: tuple[VirtualMember, ...] = (
    VirtualMember(owner=Message, name="text", type=str, resolve=_message_text),
)
