"""What a row of the journal keeps of an exchange, and that a reply comes out as it went in."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.journal import (
    MAX_KEPT_BODY,
    NEVER_SENT,
    fingerprint,
    finished,
    kept,
    recalled,
    shown_path,
)
from gateway.sdk.exchange import VendorRequest, VendorResponse
from gateway.store.records import ExchangeRow
from tests.unit.gateway.delivery.exchange_rows import AT, BEGUN, changed

REQUEST = VendorRequest(
    step="create",
    method="POST",
    path="/x",
    query=(("a", "1"), ("b", "2")),
    headers=(("h", "1"),),
    body=b"body",
)


def test_equal_requests_have_equal_fingerprints() -> None:
    assert fingerprint(REQUEST) == fingerprint(msgspec.structs.replace(REQUEST))


@pytest.mark.parametrize(
    "difference",
    [
        {"method": "PUT"},
        {"path": "/y"},
        {"query": (("a", "1"),)},
        {"query": (("b", "2"), ("a", "1"))},
        {"headers": ()},
        {"headers": (("h", "2"),)},
        {"body": b"bodY"},
        {"path": "/xbody", "body": b""},
    ],
)
def test_whatever_the_vendor_sees_changes_the_fingerprint(difference: dict[str, object]) -> None:
    assert fingerprint(REQUEST) != fingerprint(msgspec.structs.replace(REQUEST, **difference))


def test_the_names_of_steps_may_be_improved_without_diverging() -> None:
    assert fingerprint(REQUEST) == fingerprint(msgspec.structs.replace(REQUEST, step="make"))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/api/x", "/api/x"),
        ("/api/x?email=ann@example.com", "/api/x"),
        ("https://f.example/x?sig=abc#part", "https://f.example/x"),
        ("https://user:pass@f.example/x", "https://f.example/x"),
        ("/api/a@b", "/api/a@b"),
    ],
)
def test_a_journaled_path_holds_no_query_and_no_credentials(path: str, shown: str) -> None:
    assert shown == shown_path(path)


def test_only_listed_headers_of_a_reply_are_kept() -> None:
    reply = VendorResponse(
        status=200,
        headers=(
            ("content-type", "text/plain"),
            ("set-cookie", "session=1"),
            ("x-rate-limit-remaining", "9"),
            ("ratelimit-reset", "3"),
            ("x-request-id", "r"),
            ("x-idempotency-lookup", "hit"),
            ("authorization", "Bearer t"),
            ("location", "/x"),
        ),
    )
    assert [
        "content-type",
        "x-rate-limit-remaining",
        "ratelimit-reset",
        "x-request-id",
        "x-idempotency-lookup",
        "location",
    ] == [name for name, _ in kept(reply).headers]


@settings(max_examples=60)
@given(
    status=st.integers(100, 599),
    headers=st.lists(st.tuples(st.sampled_from(["etag", "location", "link"]), st.text())),
    body=st.binary(max_size=200),
)
def test_a_kept_reply_is_recalled_as_it_was(
    status: int, headers: list[tuple[str, str]], body: bytes
) -> None:
    # JSON cannot hold half a surrogate pair; no header that came over a wire has one.
    reply = VendorResponse(status=status, headers=tuple(headers), body=body)
    assert kept(reply) == recalled(finished(BEGUN, kept(reply), at=AT))


def test_an_empty_body_is_a_body() -> None:
    assert VendorResponse(status=204) == recalled(
        finished(BEGUN, VendorResponse(status=204), at=AT)
    )


def test_a_body_of_the_longest_kept_length_is_recalled() -> None:
    reply = VendorResponse(status=200, body=b"x" * MAX_KEPT_BODY)
    assert reply == recalled(finished(BEGUN, reply, at=AT))


@pytest.mark.parametrize(
    "row",
    [
        BEGUN,
        changed(status=NEVER_SENT, finished_at=AT),
        finished(BEGUN, VendorResponse(status=200, body=b"x" * (MAX_KEPT_BODY + 1)), at=AT),
        finished(BEGUN, VendorResponse(status=200, body=b"x"), at=AT, with_body=False),
    ],
    ids=["no reply yet", "never sent", "too long to keep", "a reading"],
)
def test_without_a_whole_reply_nothing_is_recalled(row: ExchangeRow) -> None:
    assert recalled(row) is None


def test_a_reply_without_its_body_still_shows_status_and_time() -> None:
    row = finished(BEGUN, VendorResponse(status=200, body=b"x"), at=AT, with_body=False)
    assert (200, None, AT) == (row.status, row.body, row.finished_at)
