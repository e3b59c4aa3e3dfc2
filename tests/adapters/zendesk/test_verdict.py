"""What replies mean, by their codes."""

from __future__ import annotations

import json

import pytest

from adapters.zendesk import adapter
from adapters.zendesk.verdict import is_closed, vendor_code
from gateway.sdk import Renew, VendorRequest, VendorResponse, Wait

WRITE = VendorRequest(step="create ticket", method="POST", path="/api/v2/tickets")
UPDATE = VendorRequest(step="add comment", method="PUT", path="/api/v2/tickets/7")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('{"error":"RecordNotFound","description":"Not found"}', "RecordNotFound"),
        ('{"error":"TooManyValues","description":"…","max_count":100}', "TooManyValues"),
        (
            '{"error":"RecordInvalid","description":"Record validation errors","details":'
            '{"status":[{"description":"Status: closed prevents ticket update"}],"subject":[]}}',
            "RecordInvalid:status,subject",
        ),
        ('{"error":{"title":"Invalid attribute","message":"You passed Ann Lee"}}', ""),
        ('{"error":{"title":"Forbidden","message":"You do not have access"}}', "Forbidden"),
        ('{"errors":[{"code":"InvalidPaginationDepth","title":"…"}]}', "InvalidPaginationDepth"),
        ('{"errors":[{"title":"No"},{"code":"Second"}]}', "No"),
        ('{"error":"Couldn\'t authenticate you"}', ""),
        ('{"error":"RecordInvalid","details":{"Ann Lee said so":[]}}', "RecordInvalid"),
    ],
)
def test_each_envelope_gives_its_code_and_never_its_text(body: str, code: str) -> None:
    assert code == vendor_code(body.encode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Rate limit exceeded",
        b"<html>431</html>",
        b"[]",
        b"null",
        b'{"error":["a"]}',
        b'{"errors":"a"}',
        b'{"details":[1]}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_body_without_an_envelope_has_no_code(body: bytes) -> None:
    assert "" == vendor_code(body)


def test_a_refused_sign_in_renews_the_credentials() -> None:
    body = json.dumps({"error": "Couldn't authenticate you"}).encode()

    assert Renew() == adapter.classify(WRITE, VendorResponse(status=401, body=body))


def test_a_foreign_host_that_wants_a_sign_in_does_not_renew_ours() -> None:
    foreign = VendorRequest(step="read capsule", method="GET", path="https://x", credentials=False)

    assert adapter.classify(foreign, VendorResponse(status=401)) is None


def test_a_conflict_of_a_create_means_later() -> None:
    assert Wait() == adapter.classify(WRITE, VendorResponse(status=409))


def test_a_conflict_of_an_update_is_left_to_the_flow_because_its_stamp_is_too_old() -> None:
    assert adapter.classify(UPDATE, VendorResponse(status=409)) is None


@pytest.mark.parametrize(
    ("status", "body", "closed"),
    [
        (422, b'{"error":"RecordInvalid","details":{"status":[{"description":"..."}]}}', True),
        (422, b'{"error":"RecordInvalid","details":{"base":[{"description":"status"}]}}', False),
        (400, b'{"error":"RecordInvalid","details":{"status":[]}}', False),
        (422, b"<html>status</html>", False),
    ],
)
def test_a_refusal_because_of_the_status_says_that_a_ticket_is_closed(
    status: int, body: bytes, closed: bool
) -> None:
    assert closed is is_closed(VendorResponse(status=status, body=body))


@pytest.mark.parametrize("status", [200, 201, 302, 400, 403, 404, 408, 422, 429, 500, 503])
def test_everything_else_is_left_to_the_general_rules_and_the_flow(status: int) -> None:
    assert adapter.classify(WRITE, VendorResponse(status=status)) is None
