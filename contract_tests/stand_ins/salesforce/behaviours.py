"""What this org can be told to do: each is documented or reported of Salesforce."""

from __future__ import annotations

from contract_tests.stand_ins.faults import FAULTS
from contract_tests.stand_ins.switches import Behaviour

BEHAVIOURS: tuple[Behaviour, ...] = (
    *FAULTS,
    Behaviour(
        name="forbid_field",
        ends="failed",
        sample="Subject",
        does="Refuses a field that the user may not write, inside a composite reply of 200.",
        value="text",
    ),
    Behaviour(
        name="short_subject",
        ends="failed",
        sample="1",
        does="Refuses a longer subject with STRING_TOO_LONG, which quotes it.",
        value="number",
    ),
    Behaviour(
        name="restrict_picklist",
        ends="failed",
        sample="Status",
        does="Takes none of the values that are sent for this picklist.",
        value="text",
    ),
    Behaviour(
        name="assignment_rule",
        ends="verified",
        does="Runs an assignment rule that changes the owner, unless it is told not to.",
    ),
    Behaviour(
        name="rewrite_field",
        ends="degraded",
        spoils=("Subject",),
        sample="Subject",
        does="Lets a flow put something else into this field after the write.",
        value="text",
    ),
    Behaviour(
        name="cut_description",
        ends="degraded",
        spoils=("Description",),
        sample="120",
        does="Lets a flow cut the description at this many characters.",
        value="number",
    ),
    Behaviour(
        name="publish_comments",
        ends="verified",
        does="Shows every further comment to the customer, whatever was asked.",
    ),
    Behaviour(
        name="duplicate_alert",
        ends="verified",
        does="Has a duplicate rule that lets a record through when it is told to.",
    ),
    Behaviour(
        name="duplicate_block",
        ends="failed",
        does="Has a duplicate rule that lets no record through.",
    ),
    Behaviour(
        name="hide_field",
        ends="degraded",
        spoils=("Subject",),
        sample="Subject",
        does="Leaves out a field, as for a user who may not see it.",
        value="text",
    ),
    Behaviour(
        name="hide_field_loudly",
        ends="degraded",
        spoils=("Subject",),
        sample="Subject",
        does="Answers INVALID_FIELD where a hidden field is asked for by name.",
        value="text",
    ),
    Behaviour(
        name="several_matches",
        ends="failed",
        does="Answers 300: more than one record has the external id.",
    ),
    Behaviour(
        name="session_ends_inside",
        ends="verified",
        sample="1",
        does="Ends the session in the middle of a composite request.",
        value="count",
    ),
    Behaviour(
        name="token_expiry",
        ends="verified",
        sample="2",
        does="Lets an access token run out after this many calls.",
        value="number",
    ),
    Behaviour(
        name="locked_row",
        ends="verified",
        sample="1",
        does="Answers UNABLE_TO_LOCK_ROW to a write.",
        value="count",
    ),
    Behaviour(
        name="corrupt_file",
        ends="degraded",
        spoils=("capsule",),
        does="Changes one bit of every file that is read.",
    ),
    Behaviour(
        name="wrong_checksum",
        ends="degraded",
        spoils=("ContentVersion.Checksum",),
        does="Shows another checksum than that of the bytes.",
    ),
    Behaviour(
        name="unlink_file",
        ends="degraded",
        spoils=("capsule",),
        does="Lets a flow take the file away from the record.",
    ),
    Behaviour(
        name="stores_nothing",
        ends="degraded",
        does="Answers 201 to everything that is written and does not store it.",
    ),
)
