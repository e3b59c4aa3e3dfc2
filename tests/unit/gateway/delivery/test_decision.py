"""Every kind of outcome has one decision, and the adapter is asked before the general rules."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.decision import (
    LONGEST_WAIT,
    Decision,
    Fail,
    Reply,
    Retry,
    SignInAgain,
    Unknown,
    decide,
    retry_after,
)
from gateway.sdk.adapter import Gone, Refused, Renew, Verdict, Wait
from gateway.sdk.errors import (
    Blocked,
    DeliveryError,
    DestinationClosed,
    SignInFailed,
    UnexpectedReply,
    Unreachable,
    VendorRefused,
)
from gateway.sdk.exchange import Repeat, VendorRequest, VendorResponse

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Mute:
    """An adapter that classifies nothing."""


class Says:
    """An adapter that classifies everything alike."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def classify(self, _request: VendorRequest, _response: VendorResponse) -> Verdict:
        return self.verdict


class Breaks:
    """An adapter whose classify has a bug that quotes the customer."""

    def classify(self, _request: VendorRequest, _response: VendorResponse) -> Verdict:
        raise KeyError("Ann Lee")


def decided(
    outcome: VendorResponse | DeliveryError | int,
    *,
    adapter: object = Mute(),
    repeat: Repeat = "safe",
    credentials: bool = True,
) -> Decision:
    if isinstance(outcome, int):
        outcome = VendorResponse(status=outcome)
    request = VendorRequest(
        step="create", method="POST", path="/x", repeat=repeat, credentials=credentials
    )
    return decide(request, outcome, adapter, now=NOW)


@pytest.mark.parametrize("status", [200, 201, 204, 302, 400, 403, 404, 409, 413, 422])
def test_a_reply_that_only_the_flow_understands_goes_to_the_flow(status: int) -> None:
    reply = VendorResponse(status=status, body=b"{}")
    assert Reply(response=reply) == decided(reply)


@pytest.mark.parametrize("status", [408, 425, 429])
@pytest.mark.parametrize("repeat", ["safe", "keyed", "search"])
def test_a_vendor_that_did_not_take_the_request_is_asked_again(status: int, repeat: Repeat) -> None:
    assert isinstance(decided(status, repeat=repeat), Retry)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("repeat", ["safe", "keyed"])
def test_a_broken_vendor_is_asked_again_where_repeating_is_harmless(
    status: int, repeat: Repeat
) -> None:
    assert isinstance(decided(status, repeat=repeat), Retry)


@pytest.mark.parametrize("outcome", [500, 503, Unreachable(step="create", why="reset", sent=True)])
def test_a_create_that_may_have_happened_is_unknown(outcome: int | DeliveryError) -> None:
    assert isinstance(decided(outcome, repeat="search"), Unknown)


def test_a_create_that_was_surely_not_sent_may_be_sent_again() -> None:
    error = Unreachable(step="create", why="refused", sent=False)
    assert Retry(after=None, error=error) == decided(error, repeat="search")


@pytest.mark.parametrize("error", [Blocked(why="x"), SignInFailed(why="x"), UnexpectedReply()])
def test_an_error_that_time_does_not_cure_is_final(error: DeliveryError) -> None:
    assert Fail(error=error) == decided(error)


def test_a_401_after_the_renewed_token_is_a_failed_sign_in() -> None:
    decision = decided(401)
    assert isinstance(decision, Fail)
    assert isinstance(decision.error, SignInFailed)


def test_a_401_without_credentials_is_for_the_flow_to_understand() -> None:
    assert isinstance(decided(401, credentials=False), Reply)


def test_the_adapter_may_say_later_to_a_403() -> None:
    decision = decided(403, adapter=Says(Wait(after=60.0)), repeat="search")
    assert isinstance(decision, Retry)
    assert decision.after == 60.0


def test_the_adapter_may_refuse_a_200_with_a_code() -> None:
    decision = decided(200, adapter=Says(Refused(vendor_code="FIELD_GONE")))
    assert isinstance(decision, Fail)
    assert isinstance(decision.error, VendorRefused)
    assert (200, "FIELD_GONE") == (decision.error.status, decision.error.vendor_code)


def test_the_adapter_may_call_the_destination_closed_for_good() -> None:
    decision = decided(410, adapter=Says(Gone()))
    assert isinstance(decision, Fail)
    assert isinstance(decision.error, DestinationClosed)
    assert "create: status 410: the address is closed for good" == str(decision.error)


def test_the_adapter_may_call_the_credentials_expired() -> None:
    assert isinstance(decided(400, adapter=Says(Renew())), SignInAgain)


def test_credentials_that_were_renewed_for_a_401_are_not_renewed_again() -> None:
    decision = decided(401, adapter=Says(Renew()))
    assert isinstance(decision, Fail)
    assert isinstance(decision.error, SignInFailed)


def test_an_adapter_without_an_opinion_leaves_the_general_rules() -> None:
    assert isinstance(decided(429, adapter=Says(None)), Retry)


def test_a_bug_in_classify_is_named_without_quoting_anything() -> None:
    decision = decided(200, adapter=Breaks())
    assert isinstance(decision, Fail)
    assert str(decision.error) == "create: the adapter cannot classify it (KeyError)"


def test_a_retry_after_in_the_reply_is_honoured() -> None:
    decision = decided(VendorResponse(status=429, headers=(("retry-after", "7"),)))
    assert isinstance(decision, Retry)
    assert decision.after == 7.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("0", 0.0),
        (" 30 ", 30.0),
        ("1.5", 1.5),
        ("99999999", LONGEST_WAIT),
        ("9" * 400, None),
        ("Fri, 20 Nov 2026 12:00:45 GMT", 45.0),
        ("Fri, 20 Nov 2026 12:00:45", 45.0),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0.0),
        ("Fri, 20 Nov 9999 12:00:00 GMT", LONGEST_WAIT),
        ("Fri, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_an_http_date(value: str | None, seconds: float | None) -> None:
    assert seconds == retry_after(value, NOW)


@settings(max_examples=100)
@given(st.text())
def test_no_retry_after_breaks_anything(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0.0 <= seconds <= LONGEST_WAIT
