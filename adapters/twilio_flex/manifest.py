"""What the Twilio Flex adapter declares: the task with the conversation behind it."""

from __future__ import annotations

from adapters.twilio_flex.limits import (
    CONVERSATION_ATTRIBUTES,
    MESSAGE_ATTRIBUTES,
    MESSAGE_BODY,
    NAME,
    SYNC_DOCUMENT,
    TASK_ATTRIBUTES,
)
from adapters.twilio_flex.settings import TwilioFlexSettings
from gateway.sdk import Manifest, Target, TargetField

_TOGETHER = "it is filled member by member"

# Flex adds keys of its own to both attributes, so each of ours is compared by itself.
TASK = Target(
    object="task",
    label="Task",
    capsule=("document", "link"),
    fields=(
        TargetField(
            name="priority",
            label="Priority",
            kind="number",
            compare="number",
            remark="0 to 2147483647; higher is sooner",
        ),
        TargetField(
            name="timeout",
            label="Timeout",
            kind="number",
            compare="number",
            remark="seconds until the task is given up, at most 1209600",
        ),
        TargetField(name="task_channel_unique_name", label="Task channel", kind="text"),
        TargetField(
            name="attributes",
            label="Task attributes",
            kind="any",
            limit=TASK_ATTRIBUTES,
            read_only=_TOGETHER,
            remark="a budget for all members as JSON; leave about 700 bytes for those of Flex",
        ),
        TargetField(
            name="attributes.note", label="Note for the agent", kind="note", note_format="text"
        ),
        TargetField(name="attributes.skills", label="Skills", kind="list"),
        TargetField(name="attributes.*", label="Task attribute", kind="any"),
        TargetField(
            name="conversation.unique_name",
            label="Conversation's unique name",
            kind="text",
            external_id=True,
            remark="must not look like a conversation's SID (CH…)",
        ),
        TargetField(
            name="conversation.friendly_name", label="Conversation's name", kind="text", limit=NAME
        ),
        TargetField(
            name="conversation.attributes",
            label="Conversation attributes",
            kind="any",
            limit=CONVERSATION_ATTRIBUTES,
            read_only=_TOGETHER,
            remark="a budget for all members as JSON",
        ),
        TargetField(name="conversation.attributes.*", label="Conversation attribute", kind="any"),
        TargetField(
            name="participant.identity",
            label="Customer's chat identity",
            kind="text",
            limit=NAME,
            remark="by it the customer's chat client takes part; Twilio may charge for each user",
        ),
        TargetField(
            name="participant.address",
            label="Customer's address",
            kind="text",
            limit=NAME,
            remark="+49… or whatsapp:+49…; needs participant.proxy_address beside it",
        ),
        TargetField(
            name="participant.proxy_address",
            label="Twilio number the customer writes to",
            kind="text",
            limit=NAME,
        ),
        TargetField(name="participant.attributes.*", label="Customer attribute", kind="any"),
    ),
)

MANIFEST = Manifest(
    name="twilio_flex",
    title="Twilio Flex",
    version="1.0",
    documentation="https://www.twilio.com/docs/flex/developer/conversations/interactions-api",
    auth=("basic",),
    targets=(TASK,),
    preset="twilio-flex-task",
    settings=TwilioFlexSettings,
    limits=(
        TASK_ATTRIBUTES,
        CONVERSATION_ATTRIBUTES,
        MESSAGE_BODY,
        MESSAGE_ATTRIBUTES,
        NAME,
        SYNC_DOCUMENT,
    ),
)
