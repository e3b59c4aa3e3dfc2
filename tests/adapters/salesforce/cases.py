"""Deliveries of all kinds, with what happens to the org and to its replies: see ``playing``."""

from __future__ import annotations

from tests.adapters.salesforce.consignments import (
    CAPSULE_DATA,
    QUEUE,
    consignment,
    note_of,
    without,
)
from tests.adapters.salesforce.playing import Case
from tests.adapters.salesforce.spoils import (
    answer,
    answer_nothing_found,
    assign,
    comments_page,
    empty,
    forget,
    lost_with_its_file,
    not_ready,
    other_delivery,
    pages_without_end,
    without_ids,
    without_ids_or_case,
)

ROUTING = {"service_channel": "Handoffs", "skills": ["Billing", "German"], "priority": 3}

MANY = consignment(note=note_of(10))
REFERENCES = consignment({"Subject": "see @{refCase.id}"}, note=note_of(2) + " @{x}")
# So many that their names are too long for an address.
_MANY_NAMES = tuple(f"Field_of_many_{number}__c" for number in range(100))

_INVALID_FIELD = b'[{"errorCode":"INVALID_FIELD"}]'
_NAIVE = {"Subject": "2026-11-20T14:45"}

CASES = {
    "an external id of nothing": Case(consignment=consignment({"Handoff_Id__c": None})),
    "a note of tabs": Case(consignment=consignment(note=note_of(2).replace(" ", "\t"))),
    "a number that became a text": Case(
        consignment=consignment(), between=lambda org: org.change("Case", Bot_Confidence__c="high")
    ),
    "a time without a zone, told otherwise": Case(
        consignment=consignment(_NAIVE),
        between=lambda org: org.change("Case", Subject="2026-11-20T14:45:00"),
    ),
    "reading is refused for another reason": Case(
        consignment=consignment(),
        reading=answer("read case", 400, b'[{"errorCode":"MALFORMED_ID"}]'),
    ),
    "reading is in conflict": Case(
        consignment=consignment(), reading=answer("read case", 409, _INVALID_FIELD)
    ),
    "reading many fields fails": Case(
        consignment=consignment(dict.fromkeys(_MANY_NAMES, "x"), note=None),
        reading=answer("read case", 503),
    ),
    "comments done with a page to come": Case(
        consignment=consignment(note=note_of(1)),
        reading=comments_page(done=True, further="/query/01g-1"),
    ),
    "comments not done without a page to come": Case(
        consignment=consignment(note=note_of(1)),
        reading=comments_page(done=False, further=None),
    ),
    "searched for where the comments are empty": Case(
        consignment=consignment(note=note_of(2)),
        lost=lambda org: org.change("CaseComment", CommentBody=None),
    ),
    "searched for where nothing waits": Case(
        consignment=consignment(),
        settings={"routing": ROUTING},
        lost=forget("PendingServiceRouting"),
    ),
    "its reply lost and its file taken away": Case(
        consignment=consignment(note=note_of(2)),
        spoil=lost_with_its_file,
    ),
    "everything": Case(consignment=consignment()),
    "nothing": Case(consignment=consignment({}, note=None, capsule=None)),
    "an empty note": Case(consignment=consignment({}, note="", capsule=b"")),
    "a blank note": Case(consignment=consignment({}, note=" \n ")),
    "no external id": Case(consignment=consignment(without("Handoff_Id__c"))),
    "an external id of spaces": Case(consignment=consignment({"Handoff_Id__c": "  "})),
    "an external id that needs escaping": Case(
        consignment=consignment({"Handoff_Id__c": " a/b ?c "})
    ),
    "another external id": Case(
        consignment=consignment(), settings={"external_id_field": "Bot_Id__c"}
    ),
    "settings": Case(
        consignment=consignment(without("OwnerId")),
        settings={"owner_id": QUEUE, "allow_duplicates": False, "api_version": "61.0"},
    ),
    "settings that the mapping goes before": Case(
        consignment=consignment(), settings={"owner_id": "0055g0000000001EAA"}
    ),
    "an assignment rule": Case(
        consignment=consignment({}),
        settings={"assignment_rules": "on"},
        behave=("assignment_rule",),
    ),
    "no assignment rule": Case(
        consignment=consignment({}),
        settings={"assignment_rules": "off"},
        behave=("assignment_rule",),
    ),
    "one assignment rule": Case(
        consignment=consignment({}), settings={"assignment_rules": "01Q5g0000000001EAA"}
    ),
    "nobody owns it": Case(consignment=consignment({}), behave=("assignment_rule",)),
    "a record type": Case(
        consignment=consignment({}),
        settings={"record_type_id": "0125g0000000001AAA"},
        before=lambda org: org.account.add("RecordType", {"Name": "Handoff"}),
    ),
    "three comments": Case(consignment=consignment(note=note_of(3))),
    "more than one request holds": Case(consignment=MANY),
    "references in the text": Case(consignment=REFERENCES),
    "a reference in the subject": Case(
        consignment=consignment({"Subject": "@{x}"}, note=note_of(1))
    ),
    "a reference in a comment": Case(consignment=consignment({}, note=note_of(2) + " @{x}")),
    "a reply without ids": Case(consignment=consignment(), spoil=without_ids),
    "a reply without ids or a case": Case(consignment=consignment(), spoil=without_ids_or_case),
    "a list was emptied": Case(
        consignment=consignment(), between=lambda org: org.change("Case", Risks__c=None)
    ),
    "reading is not permitted": Case(consignment=consignment(), reading=answer("read case", 403)),
    "reading is redirected": Case(consignment=consignment(), reading=answer("read case", 302)),
    "reading the file is redirected": Case(
        consignment=consignment(), reading=answer("read capsule", 302)
    ),
    "reading is refused": Case(consignment=consignment(), reading=answer("read case", 410)),
    "pages without end": Case(consignment=consignment(note=note_of(1)), reading=pages_without_end),
    "a reference in the name": Case(
        consignment=consignment(name="handoff-@{x}.json", note=note_of(1))
    ),
    "a large capsule": Case(consignment=MANY, in_json=len(CAPSULE_DATA)),
    "a capsule just small enough": Case(consignment=consignment(capsule=b"abc"), in_json=4),
    "a capsule just too large": Case(consignment=consignment(capsule=b"abcd"), in_json=4),
    "an odd file name": Case(
        consignment=consignment(name='a"b\\c\r\nd.json'), in_json=len(CAPSULE_DATA)
    ),
    "a reply lost in the middle": Case(consignment=MANY, spoil=empty("create case")),
    "further replies lost": Case(consignment=MANY, spoil=empty("add comments")),
    "single replies lost": Case(consignment=REFERENCES, spoil=empty("attach capsule")),
    "single comments lost": Case(consignment=REFERENCES, spoil=empty("add comments")),
    "a single case lost": Case(consignment=REFERENCES, spoil=empty("create case")),
    "a write that came to nothing": Case(
        consignment=consignment(), spoil=answer_nothing_found("create case")
    ),
    "an older case": Case(consignment=consignment(note=note_of(2)), before=other_delivery),
    "an older case, its reply lost": Case(
        consignment=consignment(note=note_of(2)),
        before=other_delivery,
        spoil=empty("create case"),
    ),
    "several records": Case(consignment=consignment(), behave=("several_matches",)),
    "refused inside": Case(consignment=consignment(), behave=("forbid_field=Subject",)),
    "refused alone": Case(
        consignment=consignment(note=None, capsule=None), behave=("forbid_field=Subject",)
    ),
    "duplicates": Case(consignment=consignment(), behave=("duplicate_alert",)),
    "routed": Case(consignment=consignment(), settings={"routing": ROUTING}),
    "routed otherwise": Case(
        consignment=consignment({}),
        settings={"routing": {**ROUTING, "model": "LeastActive", "weight": 2.5}},
        between=not_ready,
    ),
    "routed and taken": Case(
        consignment=consignment(), settings={"routing": ROUTING}, between=assign
    ),
    "routed and lost": Case(
        consignment=consignment(),
        settings={"routing": ROUTING},
        between=forget("PendingServiceRouting"),
    ),
    "routed, its reply lost": Case(
        consignment=consignment(), settings={"routing": ROUTING}, spoil=empty("route case")
    ),
    "routed nowhere": Case(
        consignment=consignment(), settings={"routing": {**ROUTING, "skills": ["Latin"]}}
    ),
    "the case is gone": Case(consignment=consignment(), between=forget("Case")),
    "the file is gone": Case(consignment=consignment(), between=forget("ContentVersion")),
    "the file is not shown": Case(consignment=consignment(), between=forget("ContentDocumentLink")),
    "the comments are gone": Case(
        consignment=consignment(note=note_of(2)), between=forget("CaseComment")
    ),
    "the comments are published": Case(
        consignment=consignment(note=note_of(2)), behave=("publish_comments",)
    ),
    "a field is hidden": Case(consignment=consignment(), behave=("hide_field=Subject",)),
    "a field is hidden loudly": Case(
        consignment=consignment(), behave=("hide_field_loudly=Subject",)
    ),
    "the checksum is wrong": Case(consignment=consignment(), behave=("wrong_checksum",)),
    "the time was changed": Case(
        consignment=consignment(),
        between=lambda org: org.change("Case", Act_Before__c="2026-11-20T13:45:01.000+0000"),
    ),
    "many fields": Case(
        consignment=consignment(dict.fromkeys(_MANY_NAMES, "x"), note=None),
    ),
    "many fields, one of them hidden": Case(
        consignment=consignment(dict.fromkeys(_MANY_NAMES, "x"), note=None),
        behave=(f"hide_field_loudly={_MANY_NAMES[0]}",),
    ),
    "many fields of a case that is gone": Case(
        consignment=consignment(dict.fromkeys(_MANY_NAMES, "x"), note=None),
        between=forget("Case"),
    ),
    "many comments of others": Case(
        consignment=consignment(note=note_of(1)),
        between=lambda org: [
            org.account.add(
                "CaseComment",
                {"ParentId": org.case["Id"], "CommentBody": "hello", "IsPublished": True},
            )
            for _ in range(450)
        ],
    ),
}
