"""The handoffs that the contract suite delivers: the least, the fullest, the largest, the nasty."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from msgspec import Struct, UnsetType
from msgspec.structs import replace

from contract_tests.filled import filled_handoff
from contract_tests.strategies import NASTY_TEXTS
from gateway.cli.examples import load_examples
from gateway.schema.codec import decode_handoff, encode_handoff
from gateway.schema.conversation import Conversation, Message
from gateway.schema.customer import Customer
from gateway.schema.handoff import Handoff

S = TypeVar("S", bound=Struct)

# More than a ticket's note, a record's long text and a task's attributes take, in any unit.
_LONG_MESSAGES = 40
_LONG_MESSAGE = 8_000
_LONG_LINE = 5_000


@cache
def full() -> bytes:
    """Every member filled; three messages, one of which has every kind of part."""
    handoff = filled_handoff()
    parts, other = handoff.conversation.messages
    said = replace(
        other,
        role="customer",
        internal=False,
        content="qz998 My card is 4111 1111 1111 1111. " + "Where is my money? " * 40 + "qz999",
    )
    messages = (said, replace(parts, role="bot", internal=False), replace(other, internal=True))
    return encode_handoff(
        replace(handoff, conversation=replace(handoff.conversation, messages=messages))
    )


@cache
def short() -> bytes:
    """What is talked about most: enough for every step of a delivery, and quickly delivered."""
    handoff = decode_handoff(full())
    conversation = handoff.conversation
    said, parts, _ = conversation.messages
    return encode_handoff(
        Handoff(
            id=handoff.id,
            conversation=replace(conversation, messages=(said, parts)),
            customer=handoff.customer,
            reason=handoff.reason,
            summary=handoff.summary,
            urgency=handoff.urgency,
            extensions=handoff.extensions,
        )
    )


def minimal() -> bytes:
    """The least that a bot must send."""
    message = Message(role="customer", content="Get me a person.")
    return encode_handoff(Handoff(conversation=Conversation(id="c-1", messages=(message,))))


def wordless() -> bytes:
    """A conversation in which nothing was said yet."""
    return encode_handoff(Handoff(conversation=Conversation(id="c-1", messages=())))


@cache
def oversize() -> bytes:
    """Single lines and a transcript that no vendor holds in one place."""
    handoff = filled_handoff()
    line = ("A long line. " * _LONG_LINE)[:_LONG_LINE]
    said = ("A long message, and no end. " * _LONG_MESSAGE)[:_LONG_MESSAGE]
    first, second = handoff.conversation.messages
    messages = tuple(
        replace(
            (first, second)[number % 2],
            id=f"m{number}",
            role=("customer", "bot")[number % 2],
            internal=False,
            content=f"{number}: {said}",
        )
        for number in range(_LONG_MESSAGES)
    )
    return encode_handoff(
        replace(
            handoff,
            conversation=replace(handoff.conversation, subject=line, messages=messages),
            customer=replace(_given(handoff.customer), name=line, company=line),
            summary=replace(_given(handoff.summary), headline=line, situation=line),
        )
    )


def _given(member: S | UnsetType | None) -> S:
    if member is None or isinstance(member, UnsetType):
        raise TypeError("the filled handoff has every member")
    return member


def nasty() -> tuple[tuple[str, bytes], ...]:
    """Each nasty text with a handoff that is full of it."""
    return tuple((text, _full_of(text)) for text in NASTY_TEXTS)


def shipped() -> tuple[tuple[str, bytes], ...]:
    """The examples that come with the gateway."""
    return load_examples()


def _full_of(text: str) -> bytes:
    handoff = Handoff(
        conversation=Conversation(
            id="c-1",
            subject=text,
            messages=(Message(role="customer", content=text), Message(role="bot", content=text)),
            variables={f"a{text}": text},
        ),
        customer=Customer(name=text, company=text, attributes={"note": text}),
        do_not=(text,),
        extensions={"example.nasty": {"list": [text, text], "object": {"text": text}}},
    )
    return encode_handoff(handoff)
