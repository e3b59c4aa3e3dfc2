"""The sockets: what is on them is what was asked for, once, and whom they lead to is checked."""

from __future__ import annotations

import asyncio
import gc
import ssl
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import httpx
import pytest
import trustme

from gateway.delivery import network
from gateway.delivery.network import Network
from gateway.delivery.reply import PROGRESS, Progress

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
async def wire() -> AsyncIterator[Network]:
    opened = Network(2, keep=3.0)
    yield opened
    await opened.aclose()


async def answered(wire: Network, request: httpx.Request) -> httpx.Response:
    response = await wire.handle_async_request(request)
    await response.aread()
    await response.aclose()
    return response


def saying(*replies: bytes) -> Answer:
    """One reply after the other; an empty one hangs up."""
    left = iter(replies)

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(reply := next(left))
        if not reply:
            writer.close()

    return answer


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST", "PATCH"])
async def test_nothing_is_sent_again_when_a_kept_connection_breaks_off(
    start_vendor, wire: Network, method: str
) -> None:
    vendor = await start_vendor(saying(OK, b"", OK))
    await answered(wire, httpx.Request("GET", vendor.base_url))
    progress = Progress()
    request = httpx.Request(method, vendor.base_url, extensions={PROGRESS: progress})
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        await wire.handle_async_request(request)
    assert ("sent", 2, 1) == (progress.stage, len(vendor.requests), vendor.connections)


async def test_what_was_not_given_is_not_added(start_vendor, wire: Network) -> None:
    vendor = await start_vendor(saying(OK))
    headers = [("host", "crm.example"), ("X-Case", "kept"), ("x-many", "1"), ("x-many", "2")]
    url = f"{vendor.base_url}/a%2Fb?q=x%20y%C3%BC"
    request = httpx.Request("POST", url, headers=headers, content=b"{}")
    await answered(wire, request)
    head, _, body = vendor.requests[0].partition(b"\r\n\r\n")
    line, *lines = head.decode().split("\r\n")
    assert ("POST /a%2Fb?q=x%20y%C3%BC HTTP/1.1", b"{}") == (line, body)
    assert sorted([*(f"{name}: {text}" for name, text in headers), "Content-Length: 2"]) == sorted(
        lines
    )


async def test_a_body_beyond_a_mebibyte_leaves_whole(start_vendor, wire: Network) -> None:
    vendor = await start_vendor(saying(OK))
    body = bytes(range(256)) * 8192
    await answered(wire, httpx.Request("POST", vendor.base_url, content=body))
    head, _, sent = vendor.requests[0].partition(b"\r\n\r\n")
    assert body == sent
    assert b"content-length: 2097152" in head.lower()


async def test_a_reply_is_not_decoded_here(start_vendor, wire: Network) -> None:
    coded = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc"
    vendor = await start_vendor(saying(coded))
    response = await wire.handle_async_request(httpx.Request("GET", vendor.base_url))
    assert "gzip" == response.headers["content-encoding"]
    assert b"abc" == b"".join([piece async for piece in response.aiter_raw()])
    await response.aclose()


async def test_no_more_connections_than_allowed(start_vendor, wire: Network) -> None:
    gate = asyncio.Event()

    async def answer(writer: asyncio.StreamWriter) -> None:
        await gate.wait()
        writer.write(OK)

    vendor = await start_vendor(answer)
    sent = [
        asyncio.create_task(answered(wire, httpx.Request("GET", vendor.base_url))) for _ in range(6)
    ]
    await vendor.has_heard(2)
    gate.set()
    assert [200] * 6 == [response.status_code for response in await asyncio.gather(*sent)]
    assert (6, 2) == (len(vendor.requests), vendor.connections)


async def test_waiting_for_a_free_connection_ends_with_nothing_sent(
    start_vendor, wire: Network
) -> None:
    vendor = await start_vendor(lambda _: asyncio.Event().wait())
    held = [
        asyncio.create_task(wire.handle_async_request(httpx.Request("GET", vendor.base_url)))
        for _ in range(2)
    ]
    await vendor.has_heard(2)
    progress = Progress()
    extensions = {PROGRESS: progress, "timeout": {"pool": 0.05}}
    request = httpx.Request("GET", vendor.base_url, extensions=extensions)
    with pytest.raises(httpx.ConnectTimeout):
        await wire.handle_async_request(request)
    assert "connecting" == progress.stage
    for one in held:
        one.cancel()
    await asyncio.gather(*held, return_exceptions=True)


async def test_a_reply_left_before_its_end_does_not_reach_the_next_request(
    start_vendor, wire: Network
) -> None:
    vendor = await start_vendor(saying(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", OK))
    response = await wire.handle_async_request(httpx.Request("GET", vendor.base_url))
    await response.aclose()
    assert b"{}" == (await answered(wire, httpx.Request("GET", vendor.base_url))).content
    assert 2 == vendor.connections


async def test_without_keeping_each_request_has_its_own_connection(start_vendor) -> None:
    vendor = await start_vendor(saying(OK, OK))
    wire = Network(2, keep=0)
    for _ in range(2):
        await answered(wire, httpx.Request("GET", vendor.base_url))
    await wire.aclose()
    assert 2 == vendor.connections


async def test_one_that_never_sent_closes_without_a_word() -> None:
    await Network(1, keep=1).aclose()
    gc.collect()


def test_certificates_and_names_are_checked() -> None:
    context = network.tls()
    assert (ssl.CERT_REQUIRED, True) == (context.verify_mode, context.check_hostname)


@pytest.fixture
async def signed(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[str, list[str | None]]]:
    """A vendor with a certificate for receiver.example, and the names that were asked of it."""
    authority, asked = trustme.CA(), []
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("receiver.example").configure_cert(served)
    served.sni_callback = lambda _, name, __: asked.append(name)
    known = ssl.create_default_context()
    authority.configure_trust(known)
    monkeypatch.setattr(network, "tls", lambda: known)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK.replace(b"200 OK\r\n", b"200 OK\r\nconnection: close\r\n"))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=served)
    yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
    server.close()
    await server.wait_closed()


async def test_a_pinned_address_is_asked_for_the_hosts_own_certificate(
    signed: tuple[str, list[str | None]], wire: Network
) -> None:
    url, asked = signed
    request = httpx.Request("GET", url, extensions={"sni_hostname": "receiver.example"})
    assert 200 == (await answered(wire, request)).status_code
    assert ["receiver.example"] == asked


@pytest.mark.parametrize("name", ["other.example", None])
async def test_a_certificate_for_another_name_is_refused_before_anything_is_sent(
    signed: tuple[str, list[str | None]], wire: Network, name: str | None
) -> None:
    progress = Progress()
    extensions = {PROGRESS: progress} | ({"sni_hostname": name} if name else {})
    with pytest.raises(httpx.ConnectError):
        await wire.handle_async_request(httpx.Request("GET", signed[0], extensions=extensions))
    assert "connecting" == progress.stage


async def test_a_certificate_of_an_unknown_authority_is_refused(
    signed: tuple[str, list[str | None]], wire: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "tls", ssl.create_default_context)
    request = httpx.Request("GET", signed[0], extensions={"sni_hostname": "receiver.example"})
    with pytest.raises(httpx.ConnectError):
        await wire.handle_async_request(request)
