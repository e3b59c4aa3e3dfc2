"""One base URL for several hosts of a vendor, and nothing beyond them."""

from __future__ import annotations

import httpx
import pytest

from gateway.config.settings import DestinationSettings
from gateway.delivery.auth.bearer import bearer
from gateway.delivery.journal import fingerprint
from gateway.delivery.services import PoolPerHost, base_of, own_hosts
from gateway.delivery.transport import full_url, open_transport
from gateway.sdk.errors import Blocked
from gateway.sdk.exchange import VendorRequest

TEMPLATE = "https://{service}.vendor.example"


def request(service: str = "", path: str = "/v1/items") -> VendorRequest:
    return VendorRequest(step="read", method="GET", path=path, service=service)


def test_a_service_fills_its_place_in_the_base_url() -> None:
    assert "https://sync.vendor.example/v1/items" == full_url(TEMPLATE, request("sync"))


def test_a_service_may_stand_in_the_path() -> None:
    base = "http://127.0.0.1:8/{service}"
    assert "http://127.0.0.1:8/flex-api/v1/items" == full_url(base, request("flex-api"))


@pytest.mark.parametrize(
    ("base_url", "service", "why"),
    [
        (TEMPLATE, "", "must not have"),
        ("https://vendor.example", "sync", "has to have"),
        (TEMPLATE, "evil.example/", "cannot be part"),
        (TEMPLATE, "evil.example", "cannot be part"),
        (TEMPLATE, "a@b", "cannot be part"),
        (TEMPLATE, "-a", "cannot be part"),
        (TEMPLATE, "a\n", "cannot be part"),
    ],
)
def test_base_url_and_service_have_to_fit(base_url: str, service: str, why: str) -> None:
    with pytest.raises(Blocked, match=why):
        base_of(base_url, service)


async def test_a_request_that_does_not_fit_never_leaves() -> None:
    left: list[httpx.Request] = []
    transport = open_transport(
        DestinationSettings(adapter="x", base_url="https://vendor.example"),
        bearer("s3cret"),
        inner=httpx.MockTransport(lambda leaving: left.append(leaving) or httpx.Response(200)),
    )
    with pytest.raises(Blocked, match="read: base_url has to have"):
        await transport.send(request("sync"))
    await transport.aclose()

    assert [] == left


def test_all_services_of_a_template_are_the_destinations_own() -> None:
    is_own = own_hosts("{service}.vendor.example")

    assert is_own("sync.vendor.example")
    assert not is_own("vendor.example")
    assert not is_own("a.sync.vendor.example")
    assert not is_own("sync.vendorXexample")
    assert own_hosts("vendor.example")("vendor.example")


async def test_each_host_has_connections_of_its_own_at_one_address() -> None:
    used: list[str] = []
    made = iter("abc")

    def make() -> httpx.MockTransport:
        name = next(made)
        return httpx.MockTransport(lambda _: used.append(name) or httpx.Response(200))

    pool = PoolPerHost(make)
    for host in ("sync.vendor.example", "flex.vendor.example", "sync.vendor.example"):
        extensions = {"sni_hostname": host}
        sent = httpx.Request("GET", "https://192.0.2.1/", extensions=extensions)
        await pool.handle_async_request(sent)
    await pool.aclose()

    assert ["a", "b", "a"] == used


def test_a_journal_tells_services_apart_and_knows_requests_from_before() -> None:
    # As written by the version before services were known.
    before = "994b"
    assert fingerprint(request("sync")) != fingerprint(request("flex-api"))
    assert fingerprint(request("sync")) != fingerprint(request())
    assert before == fingerprint(request())[:4]
