"""The messaging conversation: what a mapping may fill."""

from __future__ import annotations

from adapters.liveperson.limits import ATTRIBUTE, MESSAGE
from gateway.sdk import Target, TargetField, VendorObjects, choices

_PARTIAL = "members that the vendor does not know may be dropped"

# The send API takes these two types of engagement attributes and no other (2026-11-20).
CONVERSATION = Target(
    object="conversation",
    label="Conversation",
    capsule=("document", "link"),
    fields=(
        TargetField(
            name="note",
            label="First message",
            kind="note",
            compare="trimmed",
            limit=MESSAGE,
            note_format="text",
            remark="it stands in the consumer's name; a longer note goes on in further messages",
        ),
        TargetField(name="skillId", label="Skill", kind="text", remark="the id of a skill"),
        TargetField(
            name="ttrDefName",
            label="Urgency",
            kind="choice",
            choices=choices("NORMAL", "URGENT", "PRIORITIZED"),
        ),
        TargetField(
            name="ctmrinfo.*",
            label="Customer info",
            kind="any",
            limit=ATTRIBUTE,
            remark=_PARTIAL,
        ),
        TargetField(
            name="personal.*",
            label="Personal info",
            kind="any",
            limit=ATTRIBUTE,
            remark=_PARTIAL,
        ),
        TargetField(
            name="context.*",
            label="Conversation context",
            kind="any",
            limit=ATTRIBUTE,
            remark="a key of the Conversation Context Service, which the account must have",
        ),
    ),
)

OBJECTS = VendorObjects(title="LivePerson", targets=(CONVERSATION,))
