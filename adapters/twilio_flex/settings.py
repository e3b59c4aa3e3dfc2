"""What one Twilio Flex destination has to say besides its address and credentials."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

_HEX = "[0-9a-fA-F]{32}$"

WorkspaceSid: TypeAlias = Annotated[str, Meta(pattern=f"^WS{_HEX}", examples=["WS and 32 digits"])]
WorkflowSid: TypeAlias = Annotated[str, Meta(pattern=f"^WW{_HEX}", examples=["WW and 32 digits"])]
QueueSid: TypeAlias = Annotated[str, Meta(pattern=f"^WQ{_HEX}", examples=["WQ and 32 digits"])]
ServiceSid: TypeAlias = Annotated[str, Meta(pattern=f"^IS{_HEX}", examples=["IS and 32 digits"])]

ChannelType: TypeAlias = Literal[
    "web", "sms", "whatsapp", "chat", "email", "voice", "messenger", "gbm"
]


class TwilioFlexSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """SIDs of the account's own.

    Without ``conversation_service_sid`` conversations are made in the account's default service;
    for Flex that is to be the "Flex Chat Service". ``task_channel_unique_name`` counts where the
    mapping fills no field of that name. ``transcript`` says whether the messages are put into the
    conversation; the capsule has them either way.
    """

    workspace_sid: WorkspaceSid
    workflow_sid: WorkflowSid
    sync_service_sid: ServiceSid
    conversation_service_sid: ServiceSid | None = None
    queue_sid: QueueSid | None = None
    task_channel_unique_name: str = "default"
    channel_type: ChannelType = "web"
    transcript: bool = True
    flex_url: str = "https://flex.twilio.com"
