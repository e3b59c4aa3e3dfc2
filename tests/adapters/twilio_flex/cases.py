"""Deliveries of all kinds, and what happens to the account before and after them."""

from __future__ import annotations

from contract_tests.stand_ins.twilio_flex.account import QUEUE_SID, SYNC_SERVICE_SID
from tests.adapters.twilio_flex.changes import (
    Case,
    deliver_once,
    of_conversation,
    of_document,
    of_messages,
    of_task,
    switch,
    talk_in_odd_marks,
    talk_of_others,
)
from tests.adapters.twilio_flex.consignments import ADDRESSES, capsule, consignment, without

# Of each kind that a bot may say and a conversation does not show, or not so.
ODD = [
    {"role": "customer"},
    {"role": "customer", "content": {"text": "no list"}},
    {"role": "customer", "id": "x" * 4_000, "content": "a long id"},
    {
        "role": "bot",
        "content": [
            {"type": "text", "text": ""},
            {"type": "text", "text": 7},
            {"type": "text", "text": "said"},
            {"type": "text", "text": ""},
        ],
    },
]
_DOCUMENTS = f"/sync/v1/Services/{SYNC_SERVICE_SID}/Documents"

CASES = {
    "odd messages": Case(consignment=consignment(copy=capsule(ODD))),
    "no identity and an address": Case(
        consignment=consignment(without(**{"participant.identity": "", **ADDRESSES}))
    ),
    "an identity and no address": Case(
        consignment=consignment(
            without(**{"participant.address": "", "participant.proxy_address": ""})
        )
    ),
    "nothing about the customer": Case(
        consignment=consignment(without("participant.attributes.name"))
    ),
    "members below a value": Case(
        consignment=consignment({"attributes.a": 1, "attributes.a.b": 2, "attributes.c.d.e": 3})
    ),
    "a conversation said to be made": Case(
        consignment=consignment(),
        behaviours=("stores_nothing", "empty_reply=1@POST /conversations"),
    ),
    "nothing is stored": Case(consignment=consignment(), behaviours=("stores_nothing",)),
    "a document cannot be corrected": Case(
        consignment=consignment(),
        behaviours=("taken_documents", f"refuse=legacy@POST {_DOCUMENTS}/"),
    ),
    "marks of another form": Case(
        consignment=consignment(),
        before=deliver_once,
        between=of_messages(attributes='{"readback": {"mark": [7]}}'),
    ),
    "marks of another form before": Case(consignment=consignment(), before=talk_in_odd_marks),
    "everything mapped": Case(consignment=consignment()),
    "nothing mapped": Case(consignment=consignment({}, note=None)),
    "nothing at all": Case(
        consignment=consignment({}, note=None, copy=None),
        settings={"conversation_service_sid": None},
    ),
    "by telephone": Case(
        consignment=consignment(without("participant.identity", **ADDRESSES)),
        settings={"channel_type": "sms", "queue_sid": QUEUE_SID, "transcript": False},
    ),
    "settings of the destination": Case(
        consignment=consignment({"attributes.a.b": 1, "attributes.a": {"c": 2}}),
        settings={"task_channel_unique_name": "handoffs", "flex_url": "https://flex.test"},
    ),
    "a link for a capsule": Case(consignment=consignment(copy=capsule(kind="link"))),
    "a long capsule": Case(consignment=consignment(copy=capsule(padding=16_000))),
    "participants withheld": Case(consignment=consignment(copy=capsule(participants="[withheld]"))),
    "a name to be quoted": Case(
        consignment=consignment({"conversation.unique_name": "Käse/1"}), behaviours=("taken_name",)
    ),
    "half delivered before": Case(consignment=consignment(), before=deliver_once),
    "documents of another kind are there": Case(
        consignment=consignment(), behaviours=("taken_documents",)
    ),
    "Flex overwrites": Case(consignment=consignment(), behaviours=("flex_overwrites",)),
    "somebody is faster": Case(consignment=consignment(), behaviours=("task_race",)),
    "attributes that stay away": Case(
        consignment=consignment(), behaviours=("drop_attribute=skills",)
    ),
    "no attributes at a customer's creation": Case(
        consignment=consignment(), behaviours=("ignore_participant_attributes",)
    ),
    **{
        f"damaged: {path}": Case(consignment=consignment(), behaviours=(f"{how}=1@POST {path}",))
        for path, how in (
            ("/flex-api", "empty_reply"),
            ("/conversations/v1/Services", "wrong_type"),
            ("/sync", "empty_reply"),
        )
    },
    "refused": Case(consignment=consignment(), behaviours=("refuse=legacy@POST /flex-api",)),
    "refused as a problem": Case(
        consignment=consignment(), behaviours=("refuse=problem@POST /sync",)
    ),
    "forbidden": Case(consignment=consignment(), behaviours=("refuse=forbidden",)),
    "unavailable": Case(consignment=consignment(), behaviours=("server_error=1@POST /flex-api",)),
    "too large for a task": Case(consignment=consignment({"attributes.all": "x" * 3_500})),
    "too large for a conversation": Case(
        consignment=consignment({"conversation.attributes.all": "x" * 16_400})
    ),
    "too large for a customer": Case(
        consignment=consignment({"participant.attributes.all": "x" * 4_100})
    ),
    "an address alone": Case(consignment=consignment({"participant.address": "+4930123"})),
    "channel slow": Case(consignment=consignment(), between=switch("slow_channel=2")),
    "channel stuck": Case(consignment=consignment(), between=switch("stuck_channel")),
    "channel stuck, no task yet": Case(
        consignment=consignment(),
        between=lambda line: (switch("stuck_channel")(line), line.account.tasks.clear()),
    ),
    "channel failed": Case(consignment=consignment(), between=switch("channel_fails")),
    "task ended": Case(consignment=consignment(), between=switch("task_ended")),
    "task ended, nothing mapped": Case(
        consignment=consignment({}, note=None), between=switch("task_ended")
    ),
    "task gone": Case(consignment=consignment(), between=lambda line: line.account.tasks.clear()),
    "interaction gone": Case(
        consignment=consignment(), between=lambda line: line.account.interactions.clear()
    ),
    "conversation gone": Case(
        consignment=consignment(), between=lambda line: line.account.conversations.clear()
    ),
    "customer gone": Case(consignment=consignment(), between=of_conversation(participants=())),
    "messages gone": Case(consignment=consignment(), between=of_conversation(messages=())),
    "attributes damaged": Case(
        consignment=consignment(),
        between=lambda line: (
            of_conversation(attributes="[]")(line),
            of_task(attributes="not JSON", workflow_sid="WW1")(line),
        ),
    ),
    "note no text": Case(
        consignment=consignment(), between=of_task(attributes='{"note": 7, "skills": null}')
    ),
    "a part gone": Case(
        consignment=consignment(copy=capsule(padding=16_000)),
        between=lambda line: line.account.documents.pop(list(line.account.documents)[1]),
    ),
    "a part of another kind": Case(consignment=consignment(), between=of_document(0, {"part": 1})),
    "the manifest gone": Case(
        consignment=consignment(), between=lambda line: line.account.documents.popitem()
    ),
    "several pages of messages": Case(
        consignment=consignment(), before=talk_of_others, between=switch("hide_message=103")
    ),
}
