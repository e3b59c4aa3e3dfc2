"""What a receiver's statuses mean, as Standard Webhooks 1.0.0 has them."""

from __future__ import annotations

from adapters.webhook.translate import SEND
from gateway import sdk

PROBE = "ask whether the receiver answers"


def classify(request: sdk.VendorRequest, response: sdk.VendorResponse) -> sdk.Verdict:
    """A redirect is a failure and is never followed; 410 closes the receiver.

    410 for the address of one item says only that this item is gone.
    """
    if 300 <= response.status < 400:
        return sdk.Refused(vendor_code="redirect")
    if response.status == 410 and request.step in (SEND, PROBE):
        return sdk.Gone()
    return None
