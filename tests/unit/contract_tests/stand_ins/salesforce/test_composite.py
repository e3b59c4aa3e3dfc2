"""Several requests in one: references, 200 with failures inside, and all of it or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.unit.contract_tests.stand_ins.salesforce.conftest import ROOT, Client


def part(method: str, url: str, reference: str, body: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "method": method,
        "url": ROOT + url,
        "referenceId": reference,
        **({} if body is None else {"body": body}),
        **more,
    }


CASE = part("POST", "/sobjects/Case", "refCase", {"Subject": "a"})
COMMENT = part(
    "POST",
    "/sobjects/CaseComment",
    "refComment",
    {"ParentId": "@{refCase.id}", "CommentBody": "b"},
)
WRONG = part("POST", "/sobjects/Case", "refWrong", {"Subject": "x" * 256})


def asked(org: Client, *parts: dict[str, Any], whole: bool = True) -> dict[str, tuple[int, Any]]:
    reply = org("POST", "/composite", {"allOrNone": whole, "compositeRequest": parts})
    assert 200 == reply.status
    return {
        one["referenceId"]: (one["httpStatusCode"], one["body"])
        for one in msgspec.json.decode(reply.body)["compositeResponse"]
    }


def test_a_part_may_refer_to_one_before_it(org: Client) -> None:
    replies = asked(org, CASE, COMMENT)
    (comment,) = org.account.records["CaseComment"].values()

    assert [201, 201] == [status for status, _ in replies.values()]
    assert replies["refCase"][1]["id"] == comment["ParentId"]


def test_one_that_fails_takes_all_back(org: Client) -> None:
    replies = asked(org, CASE, WRONG, COMMENT)

    assert {} == org.account.records["Case"]
    assert ["PROCESSING_HALTED", "STRING_TOO_LONG", "PROCESSING_HALTED"] == [
        body[0]["errorCode"] for _, body in replies.values()
    ]


def test_without_all_or_none_the_others_are_carried_out(org: Client) -> None:
    replies = asked(org, WRONG, CASE, whole=False)

    assert [400, 201] == [status for status, _ in replies.values()]


def test_a_customers_text_that_looks_like_a_reference_is_taken_for_one(org: Client) -> None:
    text = part("POST", "/sobjects/Case", "refText", {"Subject": "@{refNobody.id}"})

    assert 400 == asked(org, text)["refText"][0]


def test_a_part_obeys_its_own_headers(unkind: Callable[..., Client]) -> None:
    org = unkind("assignment_rule")
    asked(org, {**CASE, "httpHeaders": {"Sforce-Auto-Assign": "FALSE"}})

    assert [org.account.user_id] == [one["OwnerId"] for one in org.account.records["Case"].values()]


def test_the_session_may_end_inside(unkind: Callable[..., Client]) -> None:
    org = unkind("session_ends_inside=1")

    assert (401, "INVALID_SESSION_ID") == (
        (found := asked(org, CASE)["refCase"])[0],
        found[1][0]["errorCode"],
    )
    assert 201 == asked(org, CASE)["refCase"][0]


def test_it_holds_twenty_five_parts(org: Client) -> None:
    parts = [{**CASE, "referenceId": f"ref{number}"} for number in range(26)]

    assert 25 == len(asked(org, *parts[:25]))
    assert 400 == org("POST", "/composite", {"compositeRequest": parts}).status


@pytest.mark.parametrize("name", ["a-b", "a.b", ""])
def test_a_reference_has_letters_digits_and_underscores(org: Client, name: str) -> None:
    assert 400 == asked(org, {**CASE, "referenceId": name})[name][0]
