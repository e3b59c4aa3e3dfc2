"""How much Twilio holds, with units and sources."""

from __future__ import annotations

from gateway.sdk import Limit

_READ_ON = "2026-11-20"

# The page says 4,096 characters of a JSON string, blanks counted, without saying what a character
# is; in bytes it fits either way.
TASK_ATTRIBUTES = Limit(
    size=4_096,
    unit="bytes",
    source="twilio.com/docs/taskrouter/limits: task attributes, not changeable",
    read_on=_READ_ON,
)
# Flex adds keys of its own to a task's attributes when it binds a conversation to it.
FLEX_KEYS = 696
CONVERSATION_ATTRIBUTES = Limit(
    size=16_384,
    unit="bytes",
    source="twilio.com/docs/conversations-classic: limits; error 50303",
    read_on=_READ_ON,
)
NAME = Limit(
    size=256,
    unit="characters",
    source="twilio.com/docs/conversations-classic: limits, FriendlyName and Identity",
    read_on=_READ_ON,
)
# The limits page allows 32 KB in a chat; the OpenAPI document says 1,600 for every message, and
# what a phone gets by SMS or WhatsApp holds no more.
MESSAGE_BODY = Limit(
    size=1_600,
    unit="characters",
    source="github.com/twilio/twilio-oai: conversations v1, Body of a message",
    read_on=_READ_ON,
)
MESSAGE_ATTRIBUTES = Limit(
    size=4_096,
    unit="bytes",
    source="twilio.com/docs/conversations-classic: limits, attributes of messages, participants",
    read_on=_READ_ON,
)
# 16 KiB serialized. How Twilio counts is not published, so some room is left.
SYNC_DOCUMENT = Limit(
    size=15_360,
    unit="bytes",
    source="twilio.com/docs/api/errors/54006 (16 KiB), with a margin",
    read_on=_READ_ON,
)
# A delivery makes at most 1,000 exchanges; these leave room for everything else.
MOST_DOCUMENTS = 450
MOST_MESSAGES = 450
