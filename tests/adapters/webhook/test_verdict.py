"""What statuses mean: redirects are refusals, and 410 closes the receiver but not an item."""

from __future__ import annotations

import pytest

from adapters.webhook import adapter
from gateway.sdk import Gone, Refused, VendorRequest, VendorResponse


def verdict(status: int, step: str = "send the handoff") -> object:
    request = VendorRequest(step=step, method="POST", path="")
    return adapter.classify(request, VendorResponse(status=status))


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308, 399])
@pytest.mark.parametrize("step", ["send the handoff", "write the item", "read what was stored"])
def test_a_redirect_is_refused_and_never_followed(status: int, step: str) -> None:
    assert Refused(vendor_code="redirect") == verdict(status, step)


def test_410_closes_the_receiver() -> None:
    assert Gone() == verdict(410)
    assert Gone() == verdict(410, "ask whether the receiver answers")


@pytest.mark.parametrize("step", ["write the item", "read what was stored"])
def test_410_for_one_item_closes_nothing(step: str) -> None:
    assert verdict(410, step) is None


@pytest.mark.parametrize("status", [200, 299, 400, 401, 404, 429, 500, 502, 504])
def test_everything_else_is_left_to_the_general_rules(status: int) -> None:
    assert verdict(status) is None
