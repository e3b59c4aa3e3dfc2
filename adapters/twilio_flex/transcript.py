"""The transcript: what was said, as messages of a Twilio conversation; pure.

A conversation is read by the customer too, once they are bound to it. So only what was said to or
by the customer goes there: no tool traffic, no reasoning, nothing that the bot marked internal.
The capsule has everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias, cast

import msgspec
from msgspec import UNSET, Struct

from adapters.twilio_flex import attributes
from adapters.twilio_flex.limits import MESSAGE_ATTRIBUTES, MESSAGE_BODY, MOST_MESSAGES, NAME
from adapters.twilio_flex.wire import Message
from gateway import sdk

Raw: TypeAlias = dict[str, Any]

BODY = "conversation.messages.body"
AUTHOR = "conversation.messages.author"
DATE = "conversation.messages.date_created"
ATTRIBUTES = "conversation.messages.attributes"

_SPEAKERS = frozenset({"customer", "bot", "agent"})
_MEMBERS = ("id", "seq", "role", "at", "participant", "language", "reply_to")
_SAID = {"text": ("text",), "refusal": ("text",), "media": ("alt", "name", "url")}
_MARK_ROOM = len("(9999/9999) ")


class Talk(Struct, frozen=True):
    """Of a capsule, its conversation. Members are as raw as they are: some may be withheld."""

    messages: list[Raw] = []
    participants: list[Raw] | Any = UNSET


class Package(Struct, frozen=True):
    """A capsule."""

    conversation: Talk


class Line(Struct, frozen=True):
    """One leaf that was said, and where it stands in the message's text."""

    pointer: str
    start: int
    end: int


class Post(Struct, frozen=True, kw_only=True):
    """One message to post. ``mark`` says which, in every conversation that it may stand in.

    ``lines`` are the pointers of the leaves that its body has a share of; ``members`` are leaves
    that stand in its attributes, by their names below ``pointer``.
    """

    mark: str
    pointer: str
    author: str
    body: str
    date: str | None
    lines: tuple[str, ...]
    members: Raw

    @property
    def attributes(self) -> str:
        """The attributes as they are sent."""
        return attributes.written({"readback": {"mark": self.mark, **self.members}})


def posts_of(consignment: sdk.Consignment) -> tuple[Post, ...]:
    """The messages in their order; of very many, the last ones."""
    if consignment.capsule is None:
        return ()
    talk = msgspec.json.decode(consignment.capsule.data, type=Package).conversation
    names = _names(talk.participants)
    identity = consignment.value("participant.identity")
    found = [
        post
        for index, message in enumerate(talk.messages)
        if message.get("role") in _SPEAKERS and not message.get("internal")
        for post in _posts(
            consignment.handoff_id, index, message, _author(message, names, identity)
        )
    ]
    return tuple(found[-MOST_MESSAGES:])


def _names(participants: Any) -> dict[Any, Any]:
    listed = cast("list[Raw]", participants) if isinstance(participants, list) else []
    return {person.get("id"): person.get("name") for person in listed}


def _author(message: Raw, names: dict[Any, Any], identity: Any) -> str:
    """A chat client takes for the customer's own what has the customer's identity as author."""
    role, participant = str(message["role"]), message.get("participant")
    known = identity if role == "customer" else None
    name = known or names.get(participant) or participant or role
    return sdk.fit(str(name), NAME.size, NAME.unit).text


def _posts(handoff_id: str, index: int, message: Raw, author: str) -> Iterator[Post]:
    pointer = f"/conversation/messages/{index}"
    text, lines = _said(message.get("content"), f"{pointer}/content")
    pieces = sdk.split_text(text, MESSAGE_BODY.size - _MARK_ROOM, len)
    if len(text) <= MESSAGE_BODY.size:
        pieces = (sdk.Stretch(text=text, start=0, end=len(text)),) if text.strip() else ()
    for number, piece in enumerate(pieces, start=1):
        lead = f"({number}/{len(pieces)}) " if len(pieces) > 1 else ""
        yield Post(
            mark=f"{handoff_id}/{index}/{number}",
            pointer=pointer,
            author=author,
            body=lead + piece.text,
            date=instant(message.get("at")),
            lines=tuple(_touched(lines, piece)),
            members=_members(message) if number == 1 else {},
        )


def _touched(lines: list[Line], piece: sdk.Stretch) -> Iterator[str]:
    return (line.pointer for line in lines if line.start < piece.end and piece.start < line.end)


def _said(content: Any, pointer: str) -> tuple[str, list[Line]]:
    """What a person reads of a message: each text on lines of its own."""
    text, lines = "", list[Line]()
    for at, words in _texts(content, pointer):
        text = f"{text}\n{words}" if text else words
        lines.append(Line(at, len(text) - len(words), len(text)))
    return text, lines


def _texts(content: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(content, str):
        yield pointer, content
    parts = cast("list[Raw]", content) if isinstance(content, list) else []
    for index, part in enumerate(parts):
        for name in _SAID.get(str(part.get("type")), ()):
            words = part.get(name)
            if isinstance(words, str) and words:
                yield f"{pointer}/{index}/{name}", words


def _members(message: Raw) -> Raw:
    """The small leaves of a message; none where they would be too large together."""
    given = {name: message[name] for name in _MEMBERS if message.get(name) is not None}
    room = MESSAGE_ATTRIBUTES.size - 256
    return given if sdk.measure(attributes.written(given), "bytes") <= room else {}


def instant(moment: Any) -> str | None:
    """A time as Twilio shows it, UTC to the second; None for what is no time."""
    try:
        return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (TypeError, ValueError, OverflowError):
        return None


def mark_of(message: Message) -> str | None:
    """Which of our messages this is; None for somebody else's."""
    ours = attributes.read(message.attributes).get("readback")
    mark = cast("Raw", ours).get("mark") if isinstance(ours, dict) else None
    return mark if isinstance(mark, str) else None


def stored_leaves(post: Post, message: Message | None) -> Iterator[sdk.StoredLeaf]:
    """Each leaf that a message carries, as it was sent and as it stands there now."""
    shown = message or Message(sid="")
    for pointer in post.lines:
        yield _leaf(pointer, BODY, post.body, shown.body)
    yield _leaf(f"{post.pointer}/role", AUTHOR, post.author, shown.author)
    if post.date:
        yield _leaf(f"{post.pointer}/at", DATE, post.date, instant(shown.date_created))
    ours = attributes.read(shown.attributes).get("readback")
    held = cast("Raw", ours) if isinstance(ours, dict) else {}
    for name, value in post.members.items():
        yield _leaf(f"{post.pointer}/{name}", ATTRIBUTES, value, held.get(name))


def _leaf(pointer: str, field: str, sent: Any, stored: Any) -> sdk.StoredLeaf:
    return sdk.StoredLeaf(pointer=pointer, field=field, sent=sent, stored=stored)
