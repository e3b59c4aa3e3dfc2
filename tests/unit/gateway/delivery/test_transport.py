"""A destination's transport: what leaves, what comes back, and what is kept of neither."""

from __future__ import annotations

import asyncio
import logging

import httpx
import pytest

from gateway.config.settings import DestinationSettings
from gateway.delivery.auth.bearer import bearer
from gateway.delivery.transport import full_url, open_transport
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


async def test_the_environments_proxies_are_ignored(
    start_vendor, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(OK)

    vendor = await start_vendor(answer)
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{unused_port}")
    transport = open_transport(destination(vendor.base_url), None)
    assert 200 == (await transport.send(request())).status
    await transport.aclose()


async def test_a_line_break_after_a_body_is_not_part_of_it(start_vendor) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(OK + b"\r\n")

    vendor = await start_vendor(answer)
    transport = open_transport(destination(vendor.base_url), None)
    replies = [await transport.send(request()) for _ in range(2)]
    await transport.aclose()
    assert [b"{}", b"{}"] == [reply.body for reply in replies]


async def test_connections_are_pooled(start_vendor) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(OK)

    vendor = await start_vendor(answer)
    transport = open_transport(destination(vendor.base_url), None)
    for _ in range(3):
        await transport.send(request())
    await transport.aclose()
    assert (3, 1) == (len(vendor.requests), vendor.connections)


async def test_neither_library_logs_addresses_or_credentials(
    start_vendor, caplog: pytest.LogCaptureFixture
) -> None:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(OK)

    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "aiohttp"):
        caplog.set_level(logging.DEBUG, name)
    vendor = await start_vendor(answer)
    transport = open_transport(destination(vendor.base_url), bearer("s3cret"))
    await transport.send(request(query=(("email", "ann@example.com"),)))
    await transport.aclose()
    assert "s3cret" not in caplog.text
    assert "ann" not in caplog.text
