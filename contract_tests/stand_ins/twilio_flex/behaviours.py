"""What this account can be told to do: each is documented or reported of the vendor."""

from __future__ import annotations

from contract_tests.stand_ins.faults import FAULTS
from contract_tests.stand_ins.switches import Behaviour
from contract_tests.stand_ins.twilio_flex.faults import REFUSALS

BEHAVIOURS: tuple[Behaviour, ...] = (
    *FAULTS,
    Behaviour(
        name="downstream",
        ends="waiting",
        does="Answers 400 to an interaction: a service behind Flex failed, retry the request.",
        value="count",
    ),
    Behaviour(
        name="stores_nothing",
        ends="degraded",
        does="Answers every create with a 2xx and keeps nothing of it.",
    ),
    Behaviour(
        name="slow_channel",
        ends="verified",
        sample="4",
        does="Shows the channel as being set up this many times.",
        value="number",
    ),
    Behaviour(
        name="stuck_channel",
        ends="unproven",
        spoils=("interaction.channel",),
        does="Never gets done with setting up the channel.",
    ),
    Behaviour(
        name="channel_fails",
        ends="degraded",
        spoils=("interaction.channel",),
        does="Accepts an interaction, and then fails to set its channel up.",
    ),
    Behaviour(
        name="task_ended",
        ends="unproven",
        spoils=("attributes.*", "priority", "timeout", "task_channel_unique_name", "workflow_sid"),
        does="Has closed the channel and deleted the task, as five minutes after its end.",
    ),
    Behaviour(
        name="drop_attribute",
        ends="degraded",
        spoils=("attributes.handoff_id",),
        sample="handoff_id",
        does="Drops a task attribute, with a 2xx.",
        value="text",
    ),
    Behaviour(
        name="flex_overwrites",
        ends="verified",
        does='Puts its own "conversations" attribute in the place of the one that was sent.',
    ),
    Behaviour(
        name="task_race",
        ends="verified",
        does="As flex_overwrites, and somebody else changes the task right after it was read.",
        value="once",
    ),
    Behaviour(
        name="ignore_participant_attributes",
        ends="verified",
        does="Takes no attributes of a participant at its creation, only afterwards.",
    ),
    Behaviour(
        name="cut_message",
        ends="degraded",
        spoils=("conversation.messages.body",),
        sample="5",
        does="Cuts messages at this many characters, without an error.",
        value="number",
    ),
    Behaviour(
        name="alter_message",
        ends="degraded",
        spoils=("conversation.messages.body",),
        sample="1",
        does="Stores the nth message with a word more.",
        value="number",
    ),
    Behaviour(
        name="hide_message",
        ends="degraded",
        spoils=("conversation.messages.*",),
        sample="1",
        does="Does not list the nth message.",
        value="number",
    ),
    Behaviour(
        name="ignore_dates",
        ends="degraded",
        spoils=("conversation.messages.date_created",),
        does="Gives each message the time at which it came.",
    ),
    Behaviour(
        name="system_author",
        ends="degraded",
        spoils=("conversation.messages.author",),
        does='Gives each message the author "system".',
    ),
    Behaviour(
        name="drop_message_attributes",
        ends="degraded",
        spoils=("conversation.messages.attributes",),
        does="Keeps no attributes of messages.",
    ),
    Behaviour(
        name="taken_name",
        ends="verified",
        does="Has a conversation of that unique name already (error 50353).",
        value="once",
    ),
    Behaviour(
        name="taken_documents",
        ends="verified",
        does="Has a document of that unique name already, with other contents (error 54301).",
        value="once",
    ),
    Behaviour(
        name="corrupt_document",
        ends="degraded",
        spoils=("capsule",),
        does="Shows documents with letters in another order.",
    ),
    Behaviour(
        name="expire_documents",
        ends="degraded",
        spoils=("capsule",),
        does="Shows no documents: their time to live is over.",
    ),
    Behaviour(
        name="refuse",
        ends="failed",
        sample="legacy",
        does="Refuses with one of the error envelopes the vendor is known to use.",
        value="text",
        choices=tuple(REFUSALS),
    ),
)
