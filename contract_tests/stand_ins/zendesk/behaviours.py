"""What this account can be told to do: each is documented or reported of the vendor."""

from __future__ import annotations

from contract_tests.stand_ins.switches import Behaviour
from contract_tests.stand_ins.zendesk.faults import REFUSALS

BEHAVIOURS: tuple[Behaviour, ...] = (
    Behaviour(
        name="drop_field",
        does="Drops a field by its id, title or member name, with a 2xx.",
        value="text",
    ),
    Behaviour(
        name="cut_comment",
        does="Cuts comments at this many bytes, without an error.",
        value="number",
    ),
    Behaviour(
        name="alter_tag",
        does="Stores a tag (the first one) as something else.",
        value="optional text",
    ),
    Behaviour(name="corrupt_attachment", does="Changes one bit of every attachment that is read."),
    Behaviour(
        name="hide_comment", does="Does not show the nth comment of a ticket.", value="number"
    ),
    Behaviour(
        name="redact_cards", does="Blanks out card-like numbers in comments and custom fields."
    ),
    Behaviour(name="light_agent", does="Makes every comment private, as for a light agent."),
    Behaviour(name="public_comments", does="Makes every comment public, whatever was asked."),
    Behaviour(
        name="rate_limit", does="Answers 429 in plain text, with Retry-After.", value="count"
    ),
    Behaviour(
        name="token_expiry",
        does="Lets a bearer token run out after this many calls.",
        value="number",
    ),
    Behaviour(name="server_error", does="Answers 503 in plain text.", value="count"),
    Behaviour(name="html_error_page", does="Answers 500 with an HTML page.", value="count"),
    Behaviour(
        name="empty_reply", does="Does the work and answers with an empty body.", value="count"
    ),
    Behaviour(
        name="wrong_type", does="Does the work and answers with ids of another type.", value="count"
    ),
    Behaviour(name="stores_nothing", does="Answers 201 to a new ticket and does not store it."),
    Behaviour(
        name="late_comments",
        does="Lists no comments the first n times (once).",
        value="optional number",
    ),
    Behaviour(name="double_external_id", does="Makes two tickets with one external id."),
    Behaviour(name="attachment_redirect", does="Answers 302 where an attachment should be."),
    Behaviour(
        name="lose_reply_once", does="Does the next write and loses its answer.", value="once"
    ),
    Behaviour(
        name="refuse",
        does="Refuses with one of the error envelopes the vendor is known to use.",
        value="text",
        choices=tuple(REFUSALS),
    ),
)
