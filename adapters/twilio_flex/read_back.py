"""Reading what Twilio holds now: each resource by its SID.

A list shows no task attributes, and that an interaction was created says only that the request for
it was accepted: its channel tells what came of it (2026-11-20).
"""

from __future__ import annotations

from adapters.twilio_flex import documents, translate
from adapters.twilio_flex.existing import list_messages
from adapters.twilio_flex.holdings import Held, stored
from adapters.twilio_flex.settings import TwilioFlexSettings
from adapters.twilio_flex.wire import (
    Conversation,
    InteractionChannel,
    Message,
    Participant,
    Task,
    get,
    pages,
    show,
)
from gateway import sdk

_READS = 3


def read_back(
    delivered: sdk.Delivered, consignment: sdk.Consignment, settings: TwilioFlexSettings
) -> sdk.Flow[sdk.Stored]:
    """What is stored, nothing of it taken from the consignment."""
    channel = yield from _channel(delivered)
    path = translate.task_path(settings, delivered.ref)
    task = yield from show(get("read task", "taskrouter", path), Task)
    path = translate.conversation_path(settings, delivered.parts["conversation"])
    conversation = yield from show(get("read conversation", "conversations", path), Conversation)
    messages: dict[str, Message] = {}
    participant: Participant | None = None
    if conversation is not None:
        messages = yield from _messages(path, delivered)
        participant = yield from _participant(path, delivered)
    held = Held(
        channel=channel,
        task=task,
        conversation=conversation,
        messages=messages,
        participant=participant,
        capsule=(yield from documents.load(consignment, settings)),
    )
    return stored(held, delivered, consignment, settings)


def _channel(delivered: sdk.Delivered) -> sdk.Flow[InteractionChannel | None]:
    """Asked a few times while it is being set up; after that it is asked in the next round."""
    interaction, channel = delivered.parts["interaction"], delivered.parts["channel"]
    path = f"/v1/Interactions/{interaction}/Channels/{channel}"
    found: InteractionChannel | None = None
    for _ in range(_READS):
        found = yield from show(get("read channel", "flex-api", path), InteractionChannel)
        if found is None or found.status != "setup":
            break
    return found


def _messages(path: str, delivered: sdk.Delivered) -> sdk.Flow[dict[str, Message]]:
    """The conversation's messages by their SIDs, ours first: what follows is not our business."""
    if not any(name.startswith("message.") for name in delivered.parts):
        return {}
    listed = yield from pages(list_messages(path, "asc"))
    return {message.sid: message for page in listed for message in page.messages}


def _participant(path: str, delivered: sdk.Delivered) -> sdk.Flow[Participant | None]:
    sid = delivered.parts.get("participant")
    if sid is None:
        return None
    path = f"{path}/Participants/{sid}"
    return (yield from show(get("read customer", "conversations", path), Participant))
