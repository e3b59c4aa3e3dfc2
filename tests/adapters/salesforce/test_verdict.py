"""What refusals mean, whether they stand alone or inside a reply of 200."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapters.salesforce import adapter
from adapters.salesforce.verdict import cause, vendor_code
from gateway.sdk import Renew, VendorRequest, VendorResponse, Verdict, Wait

PLAIN = VendorRequest(step="s", method="PATCH", path="/services/data/v62.0/sobjects/Case/x/1")
WHOLE = VendorRequest(step="s", method="POST", path="/services/data/v62.0/composite")


def errors(code: str, *fields: str) -> list[dict[str, Any]]:
    return [{"errorCode": code, "message": "Ann Lee's secret", "fields": fields}]


def reply(status: int, document: Any) -> VendorResponse:
    return VendorResponse(status=status, body=json.dumps(document).encode())


def composite(*parts: tuple[int, Any]) -> VendorResponse:
    listed = [
        {"httpStatusCode": status, "body": body, "httpHeaders": {}, "referenceId": f"ref{number}"}
        for number, (status, body) in enumerate(parts)
    ]
    return reply(200, {"compositeResponse": listed})


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "INVALID_SESSION_ID", Renew()),
        (401, "", Renew()),
        (403, "REQUEST_LIMIT_EXCEEDED", Wait()),
        (400, "UNABLE_TO_LOCK_ROW", Wait(after=0.5)),
        (403, "INSUFFICIENT_ACCESS", None),
        (400, "STRING_TOO_LONG", None),
        (404, "NOT_FOUND", None),
        (503, "SERVER_UNAVAILABLE", None),
    ],
)
def test_a_refusal_by_itself(status: int, code: str, expected: Verdict) -> None:
    assert expected == adapter.classify(PLAIN, reply(status, errors(code)))


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "INVALID_SESSION_ID", Renew()),
        (400, "UNABLE_TO_LOCK_ROW", Wait(after=0.5)),
        (403, "REQUEST_LIMIT_EXCEEDED", Wait()),
        (503, "SERVER_UNAVAILABLE", Wait()),
        (400, "STRING_TOO_LONG", None),
    ],
)
def test_a_refusal_inside_is_found_behind_its_consequences(
    status: int, code: str, expected: Verdict
) -> None:
    halted = (400, errors("PROCESSING_HALTED"))
    response = composite(halted, halted, (status, errors(code)), halted)

    assert expected == adapter.classify(WHOLE, response)


def test_a_success_means_nothing_special() -> None:
    assert adapter.classify(WHOLE, composite((201, {"id": "x"}), (204, None))) is None


def test_without_credentials_a_401_is_no_reason_to_sign_in() -> None:
    request = VendorRequest(step="s", method="GET", path="https://x.test", credentials=False)

    assert adapter.classify(request, reply(401, errors("X"))) is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"null", b"[1]", b"[" * 5000, b"\xff"])
def test_a_body_of_another_form_means_nothing(body: bytes) -> None:
    assert adapter.classify(WHOLE, VendorResponse(status=200, body=body)) is None
    assert adapter.classify(PLAIN, VendorResponse(status=400, body=body)) is None
    assert "" == vendor_code(body)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (errors("STRING_TOO_LONG", "Subject"), "STRING_TOO_LONG:Subject"),
        (errors("REQUIRED_FIELD_MISSING", "A__c", "B__c"), "REQUIRED_FIELD_MISSING:A__c,B__c"),
        (errors("Ann Lee wrote this"), ""),
        (errors("X", "Ann Lee wrote this"), "X"),
        ([], ""),
        ({"error": "invalid_grant"}, ""),
    ],
)
def test_a_code_has_the_fields_concerned_and_no_sentence(document: Any, expected: str) -> None:
    assert expected == vendor_code(json.dumps(document).encode())


def test_where_all_are_consequences_the_first_of_them_is_told() -> None:
    response = composite((400, errors("PROCESSING_HALTED")))

    assert 400 == cause(WHOLE, response)[0]
