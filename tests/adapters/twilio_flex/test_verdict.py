"""What replies mean, by Twilio's own codes."""

from __future__ import annotations

import json

import pytest

from adapters.twilio_flex import adapter
from adapters.twilio_flex.verdict import code_of
from gateway.sdk import VendorRequest, VendorResponse, Verdict, Wait

ASKED = VendorRequest(step="s", method="POST", service="sync", path="/v1/Services/IS1/Documents")


def said(status: int, code: int, *headers: tuple[str, str]) -> Verdict:
    body = json.dumps({"code": code, "message": "Ann Lee", "status": status}).encode()
    return adapter.classify(ASKED, VendorResponse(status=status, headers=headers, body=body))


@pytest.mark.parametrize("code", [20429, 45719, 45780])
@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_too_many_requests_were_never_processed_whatever_the_status(status: int, code: int) -> None:
    assert Wait() == said(status, code)


def test_too_many_requests_wait_as_long_as_twilio_says() -> None:
    assert Wait(after=7.0) == said(429, 20429, ("retry-after", "7"))


@pytest.mark.parametrize("value", ["soon", "", "-1", "²"])
def test_a_time_to_wait_that_is_no_number_is_left_to_the_schedule(value: str) -> None:
    assert Wait() == said(429, 20429, ("retry-after", value))


@pytest.mark.parametrize("code", [45352, 45356, 45770])
def test_a_failure_behind_flex_is_tried_again_where_nothing_was_done(code: int) -> None:
    assert (Wait(), None) == (said(400, code), said(503, code))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 412, 429, 500, 503])
def test_all_else_is_left_to_the_general_rules_and_the_flow(status: int) -> None:
    assert said(status, 20001) is None


def test_a_success_means_nothing_special_even_with_a_code() -> None:
    assert said(200, 20429) is None


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"\xff", b'{"code":"20429"}', b'{"x":' + b"[" * 100_000]
)
def test_a_body_of_another_form_has_no_code(body: bytes) -> None:
    assert 0 == code_of(body)
