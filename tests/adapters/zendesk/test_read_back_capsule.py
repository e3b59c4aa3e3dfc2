"""The capsule's bytes: found, fetched, and asked for without credentials where they must not go."""

from __future__ import annotations

import hashlib

import pytest

from gateway.sdk import VendorResponse
from tests.adapters.zendesk.account import SITE
from tests.adapters.zendesk.consignments import CAPSULE_DATA, consignment
from tests.adapters.zendesk.delivery import Delivery

FOREIGN = "https://p19.files.test/attachment/1?token=x"


@pytest.fixture
def delivery() -> Delivery:
    return Delivery(consignment())


def test_the_capsule_is_the_bytes_of_the_attachment(delivery: Delivery) -> None:
    assert CAPSULE_DATA == delivery.read().capsule


def test_corrupted_bytes_are_read_as_they_are(delivery: Delivery) -> None:
    path = next(iter(delivery.account.files))
    delivery.account.files[path] = b"{}"

    assert b"{}" == delivery.read().capsule


def test_a_missing_attachment_is_no_capsule(delivery: Delivery) -> None:
    delivery.comments[0]["attachments"] = []

    assert delivery.read().capsule is None


def test_an_attachment_with_another_name_is_not_the_capsule(delivery: Delivery) -> None:
    delivery.comments[0]["attachments"][0]["file_name"] = "other.json"

    assert delivery.read().capsule is None


@pytest.mark.parametrize("status", [403, 404, 410])
def test_an_attachment_that_agents_cannot_open_is_missing(delivery: Delivery, status: int) -> None:
    path = next(iter(delivery.account.files))
    delivery.account.elsewhere[path] = VendorResponse(status=status)

    stored = delivery.read()

    assert (None, frozenset()) == (stored.capsule, stored.unprovable)


def test_our_credentials_go_to_our_own_site_only(delivery: Delivery) -> None:
    delivery.comments[0]["attachments"][0]["content_url"] = FOREIGN
    delivery.account.elsewhere[FOREIGN] = VendorResponse(status=200, body=CAPSULE_DATA)

    assert CAPSULE_DATA == delivery.read().capsule
    assert [FOREIGN] == [r.path for r, _ in delivery.exchanges if not r.credentials]


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.zendesk.test.evil.test/attachments/1",
        "https://acme.zendesk.test@evil.test/attachments/1",
        "http://acme.zendesk.test/attachments/1",
        "https://acme.zendesk.test:8443/attachments/1",
        "https://ACME.evil.test/https://acme.zendesk.test/1",
    ],
)
def test_a_site_that_only_looks_like_ours_gets_no_credentials(delivery: Delivery, url: str) -> None:
    delivery.comments[0]["attachments"][0]["content_url"] = url
    delivery.account.elsewhere[url] = VendorResponse(status=404)

    delivery.read()

    assert [(url, False)] == [
        (r.path, r.credentials) for r, _ in delivery.exchanges if r.step == "read capsule"
    ]


def test_without_the_sites_address_no_credentials_are_sent(delivery: Delivery) -> None:
    delivery.ticket["url"] = ""
    url = delivery.comments[0]["attachments"][0]["content_url"]
    delivery.account.elsewhere[url] = VendorResponse(status=404)

    delivery.read()

    assert [url] == [r.path for r, _ in delivery.exchanges if not r.credentials]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_without_credentials(delivery: Delivery, status: int) -> None:
    path = next(iter(delivery.account.files))
    moved = VendorResponse(status=status, headers=(("location", FOREIGN),))
    delivery.account.elsewhere = {
        path: moved,
        FOREIGN: VendorResponse(status=200, body=CAPSULE_DATA),
    }

    assert CAPSULE_DATA == delivery.read().capsule


def test_a_redirect_within_our_own_site_gets_no_credentials_either(delivery: Delivery) -> None:
    path = next(iter(delivery.account.files))
    moved = VendorResponse(status=302, headers=(("location", "/signed/1"),))
    delivery.account.elsewhere = {
        path: moved,
        f"{SITE}/signed/1": VendorResponse(status=200, body=CAPSULE_DATA),
    }

    assert CAPSULE_DATA == delivery.read().capsule


@pytest.mark.parametrize("status", [401, 403])
def test_a_foreign_host_that_wants_a_sign_in_makes_the_capsule_unprovable(
    delivery: Delivery, status: int
) -> None:
    delivery.comments[0]["attachments"][0]["content_url"] = FOREIGN
    delivery.account.elsewhere[FOREIGN] = VendorResponse(status=status)

    stored = delivery.read()

    assert (None, frozenset({"capsule"})) == (stored.capsule, stored.unprovable)


def test_redirects_in_a_circle_end(delivery: Delivery) -> None:
    path = next(iter(delivery.account.files))
    moved = VendorResponse(status=302, headers=(("location", FOREIGN),))
    delivery.account.elsewhere = {path: moved, FOREIGN: moved}

    assert delivery.read().capsule is None
    assert 4 == sum(r.step == "read capsule" for r, _ in delivery.exchanges)


def test_the_hash_of_the_capsule_read_is_that_of_the_capsule_sent(delivery: Delivery) -> None:
    capsule = delivery.read().capsule

    assert delivery.sent.capsule is not None
    assert capsule is not None
    assert delivery.sent.capsule.sha256 == hashlib.sha256(capsule).hexdigest()
