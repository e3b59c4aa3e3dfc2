"""Flex interactions: each makes a task for a conversation, and 200 says only "accepted"."""

from __future__ import annotations

from typing import Any, cast

from msgspec.structs import replace

from contract_tests.stand_ins.twilio_flex.account import (
    CHAT_SERVICE_SID,
    QUEUE_SID,
    WORKFLOW_SID,
    WORKSPACE_SID,
)
from contract_tests.stand_ins.twilio_flex.call import Call, compact, object_member, whole_number
from contract_tests.stand_ins.twilio_flex.conversations import FORGETS, forgotten
from contract_tests.stand_ins.twilio_flex.records import Conversation, Interaction, Task
from contract_tests.stand_ins.twilio_flex.replies import Refused, invalid
from contract_tests.stand_ins.twilio_flex.tasks import (
    MOST_ATTRIBUTES,
    MOST_PRIORITY,
    kept_attributes,
)
from contract_tests.stand_ins.wire import Reply, json_reply

_TYPES = frozenset({"web", "sms", "whatsapp", "chat", "email", "voice", "messenger", "gbm"})
_PROPERTIES = frozenset(
    {"workspace_sid", "workflow_sid", "queue_sid", "worker_sid", "task_channel_unique_name"}
    | {"priority", "timeout", "attributes"}
)
_LONGEST = 1_209_600
_DAY = 86_400


def create_interaction(call: Call) -> Reply:
    """``POST /v1/Interactions``."""
    form = call.form("Channel", "Routing", "InteractionContextSid", "WebhookTtid")
    channel = object_member(form, "Channel")
    conversation = _bound(call, channel)
    properties = _properties(object_member(form, "Routing"))
    made = Interaction(
        sid=call.account.next_sid("KD"),
        channel_sid=call.account.next_sid("UO"),
        channel_type=channel["type"],
        task_sid=call.account.next_sid("WT"),
    )
    task = _task(call, made, properties, conversation)
    if not call.switches.applies(FORGETS, call.request):
        call.account.interactions[made.sid] = made
        call.account.tasks[task.sid] = task
    return json_reply(_document(made, task))


def show_interaction(call: Call) -> Reply:
    """``GET /v1/Interactions/{interaction}``."""
    found = _interaction_of(call)
    return json_reply(_document(found, call.account.tasks[found.task_sid]))


def list_channels(call: Call) -> Reply:
    """``GET …/Channels``: an interaction has one."""
    return json_reply({"channels": [_channel(call)], "meta": {"key": "channels"}})


def show_channel(call: Call) -> Reply:
    """``GET …/Channels/{channel}``."""
    if _interaction_of(call).channel_sid != call.ids["channel"]:
        raise call.missing()
    return json_reply(_channel(call))


def _channel(call: Call) -> dict[str, Any]:
    found = _interaction_of(call)
    found = replace(found, reads=found.reads + 1)
    call.account.interactions[found.sid] = found
    status = _status(call, found)
    url = _url(found)
    failed = status == "failed"
    return {
        "sid": found.channel_sid,
        "interaction_sid": found.sid,
        "type": found.channel_type,
        "status": status,
        "error_code": 19025 if failed else None,
        "error_message": "Channel validation error" if failed else None,
        "url": f"{url}/Channels/{found.channel_sid}",
        "links": {
            name: f"{url}/Channels/{found.channel_sid}/{name.title()}"
            for name in ("participants", "invites", "transfers")
        },
    }


def _status(call: Call, interaction: Interaction) -> str:
    if call.switches.applies("channel_fails", call.request):
        return "failed"
    if call.switches.applies("task_ended", call.request):
        return "closed"
    is_slow = interaction.reads <= (call.switches.number("slow_channel") or 0)
    is_stuck = call.switches.applies("stuck_channel", call.request)
    return "setup" if is_slow or is_stuck else "active"


def _interaction_of(call: Call) -> Interaction:
    found = call.account.interactions.get(call.ids["interaction"])
    if found is None:
        raise call.missing()
    return found


def _bound(call: Call, channel: dict[str, Any]) -> Conversation:
    """The conversation that the channel is to be bound to; this account makes none by itself."""
    properties = channel.get("properties")
    if channel.get("type") not in _TYPES or not isinstance(properties, dict):
        raise Refused(invalid("Channel is missing its type or properties"))
    sid = str(cast("dict[str, Any]", properties).get("media_channel_sid"))
    found = call.account.conversation(sid, CHAT_SERVICE_SID)
    if call.switches.applies(FORGETS, call.request):
        found = forgotten(call, sid)
    if found is None or channel.get("initiated_by") != "customer":
        raise Refused(invalid("Channel names no conversation of the customer's"))
    return found


def _properties(routing: dict[str, Any]) -> dict[str, Any]:
    raw = routing.get("properties")
    properties = cast("dict[str, Any]", raw) if isinstance(raw, dict) else {}
    if properties.get("workspace_sid") != WORKSPACE_SID or not properties.keys() <= _PROPERTIES:
        raise Refused(invalid("Routing has another workspace, or properties nobody knows"))
    if properties.get("workflow_sid") != WORKFLOW_SID:
        raise Refused(invalid("Routing has another workflow"))
    return properties


def _task(
    call: Call, made: Interaction, properties: dict[str, Any], conversation: Conversation
) -> Task:
    sent = object_member({"attributes": compact(properties.get("attributes", {}))}, "attributes")
    attributes = _with_flex_keys(call, made, kept_attributes(call, sent), conversation)
    text = compact(attributes)
    if len(text.encode()) > MOST_ATTRIBUTES:
        raise Refused(invalid("The task's attributes are too long"))
    return Task(
        sid=made.task_sid,
        attributes=text,
        priority=whole_number(properties.get("priority"), "priority", 0, MOST_PRIORITY),
        timeout=whole_number(properties.get("timeout"), "timeout", _DAY, _LONGEST),
        task_channel=str(properties.get("task_channel_unique_name") or "default"),
        workflow_sid=WORKFLOW_SID,
        date_created=call.account.now,
    )


def _with_flex_keys(
    call: Call, made: Interaction, ours: dict[str, Any], conversation: Conversation
) -> dict[str, Any]:
    """Flex adds its own keys; what was sent is added "as is"."""
    flex: dict[str, Any] = {
        "channelType": made.channel_type,
        "conversationSid": conversation.sid,
        "direction": "inbound",
        "initiatedBy": "customer",
        "flexInteractionSid": made.sid,
        "flexInteractionChannelSid": made.channel_sid,
        "flexChannelInviteSid": call.account.next_sid("KG"),
    }
    media = [{"type": "ChatTranscript", "sid": conversation.sid}]
    theirs = {"initiated_by": "customer", "conversation_id": made.sid, "media": media}
    overwrites = any(
        call.switches.applies(name, call.request) for name in ("flex_overwrites", "task_race")
    )
    sent = {} if overwrites else cast("dict[str, Any]", ours.get("conversations", {}))
    return {**ours, **flex, "conversations": {**theirs, **sent}}


def _url(interaction: Interaction) -> str:
    return f"https://flex-api.twilio.com/v1/Interactions/{interaction.sid}"


def _document(interaction: Interaction, task: Task) -> dict[str, Any]:
    created = int(task.date_created.timestamp())
    properties = {
        "sid": task.sid,
        "workspace_sid": WORKSPACE_SID,
        "workflow_sid": task.workflow_sid,
        "queue_sid": QUEUE_SID,
        "task_channel_unique_name": task.task_channel,
        "assignment_status": "pending",
        "priority": task.priority,
        "timeout": task.timeout,
        "attributes": task.attributes,
        "date_created": created,
        "date_updated": created,
    }
    url = _url(interaction)
    return {
        "sid": interaction.sid,
        "channel": {"type": interaction.channel_type, "sid": interaction.channel_sid},
        "routing": {"reservation": None, "properties": properties},
        "interaction_context_sid": None,
        "webhook_ttid": None,
        "url": url,
        "links": {"channels": f"{url}/Channels"},
    }
