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
