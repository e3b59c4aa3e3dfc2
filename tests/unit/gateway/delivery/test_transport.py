"""A destination's transport: what leaves, what comes back, and what a failure means."""

from __future__ import annotations

import asyncio
import logging
import ssl

import httpx
import pytest
import respx

from gateway.config.settings import DestinationSettings
from gateway.delivery.auth.bearer import bearer
from gateway.delivery.transport import Transport, full_url, open_transport
from gateway.sdk.errors import Blocked, DeliveryError, SignInFailed, UnexpectedReply, Unreachable
from gateway.sdk.exchange import VendorRequest, VendorResponse

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


def destination(base_url: str, *, seconds: float = 5.0) -> DestinationSettings:
    return DestinationSettings(
        adapter="x", base_url=base_url, timeout=seconds, allow_private_addresses=True
    )


def request(path: str = "/api/items", **fields: object) -> VendorRequest:
    return VendorRequest(**{"step": "create", "method": "POST", "path": path, **fields})


async def exchanged(sent: VendorRequest, *, base_url: str = "https://crm.example.com/base/", **how):
    """The request as it left, and the reply as it came back, over a scripted network."""
    left: list[httpx.Request] = []

    def network(leaving: httpx.Request) -> httpx.Response:
        left.append(leaving)
        return how.get("reply") or httpx.Response(200)

    transport = open_transport(
        destination(base_url), how.get("auth"), inner=httpx.MockTransport(network)
    )
    reply = await transport.send(sent)
    await transport.aclose()
    return left[0], reply


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


@pytest.mark.parametrize(
    ("base_url", "path", "query", "expected"),
    [
        ("https://h.example", "/a/b", (), "https://h.example/a/b"),
        ("https://h.example/base", "/a", (), "https://h.example/base/a"),
        ("https://h.example/base/", "a", (), "https://h.example/base/a"),
        ("https://h.example", "//evil.example/a", (), "https://h.example/evil.example/a"),
        (
            "https://h.example",
            "/a",
            (("q", "x y&z=ü"),),
            "https://h.example/a?q=x%20y%26z%3D%C3%BC",
        ),
        (
            "https://h.example",
            "/a?b=1",
            (("c", "2"), ("c", "3")),
            "https://h.example/a?b=1&c=2&c=3",
        ),
        ("https://h.example", "https://f.example/x?sig=a%2Fb", (), "https://f.example/x?sig=a%2Fb"),
    ],
)
def test_a_path_goes_below_the_base_url_and_a_url_stays_as_it_is(
    base_url: str, path: str, query: tuple[tuple[str, str], ...], expected: str
) -> None:
    assert expected == full_url(base_url, request(path, query=query))


async def test_method_path_query_headers_and_body_leave_as_planned() -> None:
    left, _ = await exchanged(
        request(
            "/items", query=(("a", "1"),), headers=(("x-many", "1"), ("x-many", "2")), body=b"\x00{"
        )
    )
    assert ("POST", "https://crm.example.com/base/items?a=1") == (left.method, str(left.url))
    assert ["1", "2"] == left.headers.get_list("x-many")
    assert b"\x00{" == left.content


async def test_the_gateway_says_who_it_is() -> None:
    left, _ = await exchanged(request())
    assert left.headers["user-agent"].startswith("readback-gateway/0.")


async def test_a_reply_comes_back_whole_with_lower_case_header_names() -> None:
    answer = httpx.Response(201, headers=[("X-Thing", "A"), ("X-Thing", "B")], content=b"\xff")
    _, reply = await exchanged(request(), reply=answer)
    assert (
        VendorResponse(status=201, headers=(("x-thing", "A"), ("x-thing", "B")), body=b"\xff")
        == reply
    )


@pytest.mark.parametrize("location", ["/elsewhere", "https://[broken", "gopher://old.example/"])
async def test_a_redirect_is_a_reply_and_is_not_followed(location: str) -> None:
    answer = httpx.Response(302, headers={"location": location})
    _, reply = await exchanged(request(), reply=answer)
    assert (302, location) == (reply.status, reply.header("location"))


async def test_credentials_are_added_where_the_request_wants_them() -> None:
    left, _ = await exchanged(request(), auth=bearer("s3cret"))
    assert "Bearer s3cret" == left.headers["authorization"]


async def test_a_foreign_host_gets_no_credentials() -> None:
    foreign = request("https://files.example.net/x", credentials=False)
    left, _ = await exchanged(foreign, auth=bearer("s3cret"))
    assert "authorization" not in left.headers


async def test_cookies_are_never_kept() -> None:
    cookies: list[str | None] = []

    def network(leaving: httpx.Request) -> httpx.Response:
        cookies.append(leaving.headers.get("cookie"))
        return httpx.Response(200, headers={"set-cookie": "session=1; Path=/"})

    inner = httpx.MockTransport(network)
    transport = open_transport(destination("https://crm.example.com"), None, inner=inner)
    for _ in range(2):
        await transport.send(request())
    await transport.aclose()
    assert [None, None] == cookies


async def test_the_environments_proxies_and_netrc_are_ignored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with respx.mock(base_url="https://crm.example.com") as vendor:
        route = vendor.post("/api/items").respond(200)
        transport = open_transport(destination("https://crm.example.com"), None)
        await transport.send(request())
        await transport.aclose()
    assert 1 == route.call_count


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


async def test_a_body_ends_where_its_content_length_says(start_vendor) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"and more")

    vendor = await start_vendor(answer)
    transport = open_transport(destination(vendor.base_url), None)
    reply = await transport.send(request())
    await transport.aclose()
    assert b"{}" == reply.body


async def test_connections_are_pooled(start_vendor) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(OK)

    vendor = await start_vendor(answer)
    transport = open_transport(destination(vendor.base_url), None)
    for _ in range(3):
        await transport.send(request())
    await transport.aclose()
    assert (3, 1) == (len(vendor.requests), vendor.connections)


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


async def test_neither_library_logs_addresses_or_credentials(
    start_vendor, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(OK)

    caplog.set_level(logging.DEBUG)
    vendor = await start_vendor(answer)
    transport = open_transport(destination(vendor.base_url), bearer("s3cret"))
    await transport.send(request(query=(("email", "ann@example.com"),)))
    await transport.aclose()
    assert "s3cret" not in caplog.text
    assert "ann" not in caplog.text


def test_certificates_are_checked() -> None:
    from gateway.delivery.transport import _network

    context = _network(1, kept=1)._pool._ssl_context
    assert context is not None
    assert (ssl.CERT_REQUIRED, True) == (context.verify_mode, context.check_hostname)
