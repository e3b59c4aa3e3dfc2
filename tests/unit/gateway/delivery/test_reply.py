"""Replies are read whole, bounded after decoding, and nothing in them acts on the client."""

from __future__ import annotations

import gzip
import zlib

import httpx
import pytest

from gateway.delivery.reply import PROGRESS, REPLY, BoundedReplies, Progress, ReplyRefused
from gateway.sdk.exchange import VendorResponse

LIMIT = 1000


async def bounded(reply: httpx.Response, progress: Progress | None = None) -> VendorResponse:
    inner = httpx.MockTransport(lambda _: reply)
    request = httpx.Request("GET", "https://crm.example.com/", extensions={PROGRESS: progress})
    response = await BoundedReplies(inner, LIMIT).handle_async_request(request)
    found = response.extensions[REPLY]
    assert isinstance(found, VendorResponse)
    return found


def streamed(body: bytes, **headers: str) -> httpx.Response:
    """A reply whose length only shows as it comes."""

    async def pieces():
        for start in range(0, len(body), 100):
            yield body[start : start + 100]

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(200, headers=named, content=pieces())


async def test_a_reply_of_exactly_the_limit_is_taken() -> None:
    assert b"x" * LIMIT == (await bounded(streamed(b"x" * LIMIT))).body


async def test_one_byte_more_is_refused() -> None:
    with pytest.raises(ReplyRefused, match="longer than 1000 bytes"):
        await bounded(streamed(b"x" * (LIMIT + 1)))


async def test_a_declared_length_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(ReplyRefused):
        await bounded(streamed(b"x", content_length="1001"))


async def test_a_small_declared_length_does_not_let_a_long_body_through() -> None:
    with pytest.raises(ReplyRefused):
        await bounded(streamed(b"x" * 5000, content_length="10"))


@pytest.mark.parametrize(
    ("coding", "encode"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
async def test_a_compressed_reply_comes_decoded(coding: str, encode) -> None:
    reply = await bounded(streamed(encode(b"a" * 500), content_encoding=coding))
    assert (b"a" * 500, None) == (reply.body, reply.header("content-encoding"))


async def test_the_limit_counts_what_a_zip_bomb_becomes() -> None:
    with pytest.raises(ReplyRefused, match="longer"):
        await bounded(streamed(gzip.compress(b"\0" * 1_000_000), content_encoding="gzip"))


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "zstd", "x-odd"])
async def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    with pytest.raises(ReplyRefused, match="content-encoding"):
        await bounded(streamed(b"x", content_encoding=coding))


async def test_a_broken_coding_is_not_passed_on_as_it_is() -> None:
    with pytest.raises(httpx.DecodingError):
        await bounded(streamed(b"not gzip", content_encoding="gzip"))


async def test_the_client_sees_neither_cookies_nor_redirects() -> None:
    answer = httpx.Response(302, headers={"location": "/x", "set-cookie": "a=b"})
    inner = BoundedReplies(httpx.MockTransport(lambda _: answer), LIMIT)
    response = await inner.handle_async_request(httpx.Request("GET", "https://h.example/"))
    assert not {"location", "set-cookie"} & set(response.headers)


async def test_a_request_counts_as_sent_until_its_reply_is_whole() -> None:
    progress = Progress()
    with pytest.raises(ReplyRefused):
        await bounded(streamed(b"x" * 5000), progress)
    assert progress.may_be_carried_out


async def test_an_answered_request_has_no_unknown_outcome() -> None:
    progress = Progress()
    await bounded(httpx.Response(401), progress)
    assert not progress.may_be_carried_out
