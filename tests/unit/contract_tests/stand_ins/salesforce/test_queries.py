"""Queries: conditions, order, pages, and what cannot be asked."""

from __future__ import annotations

import pytest

from tests.unit.contract_tests.stand_ins.salesforce.conftest import Client

SELECT = "SELECT Id, Subject FROM Case"


@pytest.fixture
def filled(org: Client) -> Client:
    for number in range(3):
        subject = ("it's", "b", "c")[number]
        org.made({"Subject": subject, "IsEscalated": number == 1, "Bot_Confidence__c": number})
    return org


def found(org: Client, where: str) -> list[str]:
    document = org.asked("GET", "/query", q=f"{SELECT} {where}")
    return [record["Subject"] for record in document["records"]]


@pytest.mark.parametrize(
    ("where", "subjects"),
    [
        ("", ["it's", "b", "c"]),
        ("WHERE Subject = 'b'", ["b"]),
        ("WHERE Subject = 'it\\'s'", ["it's"]),
        ("WHERE Subject != 'b' AND Subject != 'c'", ["it's"]),
        ("WHERE Subject IN ('c', 'b')", ["b", "c"]),
        ("WHERE IsEscalated = true", ["b"]),
        ("WHERE Bot_Confidence__c = 2", ["c"]),
        ("WHERE Handoff_Id__c = null LIMIT 2", ["it's", "b"]),
        ("ORDER BY Subject DESC LIMIT 1", ["it's"]),
        ("order by subject asc", ["b", "c", "it's"]),
    ],
)
def test_records_are_found(filled: Client, where: str, subjects: list[str]) -> None:
    assert subjects == found(filled, where)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DELETE FROM Case", "MALFORMED_QUERY"),
        ("SELECT Id FROM Case WHERE", "MALFORMED_QUERY"),
        ("SELECT Id FROM Case WHERE Subject = 'a' AND", "MALFORMED_QUERY"),
        ("SELECT Id FROM Case WHERE Subject = 'a' Subject = 'b'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Case WHERE Subject LIKE 'a%'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Nonsense", "INVALID_TYPE"),
        ("SELECT Nonsense FROM Case", "INVALID_FIELD"),
        ("SELECT Id FROM Case WHERE Description = 'a'", "INVALID_FIELD"),
    ],
)
def test_what_is_no_query_is_refused(org: Client, text: str, code: str) -> None:
    assert (400, code) == org.code("GET", "/query", q=text)


def test_a_long_result_comes_in_pages(org: Client) -> None:
    for _ in range(450):
        org.account.add("CaseComment", {"ParentId": "x", "CommentBody": "y"})
    page = org.asked("GET", "/query", q="SELECT Id FROM CaseComment WHERE ParentId = 'x'")
    sizes = [len(page["records"])]
    while not page["done"]:
        page = org.asked("GET", page["nextRecordsUrl"])
        sizes.append(len(page["records"]))

    assert (450, [200, 200, 50]) == (page["totalSize"], sizes)


def test_a_cursor_that_nobody_gave_is_refused(org: Client) -> None:
    assert (400, "INVALID_QUERY_LOCATOR") == org.code("GET", "/query/nonsense")
