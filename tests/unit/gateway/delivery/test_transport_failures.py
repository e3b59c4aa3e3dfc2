"""What goes wrong on the way says whether the request may have been carried out."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from gateway.config.settings import DestinationSettings
from gateway.delivery.transport import Transport, open_transport
from gateway.sdk.errors import Blocked, DeliveryError, SignInFailed, UnexpectedReply, Unreachable
from gateway.sdk.exchange import VendorRequest

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


def destination(base_url: str, *, seconds: float = 5.0) -> DestinationSettings:
    return DestinationSettings(
        adapter="x", base_url=base_url, timeout=seconds, allow_private_addresses=True
    )


def request(path: str = "/api/items", **fields: object) -> VendorRequest:
    return VendorRequest(**{"step": "create", "method": "POST", "path": path, **fields})


async def failure(transport: Transport, sent: VendorRequest | None = None) -> DeliveryError:
    try:
        await transport.send(sent or request())
    except DeliveryError as error:
        return error
    finally:
        await transport.aclose()
    raise AssertionError("it did not fail")


async def failing_with(error: Exception) -> DeliveryError:
    def network(_: httpx.Request) -> httpx.Response:
        raise error

    inner = httpx.MockTransport(network)
    return await failure(open_transport(destination("https://crm.example.com"), None, inner=inner))


async def test_without_leave_for_private_addresses_the_guard_stands_in_the_way() -> None:
    settings = DestinationSettings(adapter="x", base_url="https://127.0.0.1")
    error = await failure(open_transport(settings, None))
    assert isinstance(error, Blocked)
    assert "create" == error.step
    assert "allow_private_addresses" in str(error)


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.PoolTimeout("busy"),
    ],
)
async def test_what_fails_before_sending_was_surely_not_sent(error: Exception) -> None:
    failed = await failing_with(error)
    assert isinstance(failed, Unreachable)
    assert not failed.sent


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout("slow"),
        httpx.WriteTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        httpx.RemoteProtocolError("nonsense"),
        OSError("odd"),
    ],
)
async def test_what_fails_after_sending_may_have_been_carried_out(error: Exception) -> None:
    failed = await failing_with(error)
    assert isinstance(failed, Unreachable)
    assert failed.sent


async def test_a_failure_names_the_host_and_never_what_was_sent() -> None:
    failed = await failing_with(httpx.ReadError("POST https://crm.example.com/?email=ann@x.com"))
    assert "create: no whole reply from crm.example.com (ReadError)" == str(failed)


async def test_a_failed_sign_in_comes_through_as_it_is() -> None:
    error = SignInFailed(step="sign in", why="invalid_client")
    assert error is await failing_with(error)


@pytest.mark.parametrize(
    "sent",
    [
        request("gopher://old.example/"),
        request("https://h.example:port/"),
        request(headers=(("x", "ü"),)),
        request(query=(("q", "\ud800"),)),
    ],
)
async def test_a_request_that_cannot_be_sent_is_the_adapters_bug(sent: VendorRequest) -> None:
    transport = open_transport(destination("http://127.0.0.1:9"), None)
    assert isinstance(await failure(transport, sent), UnexpectedReply)


async def test_a_header_with_a_line_break_is_not_sent_and_not_quoted(start_vendor) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(OK)

    vendor = await start_vendor(answer)
    smuggled = request(headers=(("x", "Ann Lee\r\nx-admin: 1"),))
    error = await failure(open_transport(destination(vendor.base_url), None), smuggled)
    assert isinstance(error, UnexpectedReply)
    assert "Ann" not in str(error)
    assert [] == vendor.requests


async def test_nobody_listening_was_surely_not_sent(unused_port: int) -> None:
    error = await failure(open_transport(destination(f"http://127.0.0.1:{unused_port}"), None))
    assert isinstance(error, Unreachable)
    assert not error.sent
    assert "create: 127.0.0.1 cannot be reached (ConnectError)" == str(error)


async def test_a_tls_handshake_that_never_ends_was_surely_not_sent(start_vendor) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        """Never asked: a greeting in TLS is not a request."""

    vendor = await start_vendor(answer)
    https = vendor.base_url.replace("http:", "https:")
    error = await failure(open_transport(destination(https, seconds=0.6), None))
    assert isinstance(error, Unreachable)
    assert not error.sent
    assert "ConnectTimeout" in str(error)


async def test_a_silent_vendor_is_given_up_with_an_unknown_outcome(start_vendor) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    vendor = await start_vendor(answer)
    error = await failure(open_transport(destination(vendor.base_url, seconds=0.2), None))
    assert isinstance(error, Unreachable)
    assert error.sent
    assert "create: 127.0.0.1 did not answer within 0.2 s" == str(error)


async def test_a_vendor_that_drips_is_given_up_although_each_byte_comes_in_time(
    start_vendor,
) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    vendor = await start_vendor(answer)
    error = await failure(open_transport(destination(vendor.base_url, seconds=0.3), None))
    assert isinstance(error, Unreachable)
    assert error.sent


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 201 Created\r\ncontent-length: 50\r\n\r\n{}",
        b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
        b"SSH-2.0-OpenSSH_9.9\r\n",
    ],
    ids=["nothing", "half a head", "less than its Content-Length", "no last chunk", "not HTTP"],
)
async def test_a_reply_that_breaks_off_leaves_the_outcome_unknown(
    start_vendor, said: bytes
) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await writer.drain()
        writer.close()

    vendor = await start_vendor(answer)
    error = await failure(open_transport(destination(vendor.base_url), None))
    assert isinstance(error, Unreachable)
    assert error.sent


async def test_a_connection_that_is_reset_leaves_the_outcome_unknown(start_vendor) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    vendor = await start_vendor(answer)
    error = await failure(open_transport(destination(vendor.base_url), None))
    assert isinstance(error, Unreachable)
    assert error.sent


async def test_a_reply_over_the_cap_is_refused(start_vendor) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")
            await writer.drain()

    vendor = await start_vendor(answer)
    error = await failure(open_transport(destination(vendor.base_url), None, max_reply=20_000))
    assert isinstance(error, UnexpectedReply)
    assert "create: the reply is longer than 20000 bytes" == str(error)
