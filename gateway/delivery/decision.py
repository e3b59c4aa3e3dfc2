"""What to do after one exchange, as a value: the runner acts on it, nothing here waits or sends.

The adapter is asked first, because vendors say "later" and "no" in ways that HTTP does not tell.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias

from msgspec import Struct

from gateway.sdk.adapter import Classifies, Gone, Refused, Renew, Wait
from gateway.sdk.errors import (
    DeliveryError,
    DestinationClosed,
    SignInFailed,
    UnexpectedReply,
    Unreachable,
    VendorRefused,
)
from gateway.sdk.exchange import VendorRequest, VendorResponse

# Request timeout, too early, too many requests: the vendor did not carry the request out.
LATER_STATUSES = frozenset({408, 425, 429})
LONGEST_WAIT = 24 * 3600.0


class Reply(Struct, frozen=True, kw_only=True):
    """The flow gets this reply and goes on."""

    response: VendorResponse


class Retry(Struct, frozen=True, kw_only=True):
    """The same request may simply be sent again, in ``after`` seconds or by the schedule."""

    after: float | None
    error: DeliveryError


class SignInAgain(Struct, frozen=True, kw_only=True):
    """The vendor says that the credentials have run out; the request was not carried out."""

    error: DeliveryError


class Unknown(Struct, frozen=True, kw_only=True):
    """The request may have been carried out: look for its result before it is sent again."""

    after: float | None
    error: DeliveryError


class Fail(Struct, frozen=True, kw_only=True):
    """Trying again does not help; a person has to act as the error says."""

    error: DeliveryError


Decision: TypeAlias = Reply | Retry | SignInAgain | Unknown | Fail


def decide(
    request: VendorRequest,
    outcome: VendorResponse | DeliveryError,
    adapter: object,
    *,
    now: datetime,
) -> Decision:
    """What follows from a reply, or from the error that came instead of one.

    ``now`` is aware; HTTP dates in ``Retry-After`` are counted from it.
    """
    if isinstance(outcome, Unreachable):
        return _again(request, None, outcome, ambiguous=outcome.sent)
    if isinstance(outcome, DeliveryError):
        return Fail(error=outcome)
    try:
        verdict = adapter.classify(request, outcome) if isinstance(adapter, Classifies) else None
    except Exception as error:  # noqa: BLE001 - an adapter's bug must not look like the gateway's
        return Fail(error=_broken_classify(request, error))
    if verdict is None:
        return _by_status(request, outcome, now)
    return _by_verdict(request, outcome, verdict)


def retry_after(value: str | None, now: datetime) -> float | None:
    """The seconds that a ``Retry-After`` asks for, at most a day; None when it says nothing."""
    if value is None:
        return None
    seconds = _seconds(value.strip(), now)
    return None if seconds is None else min(max(seconds, 0.0), LONGEST_WAIT)


def _by_verdict(
    request: VendorRequest, response: VendorResponse, verdict: Wait | Refused | Renew | Gone
) -> Decision:
    match verdict:
        case Wait(after=after):
            return Retry(after=after, error=_busy(request, response))
        case Refused(vendor_code=code):
            refused = VendorRefused(step=request.step, status=response.status, vendor_code=code)
            return Fail(error=refused)
        case Gone():
            why = f"status {response.status}: the address is closed for good"
            return Fail(error=DestinationClosed(step=request.step, why=why))
        case Renew() if response.status != 401:
            return SignInAgain(error=_not_signed_in(request, response))
        case Renew():
            # On a 401 the transport has already renewed the token and repeated the request.
            return Fail(error=_not_signed_in(request, response))


def _by_status(request: VendorRequest, response: VendorResponse, now: datetime) -> Decision:
    after = retry_after(response.header("retry-after"), now)
    if response.status in LATER_STATUSES:
        return Retry(after=after, error=_busy(request, response))
    if response.status >= 500:
        return _again(request, after, _busy(request, response), ambiguous=True)
    if response.status == 401 and request.credentials:
        return Fail(error=_not_signed_in(request, response))
    return Reply(response=response)


def _again(
    request: VendorRequest, after: float | None, error: DeliveryError, *, ambiguous: bool
) -> Decision:
    if ambiguous and request.repeat == "search":
        return Unknown(after=after, error=error)
    return Retry(after=after, error=error)


def _busy(request: VendorRequest, response: VendorResponse) -> Unreachable:
    return Unreachable(step=request.step, why=f"status {response.status}", sent=True)


def _not_signed_in(request: VendorRequest, response: VendorResponse) -> SignInFailed:
    return SignInFailed(
        step=request.step,
        why=f"status {response.status}: the credentials are not accepted; correct auth of the "
        "destination, or the secret it names, and start again",
    )


def _broken_classify(request: VendorRequest, error: Exception) -> UnexpectedReply:
    return UnexpectedReply(
        step=request.step, why=f"the adapter cannot classify it ({type(error).__name__})"
    )


def _seconds(value: str, now: datetime) -> float | None:
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,9})?", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - now).total_seconds()
