"""Activities of the Bot Framework as messages; what only machines tell one another is noise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.intake.dialects.activities.content import content_parts
from gateway.intake.dialects.activities.people import People
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part, set_content
from gateway.intake.drafting.words import take_channel
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Lang, Time

# Written by every SDK on every activity, null or empty where they say nothing.
OPTIONAL = (
    *("attachments", "entities", "membersAdded", "membersRemoved", "reactionsAdded", "text"),
    *("reactionsRemoved", "listenFor", "textHighlights", "suggestedActions", "speak", "value"),
    *("channelData", "attachmentLayout", "replyToId", "locale", "name", "inputHint", "tenantId"),
)

_NOISE = {"trace": "trace_activity", "typing": "typing_activity"}

# What an activity tells about itself and nobody reads aloud.
_META = ("channelData", "localTimestamp", "localTimezone", "serviceUrl", "inputHint", "importance")


def is_activity(document: Json) -> bool:
    """Whether it has a type and somebody who sent or got it."""
    return (
        is_object(document)
        and isinstance(document.get("type"), str)
        and any(is_object(document.get(name)) for name in ("from", "recipient"))
    )


def activities_of(native: Native) -> Native:
    """The list of activities that a value is or holds."""
    return native if is_list(native.value) else native["activities"]


def accounts(activities: Sequence[Native]) -> Iterable[Native]:
    """Everybody whom the activities name, in order."""
    for activity in activities:
        yield activity["from"]
        yield activity["recipient"]


def take_activities(draft: Draft, activities: Iterable[Native], people: People) -> None:
    """Each activity as a message or as noise."""
    word = ""
    for activity in activities:
        kind = activity["type"].text
        if kind in _NOISE:
            draft.drop(activity, _NOISE[kind])
        elif kind:
            _message(draft, activity, people)
            word = _shared(draft, activity, people, word)


def _message(draft: Draft, activity: Native, people: People) -> None:
    is_said = activity["type"].value == "message"
    message = Draft(role=people.role(activity) if is_said else "system")
    if is_said:
        set_content(message, content_parts(activity))
    else:
        set_content(message, [_event(activity)])
        message.value["internal"] = True
    message.says("/role", activity["type"], activity["from"]["role"])
    message.take(activity["id"], "/id", Id)
    message.take(activity["timestamp"], "/at", Time)
    message.take(activity["from"]["id"], "/participant", Id)
    message.take(activity["locale"], "/language", Lang)
    message.take(activity["replyToId"], "/reply_to", Id)
    for name in _META:
        if activity[name].value not in (None, "", [], {}):
            message.take(activity[name], f"/meta/{name}")
    draft.append("/conversation/messages", message)


def _event(activity: Native) -> Draft:
    """Joined, left, an event by name: with its value, or with who came and went."""
    name = activity["name"]
    part = event_part(name.text or activity["type"].text)
    if name.text:
        part.says("/name", name)
    if activity["value"].is_there:
        part.take(activity["value"], "/data")
    else:
        for member in ("membersAdded", "membersRemoved"):
            if activity[member].value:
                part.take(activity[member], f"/data/{member}")
    return part


def _shared(draft: Draft, activity: Native, people: People, word: str) -> str:
    """What every activity of a conversation repeats."""
    conversation = activity["conversation"]["id"]
    if not draft.take(conversation, "/conversation/id", Id):
        draft.repeats(conversation, "/conversation/id")
    channel = activity["channelId"]
    if take_channel(draft, channel):
        word = channel.text
    elif word and channel.value == word:
        draft.says("/conversation/channel", channel)
    for account in (activity["from"], activity["recipient"]):
        people.meet(draft, account)
    return word
