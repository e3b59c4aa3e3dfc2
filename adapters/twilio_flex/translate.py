"""From a consignment to Twilio's forms; pure."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec
from msgspec import UNSET

from adapters.twilio_flex import attributes
from adapters.twilio_flex.attributes import Attributes
from adapters.twilio_flex.documents import manifest_name
from adapters.twilio_flex.limits import (
    CONVERSATION_ATTRIBUTES,
    FLEX_KEYS,
    MESSAGE_ATTRIBUTES,
    TASK_ATTRIBUTES,
)
from adapters.twilio_flex.settings import TwilioFlexSettings
from adapters.twilio_flex.transcript import Post
from adapters.twilio_flex.wire import form
from gateway import sdk

CREATE_CONVERSATION = "create conversation"
ADD_MESSAGE = "add message"
ADD_PARTICIPANT = "add customer"
CREATE_INTERACTION = "create interaction"

TASK = "attributes."
CONVERSATION = "conversation.attributes."
PARTICIPANT = "participant.attributes."
_ADDRESSES = ("address", "proxy_address")
KEY = "readback_delivery"
"""The task attribute that tells the task of one delivery from all others."""


def check_sizes(consignment: sdk.Consignment) -> None:
    """Raises ``Misfit`` for what Twilio would refuse or cut, before anything is sent."""
    room = TASK_ATTRIBUTES.size - FLEX_KEYS + _key_size(consignment)
    attributes.demand_room(task_attributes(consignment), room, "the task's attributes")
    attributes.demand_room(
        conversation_attributes(consignment),
        CONVERSATION_ATTRIBUTES.size,
        "the conversation's attributes",
    )
    attributes.demand_room(
        participant_attributes(consignment), MESSAGE_ATTRIBUTES.size, "the customer's attributes"
    )
    address, proxy = (given(consignment, f"participant.{name}") for name in _ADDRESSES)
    if address and not proxy:
        why = '"participant.address" needs "participant.proxy_address" beside it'
        raise sdk.Misfit(step="check sizes", why=why)


def _key_size(consignment: sdk.Consignment) -> int:
    # A mapping's budget knows nothing of it; it is taken from the room that is left for Flex.
    return sdk.measure(f'"{KEY}":"{consignment.key}",', "bytes")


def conversations(settings: TwilioFlexSettings) -> str:
    """Where conversations are: in the named service, else in the account's default one."""
    service = settings.conversation_service_sid
    return f"/v1/Services/{service}/Conversations" if service else "/v1/Conversations"


def conversation_path(settings: TwilioFlexSettings, name: str) -> str:
    """One conversation, by its SID or unique name."""
    return f"{conversations(settings)}/{quote(name, safe='')}"


def task_path(settings: TwilioFlexSettings, sid: str) -> str:
    """One task."""
    return f"/v1/Workspaces/{settings.workspace_sid}/Tasks/{sid}"


def unique_name(consignment: sdk.Consignment) -> str:
    """The conversation's key: a second create with it makes no second conversation."""
    return str(given(consignment, "conversation.unique_name") or f"readback-{consignment.key}")


def given(consignment: sdk.Consignment, name: str) -> Any:
    """The mapping's value for a field; None where it has none."""
    value = consignment.value(name)
    return None if value is UNSET else value


def task_attributes(consignment: sdk.Consignment) -> Attributes:
    """All that the mapping puts into the task's attributes, and the delivery's key."""
    note = consignment.note
    noted = [sdk.FieldValue(name=note.field.removeprefix(TASK), value=note.body)] if note else []
    return {**attributes.nested([*consignment.under(TASK), *noted]), KEY: consignment.key}


def conversation_attributes(consignment: sdk.Consignment) -> Attributes:
    """What the mapping puts there, and whose conversation it is."""
    ours: Attributes = {"handoff": consignment.handoff_id, "delivery": consignment.key}
    if consignment.capsule is not None and consignment.capsule.kind == "document":
        ours["capsule"] = manifest_name(consignment)
    return {**attributes.nested(consignment.under(CONVERSATION)), "readback": ours}


def participant_attributes(consignment: sdk.Consignment) -> Attributes:
    """What the mapping says of the customer in the conversation."""
    return attributes.nested(consignment.under(PARTICIPANT))


def create_conversation(
    consignment: sdk.Consignment, settings: TwilioFlexSettings
) -> sdk.VendorRequest:
    """The conversation; a repeat is recognised by its unique name."""
    members = {
        "UniqueName": unique_name(consignment),
        "FriendlyName": given(consignment, "conversation.friendly_name"),
        "Attributes": attributes.written(conversation_attributes(consignment)),
    }
    path = conversations(settings)
    return form(CREATE_CONVERSATION, "conversations", path, members, repeat="keyed")


def add_message(path: str, post: Post) -> sdk.VendorRequest:
    """One message, with the time at which it was said."""
    members = {
        "Author": post.author,
        "Body": post.body,
        "DateCreated": post.date,
        "Attributes": post.attributes,
    }
    return form(ADD_MESSAGE, "conversations", f"{path}/Messages", members, repeat="search")


def add_participant(path: str, consignment: sdk.Consignment) -> sdk.VendorRequest | None:
    """The customer; None where the mapping names no way to reach them."""
    members = {
        "Identity": given(consignment, "participant.identity") or None,
        "MessagingBinding.Address": given(consignment, "participant.address") or None,
        "MessagingBinding.ProxyAddress": given(consignment, "participant.proxy_address") or None,
    }
    if not (members["Identity"] or members["MessagingBinding.Address"]):
        return None
    about = participant_attributes(consignment)
    members["Attributes"] = attributes.written(about) if about else None
    path = f"{path}/Participants"
    return form(ADD_PARTICIPANT, "conversations", path, members, repeat="search")


def create_interaction(
    consignment: sdk.Consignment, settings: TwilioFlexSettings, conversation_sid: str
) -> sdk.VendorRequest:
    """The task for the conversation, by way of Flex; it cannot be looked up by any key."""
    channel = {
        "type": settings.channel_type,
        "initiated_by": "customer",
        "properties": {"media_channel_sid": conversation_sid},
    }
    members = {"Channel": _json(channel), "Routing": _json(_routing(consignment, settings))}
    return form(CREATE_INTERACTION, "flex-api", "/v1/Interactions", members, repeat="search")


def _routing(consignment: sdk.Consignment, settings: TwilioFlexSettings) -> dict[str, Any]:
    properties = {
        "workspace_sid": settings.workspace_sid,
        "workflow_sid": settings.workflow_sid,
        "queue_sid": settings.queue_sid,
        "task_channel_unique_name": task_channel(consignment, settings),
        "priority": given(consignment, "priority"),
        "timeout": given(consignment, "timeout"),
        "attributes": task_attributes(consignment),
    }
    return {"properties": {name: v for name, v in properties.items() if v is not None}}


def task_channel(consignment: sdk.Consignment, settings: TwilioFlexSettings) -> str:
    """The mapping's word, else the destination's."""
    mapped = given(consignment, "task_channel_unique_name")
    return str(mapped or settings.task_channel_unique_name)


def _json(document: object) -> str:
    return msgspec.json.encode(document).decode()
