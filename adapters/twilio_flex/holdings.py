"""What was read, in the words of the mapping; pure.

A task is deleted five minutes after it has ended (2026-11-20). One that is gone is a loss while its
channel is open, is still to come while the channel is being set up, and proves nothing afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET, Struct

from adapters.twilio_flex import attributes, translate
from adapters.twilio_flex.settings import TwilioFlexSettings
from adapters.twilio_flex.transcript import posts_of, stored_leaves
from adapters.twilio_flex.wire import (
    Binding,
    Conversation,
    InteractionChannel,
    Message,
    Participant,
    Task,
)
from gateway import sdk

CHANNEL = "interaction.channel"
SET_UP = "set up"
# "setup" comes before these and "failed" instead (flex v1, interaction_channel_enum).
_AFTER_SETUP = frozenset({"active", "closed", "inactive", "pause", "transfer"})
_ENDED = frozenset({"closed", "inactive"})
_TASK_FIELDS = ("priority", "timeout", "task_channel_unique_name", "workflow_sid")


class Held(Struct, frozen=True, kw_only=True):
    """All that was found; None for what was not. ``messages`` are by SID."""

    channel: InteractionChannel | None
    task: Task | None
    conversation: Conversation | None
    messages: dict[str, Message]
    participant: Participant | None
    capsule: bytes | None


def stored(
    held: Held,
    delivered: sdk.Delivered,
    consignment: sdk.Consignment,
    settings: TwilioFlexSettings,
) -> sdk.Stored:
    """Of all that Twilio shows, what we sent: the rest of the account is not our business."""
    shown = {**dict(_plain(held)), **dict(_trees(held))}
    own = tuple(_own(held, shown, delivered, consignment, settings))
    absent = frozenset(_absent(held, consignment, own))
    status = held.channel.status if held.channel else ""
    return sdk.Stored(
        fields=tuple(
            sdk.FieldValue(name=field.name, value=value)
            for field in consignment.fields
            if (value := _value(shown, field.name)) is not UNSET
        ),
        note=_note(shown, consignment),
        capsule=held.capsule,
        own=own,
        leaves=tuple(_leaves(held, delivered, consignment, settings)),
        pending=absent | {CHANNEL} if status == "setup" else frozenset(),
        unprovable=absent if status in _ENDED else frozenset(),
    )


def _plain(held: Held) -> Iterator[tuple[str, Any]]:
    task, conversation, person = held.task, held.conversation, held.participant
    if task:
        yield from ((name, getattr(task, name)) for name in _TASK_FIELDS)
    if conversation:
        yield "conversation.unique_name", conversation.unique_name
        yield "conversation.friendly_name", conversation.friendly_name
    if person:
        binding = person.messaging_binding or Binding()
        yield "participant.identity", person.identity
        yield "participant.address", binding.address
        yield "participant.proxy_address", binding.proxy_address


def _trees(held: Held) -> Iterator[tuple[str, Any]]:
    """Attributes, each under the beginning of its members' names."""
    of = (
        (translate.TASK, held.task),
        (translate.CONVERSATION, held.conversation),
        (translate.PARTICIPANT, held.participant),
    )
    return ((prefix, attributes.read(one.attributes)) for prefix, one in of if one)


def _value(shown: dict[str, Any], name: str) -> Any:
    """The value of a field; ``UNSET`` where there is none."""
    for prefix in (translate.TASK, translate.CONVERSATION, translate.PARTICIPANT):
        if name.startswith(prefix):
            return attributes.shown(shown.get(prefix, {}), name.removeprefix(prefix))
    return shown.get(name, UNSET)


def _note(shown: dict[str, Any], consignment: sdk.Consignment) -> tuple[sdk.StoredNote, ...]:
    note = consignment.note
    if note is None:
        return ()
    there = _value(shown, note.field)
    text = there if isinstance(there, str) else None
    return (sdk.StoredNote(sent=note.body, stored=text, start=0, end=len(note.body)),)


def _own(
    held: Held,
    shown: dict[str, Any],
    delivered: sdk.Delivered,
    consignment: sdk.Consignment,
    settings: TwilioFlexSettings,
) -> Iterator[sdk.OwnValue]:
    """A task that waits in another workflow, or without its conversation, is handed to nobody."""
    yield sdk.OwnValue(name=CHANNEL, sent=SET_UP, stored=_channel(held.channel))
    wanted = {
        "workflow_sid": settings.workflow_sid,
        "task_channel_unique_name": translate.task_channel(consignment, settings),
        "conversation.unique_name": translate.unique_name(consignment),
        f"{translate.TASK}{translate.KEY}": consignment.key,
        f"{translate.TASK}conversationSid": delivered.parts["conversation"],
    }
    mapped = {field.name for field in consignment.fields}
    for name, value in wanted.items():
        there = _value(shown, name)
        if name not in mapped:
            yield sdk.OwnValue(name=name, sent=value, stored=None if there is UNSET else there)


def _channel(channel: InteractionChannel | None) -> str | None:
    if channel is None or channel.status == "setup":
        return None
    return SET_UP if channel.status in _AFTER_SETUP else channel.status


def _absent(
    held: Held, consignment: sdk.Consignment, own: tuple[sdk.OwnValue, ...]
) -> Iterator[str]:
    """The places in a task that is not there."""
    if held.task is not None:
        return
    names = [field.name for field in consignment.fields]
    note = [consignment.note.field] if consignment.note else []
    for name in (*names, *note, *(value.name for value in own)):
        if name.startswith(translate.TASK) or name in _TASK_FIELDS:
            yield name


def _leaves(
    held: Held,
    delivered: sdk.Delivered,
    consignment: sdk.Consignment,
    settings: TwilioFlexSettings,
) -> Iterator[sdk.StoredLeaf]:
    for number, post in enumerate(posts_of(consignment) if settings.transcript else ()):
        message = held.messages.get(delivered.parts.get(f"message.{number}", ""))
        yield from stored_leaves(post, message)
