"""What was said: the conversation, its messages and who took part."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET

from gateway.schema.customer import Reference
from gateway.schema.parts import Part
from gateway.schema.scalars import Count, Id, Json, Lang, Maybe, Text, Time, Unit, open_enum
from gateway.schema.struct import Canonical

Role: TypeAlias = Literal["customer", "bot", "agent", "tool", "system", "other"]
Channel: TypeAlias = Annotated[
    str,
    open_enum("web_chat", "sms", "whatsapp", "voice", "email", "messenger", "teams", "other"),
]
Content: TypeAlias = Text | tuple[Part, ...]


class Message(Canonical, kw_only=True, frozen=True):
    """One turn. ``id`` and ``seq`` are filled in at the door when the sender gave none."""

    id: Maybe[Id] = UNSET
    seq: Maybe[Count] = UNSET
    role: Role
    content: Content
    at: Maybe[Time] = UNSET
    participant: Maybe[Id] = UNSET
    language: Maybe[Lang] = UNSET
    reply_to: Maybe[Id] = UNSET
    internal: Maybe[bool] = UNSET
    meta: Maybe[dict[str, Json]] = UNSET


class Participant(Canonical, kw_only=True, frozen=True):
    """Somebody or something that took part; ``kind`` is the bot's own word."""

    id: Id
    kind: Maybe[Id] = UNSET
    name: Maybe[Text] = UNSET
    address: Maybe[Text] = UNSET
    refs: Maybe[tuple[Reference, ...]] = UNSET


class Recognition(Canonical, kw_only=True, frozen=True):
    """What a speech recogniser heard for one message; its text may differ from the message's."""

    message_id: Maybe[Id] = UNSET
    text: Maybe[Text] = UNSET
    confidence: Maybe[Unit] = UNSET
    engine: Maybe[Id] = UNSET


class Voice(Canonical, kw_only=True, frozen=True, rename={"from_": "from"}):
    """The call that carried the conversation."""

    from_: Maybe[Text] = UNSET
    to: Maybe[Text] = UNSET
    call_id: Maybe[Id] = UNSET
    recording_url: Maybe[Text] = UNSET
    asr: Maybe[tuple[Recognition, ...]] = UNSET


class Conversation(Canonical, kw_only=True, frozen=True):
    """The conversation that is handed over."""

    id: Id
    channel: Maybe[Channel] = UNSET
    subject: Maybe[Text] = UNSET
    started_at: Maybe[Time] = UNSET
    ended_at: Maybe[Time] = UNSET
    language: Maybe[Lang] = UNSET
    participants: Maybe[tuple[Participant, ...]] = UNSET
    messages: tuple[Message, ...]
    variables: Maybe[dict[str, Json]] = UNSET
    voice: Maybe[Voice] = UNSET
