"""Looking for what a request without an answer has made.

Conversations and documents have unique names and need no search. A message carries a mark in its
attributes. Nothing leads from a conversation to its interaction, so the newest tasks of the
workflow are fetched one by one, for the list itself shows no attributes. Where there are too many
of them, tasks are searched by an attribute: that is open to three requests a second (2026-11-20).
"""

from __future__ import annotations

from typing import Any

import msgspec

from adapters.twilio_flex import attributes
from adapters.twilio_flex.settings import TwilioFlexSettings
from adapters.twilio_flex.transcript import instant, mark_of
from adapters.twilio_flex.translate import (
    ADD_MESSAGE,
    ADD_PARTICIPANT,
    CREATE_INTERACTION,
    KEY,
    conversation_path,
    task_path,
)
from adapters.twilio_flex.wire import (
    Binding,
    Conversation,
    Interaction,
    InteractionChannel,
    Message,
    Participant,
    Properties,
    Routing,
    Task,
    ask,
    get,
    pages,
    sent,
    show,
)
from gateway import sdk

_TASK_PAGES = 2
_TASKS = "50"


def find_existing(
    request: sdk.VendorRequest, settings: TwilioFlexSettings
) -> sdk.Flow[sdk.VendorResponse | None]:
    """The reply that was lost, made anew from what there is."""
    found: Any = None
    if request.step == ADD_MESSAGE:
        found = yield from _message(request)
    elif request.step == ADD_PARTICIPANT:
        found = yield from find_participant(request)
    elif request.step == CREATE_INTERACTION:
        found = yield from _interaction(request, settings)
    if found is None:
        return None
    return sdk.VendorResponse(status=200, body=msgspec.json.encode(found))


def list_messages(path: str, order: str) -> sdk.VendorRequest:
    """The messages of a conversation, by their place in it."""
    query = (("Order", order), ("PageSize", "100"))
    return get("read messages", "conversations", f"{path}/Messages", *query)


def _message(request: sdk.VendorRequest) -> sdk.Flow[Message | None]:
    mark = mark_of(Message(sid="", attributes=sent(request)["Attributes"]))
    path = request.path.removesuffix("/Messages")
    listed = yield from pages(list_messages(path, "desc"))
    messages = (message for page in listed for message in page.messages)
    return next((message for message in messages if mark_of(message) == mark), None)


def find_participant(request: sdk.VendorRequest) -> sdk.Flow[Participant | None]:
    """The customer, by identity or address."""
    look = get("look for the customer", "conversations", request.path, ("PageSize", "100"))
    listed = yield from pages(look)
    wanted = sent(request)
    people = (person for page in listed for person in page.participants)
    return next((person for person in people if _is(person, wanted)), None)


def _is(person: Participant, wanted: dict[str, str]) -> bool:
    if "Identity" in wanted:
        return person.identity == wanted["Identity"]
    address = (person.messaging_binding or Binding()).address
    return address == wanted["MessagingBinding.Address"]


def _interaction(
    request: sdk.VendorRequest, settings: TwilioFlexSettings
) -> sdk.Flow[Interaction | None]:
    form = sent(request)
    channel = msgspec.json.decode(form["Channel"])
    key = msgspec.json.decode(form["Routing"])["properties"]["attributes"][KEY]
    path = conversation_path(settings, channel["properties"]["media_channel_sid"])
    look = get("look for the conversation", "conversations", path)
    since = instant((yield from ask(look, Conversation)).date_created)
    for listed in (yield from _tasks_since(since, key, settings)):
        path = task_path(settings, listed.sid)
        task = yield from show(get("look at a task", "taskrouter", path), Task)
        made = _made(task, key) if task else None
        if made:
            return made
    return None


def _tasks_since(since: str | None, key: str, settings: TwilioFlexSettings) -> sdk.Flow[list[Task]]:
    """The workflow's tasks that are not older than the conversation.

    Where they are more than it is reasonable to look at, those that a search finds.
    """
    query = (
        ("WorkflowSid", settings.workflow_sid),
        ("Ordering", "DateCreated:desc"),
        ("PageSize", _TASKS),
    )
    path = f"/v1/Workspaces/{settings.workspace_sid}/Tasks"
    listed = yield from pages(get("list new tasks", "taskrouter", path, *query), _TASK_PAGES)
    tasks = [task for page in listed for task in page.tasks]
    young = [task for task in tasks if (instant(task.date_created) or "~") >= (since or "")]
    if len(young) == len(tasks) and listed[-1].meta.next_page_url:
        return (yield from _tasks_with(key, path))
    return young


def _tasks_with(key: str, path: str) -> sdk.Flow[list[Task]]:
    query = (("EvaluateTaskAttributes", f"{KEY} == '{key}'"), ("PageSize", _TASKS))
    listed = yield from pages(get("search for the task", "taskrouter", path, *query), _TASK_PAGES)
    return [task for page in listed for task in page.tasks]


def _made(task: Task, key: str) -> Interaction | None:
    shown = attributes.read(task.attributes)
    interaction, channel = shown.get("flexInteractionSid"), shown.get("flexInteractionChannelSid")
    if shown.get(KEY) != key or not (isinstance(interaction, str) and isinstance(channel, str)):
        return None
    return Interaction(
        sid=interaction,
        channel=InteractionChannel(sid=channel),
        routing=Routing(properties=Properties(sid=task.sid)),
    )
