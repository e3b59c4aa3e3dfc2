"""A run notes every exchange, acts on decisions, and reads back anew each time."""

from __future__ import annotations

import msgspec
import pytest

from gateway.delivery.runner import Later
from gateway.sdk.adapter import Refused, Renew
from gateway.sdk.errors import (
    SignInFailed,
    StoreUnavailable,
    VendorRefused,
)
from gateway.sdk.exchange import VendorRequest
from gateway.store.records import ExchangeRow
from tests.unit.gateway.delivery.office import (
    RESULT,
    THREE,
    Judge,
    Office,
    Vendor,
    busy,
    create,
    plan,
)


async def test_a_flow_runs_to_its_result_and_each_request_is_sent_once() -> None:
    office = Office()
    assert RESULT == await office.work(plan(*THREE))
    assert ["/a", "/b", "/c"] == office.vendor.asked


async def test_each_exchange_is_noted_before_it_is_sent_and_after_its_reply() -> None:
    office = Office()
    await office.work(plan(create("a")))
    begun, done = office.disk.history
    assert (None, None) == (begun.status, begun.finished_at)
    assert (201, b"/a") == (done.status, done.body)
    assert ("create a", "POST", "/a", 0, 1) == (
        done.step,
        done.method,
        done.path,
        done.number,
        done.attempt,
    )


async def test_nothing_is_sent_that_could_not_be_noted() -> None:
    office = Office()

    async def full(_exchange: ExchangeRow) -> None:
        raise StoreUnavailable

    office.disk.begin = full  # type: ignore[method-assign]
    with pytest.raises(StoreUnavailable):
        await office.work(plan(create("a")))
    assert [] == office.vendor.asked


async def test_later_carries_what_the_vendor_asked_for_and_why() -> None:
    office = Office(Vendor(busy(429, "60")))
    with pytest.raises(Later) as later:
        await office.work(plan(create("a")))
    assert (60.0, "create a: status 429") == (later.value.after, str(later.value.error))
    assert [] == office.slept


async def test_a_short_wait_is_slept_through() -> None:
    office = Office(Vendor(busy(429, "1"), busy(429, "2")))
    assert (b"/a",) == await office.work(plan(create("a")))
    assert [1.0, 2.0] == office.slept
    assert 3 == office.row().attempt


async def test_the_third_short_wait_is_another_attempt() -> None:
    office = Office(Vendor(*[busy(429, "1")] * 3))
    with pytest.raises(Later):
        await office.work(plan(create("a")))
    assert [1.0, 1.0] == office.slept


async def test_expired_credentials_are_renewed_once_and_the_request_repeated() -> None:
    office = Office(Vendor(busy(418)), Judge(Renew()))
    assert (b"/a",) == await office.work(plan(create("a")))
    assert (1, ["/a", "/a"]) == (office.renewed, office.vendor.asked)


async def test_credentials_that_expire_at_once_are_a_failed_sign_in() -> None:
    office = Office(Vendor(busy(418), busy(418)), Judge(Renew()))
    with pytest.raises(SignInFailed):
        await office.work(plan(create("a")))
    assert (1, ["/a", "/a"]) == (office.renewed, office.vendor.asked)


async def test_a_refusal_that_the_adapter_reads_ends_the_run() -> None:
    office = Office(Vendor(busy(418)), Judge(Refused(vendor_code="FULL")))
    with pytest.raises(VendorRefused, match="FULL"):
        await office.work(plan(create("a")))


async def test_reading_back_starts_anew_each_time_and_keeps_no_bodies() -> None:
    office = Office()
    read = VendorRequest(step="read", method="GET", path="/a")
    for _ in range(2):
        assert (b"/a",) == await office.work(plan(read), phase="read_back")
    row = office.disk.rows["read_back", 0, 0]
    assert (201, None, 2) == (row.status, row.body, row.attempt)
    assert ["/a", "/a"] == office.vendor.asked


async def test_reading_back_may_read_something_else_the_next_time() -> None:
    office = Office()
    for path in ("/a", "/b"):
        read = VendorRequest(step="read", method="GET", path=path)
        assert (path.encode(),) == await office.work(plan(read), phase="read_back")


async def test_the_journal_keeps_no_request_header_body_or_query() -> None:
    office = Office()
    secret = create(
        "a", headers=(("x-key", "s3cret-1"),), body=b"s3cret-2", query=(("q", "s3cret-3"),)
    )
    await office.work(plan(msgspec.structs.replace(secret, path="/a?sig=s3cret-4")))
    kept = b"".join(
        msgspec.json.encode(msgspec.structs.replace(row, body=None)) for row in office.disk.history
    )
    assert b"s3cret" not in kept
