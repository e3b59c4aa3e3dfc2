"""The conversation: what a mapping may fill."""

from __future__ import annotations

from adapters.genesys.limits import LONG_TEXT, MESSAGE, PARTICIPANT_ATTRIBUTE
from gateway.sdk import Target, TargetField, VendorObjects

# Metadata of an inbound message is accepted and never shown (2026-11-20), so it is no field here.
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
            remark="a longer note goes on in further messages",
        ),
        TargetField(
            name="attributes.*",
            label="Participant data",
            kind="text",
            limit=PARTICIPANT_ATTRIBUTE,
            remark="texts only; the key's case counts",
        ),
        TargetField(
            name="customattributes.*",
            label="Custom attribute",
            kind="any",
            limit=LONG_TEXT,
            remark="the account's schema for conversations decides on kind and length",
        ),
        TargetField(
            name="priority",
            label="Priority",
            kind="number",
            compare="number",
            remark="-25000000 to 25000000; a point counts as a minute of waiting",
        ),
        TargetField(name="skillIds", label="Skills", kind="list", remark="ids of skills"),
        TargetField(name="languageId", label="Language", kind="text", remark="an id"),
        TargetField(name="labelId", label="Label", kind="text", remark="an id"),
    ),
)

OBJECTS = VendorObjects(title="Genesys Cloud", targets=(CONVERSATION,))
