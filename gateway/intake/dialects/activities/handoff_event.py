"""``handoff.initiate``: the event by which a bot of the Bot Framework gives a conversation away.

The SDKs call the attachment "Transcript", a documented sample "Trasnscript": it is found by what
it holds. In the JavaScript SDK ``from`` is the user, although the bot sends the event.
"""

from __future__ import annotations

from gateway.intake.dialects.activities.content import attachment_part
from gateway.intake.dialects.activities.people import People
from gateway.intake.dialects.activities.transcript import (
    accounts,
    activities_of,
    is_activity,
    take_activities,
)
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part, message_of
from gateway.intake.drafting.words import take_channel
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Lang, Text, Time

_PREFIX = "handoff."


def is_handoff_event(document: Json) -> bool:
    """An event activity whose name says that it is about a handoff."""
    event = Native("", document)
    return event["type"].value == "event" and event["name"].text.startswith(_PREFIX)


def take_event(draft: Draft, event: Native) -> None:
    """Everything of the event but its value: who, where, when, and the transcript."""
    transcript = _transcript(event)
    activities = list(transcript.elements())
    related = event["relatesTo"]
    people = People([event["from"], event["recipient"], *accounts(activities)])
    draft.take(event["conversation"]["id"], "/conversation/id", Id)
    take_activities(draft, activities, people)
    _customer(draft, event, related)
    draft.take(event["timestamp"], "/occurred_at", Time)
    take_channel(draft, event["channelId"])
    draft.take(related["locale"], "/conversation/language", Lang)
    draft.take(related["bot"]["id"], "/source/bot_id", Id)
    draft.take(related["bot"]["name"], "/source/bot_name", Text)
    _attached(draft, event, transcript)
    _repeated(draft, event, related, people)


def take_status(draft: Draft, event: Native) -> None:
    """An event that tells how a handoff goes, as something that happened."""
    part = event_part(event["name"].text)
    part.says("/name", event["name"], event["type"])
    part.take(event["value"], "/data")
    message = message_of("system", part)
    message.value["internal"] = True
    draft.append("/conversation/messages", message)


def _transcript(event: Native) -> Native:
    for attachment in event["attachments"].elements():
        activities = activities_of(attachment["content"])
        if is_list(activities.value) and any(map(is_activity, activities.value)):
            return activities
    return Native("")


def _attached(draft: Draft, event: Native, transcript: Native) -> None:
    """What else is attached, above all a transcript that is only an address."""
    for attachment in event["attachments"].elements():
        if transcript.is_there and transcript.at.startswith(attachment.at + "/"):
            draft.says("/conversation/messages", attachment["name"], attachment["contentType"])
        elif is_object(attachment.value) and attachment.value:
            message = message_of("system", attachment_part(attachment))
            message.value["internal"] = True
            draft.append("/conversation/messages", message)


def _customer(draft: Draft, event: Native, related: Native) -> None:
    for account in (related["user"], event["from"], event["recipient"]):
        if account["role"].value == "bot" or not account["id"].text:
            continue
        if draft.take(account["id"], "/customer/id", Id):
            draft.take(account["name"], "/customer/name", Text)
        elif draft.repeats(account["id"], "/customer/id"):
            draft.repeats(account["name"], "/customer/name")


def _repeated(draft: Draft, event: Native, related: Native, people: People) -> None:
    for account in (event["from"], event["recipient"], related["user"], related["bot"]):
        people.meet(draft, account)
    draft.repeats(related["conversation"]["id"], "/conversation/id")
    for channel in (event["channelId"], related["channelId"]):
        if channel.text and channel.value == event["channelId"].value:
            draft.says("/conversation/channel", channel)
