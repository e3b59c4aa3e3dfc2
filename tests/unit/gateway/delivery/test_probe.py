"""A probe says who we are, or why it cannot tell; it delivers nothing."""

from __future__ import annotations

import httpx
import pytest

from gateway.delivery.probe import probe
from gateway.sdk.errors import SignInFailed, Unreachable
from gateway.sdk.exchange import Flow, VendorRequest
from tests.unit.gateway.delivery.works import Vendor, Works, open_works


class Asking(Works):
    """The works, with somebody at the door."""

    def probe(self, _settings: object) -> Flow[str]:
        reply = yield VendorRequest(step="who am I", method="GET", path="/me")
        return reply.body.decode()


async def asked(adapter: Works, *answers: httpx.Response) -> tuple[str, list[str]]:
    vendor = Vendor()
    vendor.says(*answers)
    destination = open_works(vendor, adapter=adapter)
    try:
        return await probe(destination), vendor.asked
    finally:
        await destination.transport.aclose()


async def test_a_vendor_that_can_be_asked_says_who_we_are() -> None:
    answer = httpx.Response(200, content=b"Ada, administrator")
    assert ("Ada, administrator", ["GET /me"]) == await asked(Asking(), answer)


async def test_a_vendor_that_cannot_be_asked_is_not() -> None:
    told, requests = await asked(Works())
    assert told.startswith("settings and mapping are right")
    assert [] == requests


async def test_a_busy_vendor_is_unreachable_now() -> None:
    with pytest.raises(Unreachable, match="who am I: status 503"):
        await asked(Asking(), httpx.Response(503))


async def test_wrong_credentials_are_a_failed_sign_in() -> None:
    with pytest.raises(SignInFailed):
        await asked(Asking(), httpx.Response(401))
