"""Records: what is trimmed, what is refused with which code, and what is shown."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from contract_tests.stand_ins.wire import Request
from tests.unit.contract_tests.stand_ins.salesforce.conftest import Client

Unkind = Callable[..., Client]
KEY = "/sobjects/Case/Handoff_Id__c/h-1"


def test_an_upsert_makes_a_case_once(org: Client) -> None:
    first, second = org("PATCH", KEY, {"Subject": "a"}), org("PATCH", KEY, {"Subject": "b"})

    assert (201, 200, 1) == (first.status, second.status, len(org.account.records["Case"]))
    assert "b" == org.asked("GET", KEY)["Subject"]


def test_the_external_id_may_not_stand_in_the_body(org: Client) -> None:
    assert (400, "INVALID_FIELD") == org.code("PATCH", KEY, {"Handoff_Id__c": "h-1"})


def test_several_matches_are_answered_with_300(unkind: Unkind) -> None:
    org = unkind("several_matches")

    assert 300 == org("PATCH", KEY, {}).status


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("  a b \n", "a b"), ("", None), (" \t", None), ("\u00a0a", "\u00a0a"), ("a\nb", "a\nb")],
)
def test_white_space_at_the_ends_is_trimmed_and_nothing_is_null(
    org: Client, sent: str, kept: str | None
) -> None:
    org("PATCH", KEY, {"Subject": sent})

    assert kept == org.asked("GET", KEY)["Subject"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("Subject", "x" * 256, "STRING_TOO_LONG"),
        ("Comments", "é" * 2001, "STRING_TOO_LONG"),
        ("SuppliedEmail", "nobody", "INVALID_EMAIL_ADDRESS"),
        ("OwnerId", "nobody", "MALFORMED_ID"),
        ("OwnerId", "0055g0000009999AAA", "INVALID_CROSS_REFERENCE_KEY"),
        ("IsEscalated", "yes", "JSON_PARSER_ERROR"),
        ("Bot_Confidence__c", True, "JSON_PARSER_ERROR"),
        ("Act_Before__c", "soon", "JSON_PARSER_ERROR"),
        ("Subject", ["a"], "JSON_PARSER_ERROR"),
        ("Nonsense__c", "x", "INVALID_FIELD"),
        ("CaseNumber", "1", "INVALID_FIELD_FOR_INSERT_UPDATE"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    org: Client, field: str, value: Any, code: str
) -> None:
    assert (400, code) == org.code("PATCH", KEY, {field: value})


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ("a" * 4000, True),
        ("a" * 4001, False),
        ("&" * 800, True),
        ("&" * 801, False),
        ("é" * 2000, True),
        ("é" * 2001, False),
    ],
)
def test_a_comment_holds_4000_bytes_of_html(org: Client, body: str, fits: bool) -> None:
    comment = {"ParentId": org.made({}), "CommentBody": body}

    assert fits is (org("POST", "/sobjects/CaseComment", comment).status == 201)


def test_an_unrestricted_picklist_keeps_any_text(org: Client) -> None:
    org("PATCH", KEY, {"Status": "Junk"})

    assert "Junk" == org.asked("GET", KEY)["Status"]


def test_a_restricted_picklist_takes_nothing_else(unkind: Unkind) -> None:
    code = "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"

    assert (400, code) == unkind("restrict_picklist=Status").code("PATCH", KEY, {"Status": "x"})


def test_a_file_is_shown_on_its_record_with_the_checksum_of_its_bytes(org: Client) -> None:
    case = org.made({})
    file = {"PathOnClient": "a.json", "FirstPublishLocationId": case}
    data = base64.b64encode(b"{}").decode()
    made = org.made({**file, "VersionData": data}, "ContentVersion")

    shown = org.asked("GET", f"/sobjects/ContentVersion/{made}")

    assert hashlib.md5(b"{}").hexdigest() == shown["Checksum"]  # noqa: S324
    assert b"{}" == org("GET", f"/sobjects/ContentVersion/{made}/VersionData").body
    assert case in {
        link["LinkedEntityId"] for link in org.account.records["ContentDocumentLink"].values()
    }


def test_an_assignment_rule_changes_the_owner_unless_told_not_to(unkind: Unkind) -> None:
    org = unkind("assignment_rule")
    org("PATCH", KEY, {}, sforce_auto_assign="FALSE")
    assert org.account.user_id == org.asked("GET", KEY)["OwnerId"]

    org("PATCH", KEY, {})

    assert org.account.rule_queue_id == org.asked("GET", KEY)["OwnerId"]


def test_a_duplicate_rule_that_warns_lets_through_who_says_so(unkind: Unkind) -> None:
    org = unkind("duplicate_alert")

    assert (400, "DUPLICATES_DETECTED") == org.code("PATCH", KEY, {})
    assert 201 == org("PATCH", KEY, {}, sforce_duplicate_rule_header="allowSave=true").status


def test_a_work_item_waits_only_once(org: Client) -> None:
    channel = next(iter(org.account.records["ServiceChannel"]))
    item = {"WorkItemId": org.made({}), "ServiceChannelId": channel, "RoutingType": "SkillsBased"}
    org.made(item, "PendingServiceRouting")

    assert (400, "DUPLICATE_VALUE") == org.code("POST", "/sobjects/PendingServiceRouting", item)


def test_a_hidden_field_is_left_out_or_refused(unkind: Unkind) -> None:
    for how, expected in (("hide_field", 200), ("hide_field_loudly", 400)):
        org = unkind(f"{how}=Subject")
        org("PATCH", KEY, {"Subject": "a"})
        case = next(iter(org.account.records["Case"]))
        assert "Subject" not in org.asked("GET", f"/sobjects/Case/{case}")
        reply = org("GET", "/query", q="SELECT Subject FROM Case")
        assert expected == reply.status


def test_what_is_deleted_is_not_found(org: Client) -> None:
    case = org.made({})

    assert 204 == org("DELETE", f"/sobjects/Case/{case}").status
    assert (404, "NOT_FOUND") == org.code("GET", f"/sobjects/Case/{case}")


def test_every_reply_says_how_many_calls_were_used(org: Client) -> None:
    org("GET", "/")

    assert "api-usage=2/100000" == dict(org("GET", "/").headers)["sforce-limit-info"]


def test_the_page_of_a_case_runs_nothing_that_a_customer_wrote(org: Client) -> None:
    case = org.made({"Subject": "<script>x</script>", "Description": "<b>y</b>"})

    reply = org.app.reply_to(_page(f"/lightning/r/Case/{case}/view"))

    assert b"<script>" not in reply.body
    assert b"&lt;b&gt;y&lt;/b&gt;" in reply.body
    assert b"script" in org.app.reply_to(_page("/lightning/o/Case/list")).body


def _page(path: str) -> Request:
    return Request(method="GET", path=path)
