"""What this account can be told to do: each is documented or reported of the vendor."""

from __future__ import annotations

from contract_tests.stand_ins.faults import FAULTS
from contract_tests.stand_ins.switches import Behaviour
from contract_tests.stand_ins.zendesk.faults import REFUSALS

BEHAVIOURS: tuple[Behaviour, ...] = (
    *FAULTS,
    Behaviour(
        name="drop_field",
        ends="degraded",
        spoils=("subject",),
        sample="subject",
        does="Drops a field by its id, title or member name, with a 2xx.",
        value="text",
    ),
    Behaviour(
        name="cut_comment",
        ends="degraded",
        spoils=("comment",),
        sample="300",
        does="Cuts comments at this many bytes, without an error.",
        value="number",
    ),
    Behaviour(
        name="alter_tag",
        ends="degraded",
        spoils=("tags",),
        does="Stores a tag (the first one) as something else.",
        value="optional text",
    ),
    Behaviour(
        name="corrupt_attachment",
        ends="degraded",
        spoils=("capsule",),
        does="Changes one bit of every attachment that is read.",
    ),
    Behaviour(
        name="hide_comment",
        ends="degraded",
        spoils=("comment", "capsule"),
        sample="1",
        does="Does not show the nth comment of a ticket.",
        value="number",
    ),
    Behaviour(
        name="redact_cards",
        ends="degraded",
        spoils=("comment", "custom_fields.*"),
        does="Blanks out card-like numbers in comments and custom fields.",
    ),
    Behaviour(
        name="light_agent",
        ends="verified",
        does="Makes every comment private, as for a light agent.",
    ),
    Behaviour(
        name="public_comments",
        ends="degraded",
        spoils=("comment.*.public",),
        does="Makes every comment public, whatever was asked.",
    ),
    Behaviour(
        name="token_expiry",
        ends="verified",
        sample="2",
        does="Lets a bearer token run out after this many calls.",
        value="number",
    ),
    Behaviour(
        name="stores_nothing",
        ends="degraded",
        does="Answers 201 to a new ticket and does not store it.",
    ),
    Behaviour(
        name="late_comments",
        ends="verified",
        does="Lists no comments the first n times (once).",
        value="optional number",
    ),
    Behaviour(
        name="double_external_id",
        ends="verified",
        work_items=2,
        does="Makes two tickets with one external id.",
    ),
    Behaviour(
        name="closes_tickets",
        ends="verified",
        shown_by="oversize",
        work_items=2,
        does="Closes the first n tickets (one) right after they were made, as an automation would.",
        value="optional number",
    ),
    Behaviour(
        name="busy_agent",
        ends="verified",
        shown_by="oversize",
        does="Lets an agent change a ticket just before its first n updates (once).",
        value="optional number",
    ),
    Behaviour(
        name="attachment_redirect",
        ends="verified",
        does="Answers 302 where an attachment should be.",
    ),
    Behaviour(
        name="refuse",
        ends="failed",
        sample="record_invalid",
        does="Refuses with one of the error envelopes the vendor is known to use.",
        value="text",
        choices=tuple(REFUSALS),
    ),
)
