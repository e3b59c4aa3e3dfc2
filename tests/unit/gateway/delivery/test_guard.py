"""Nothing behind the firewall is reached, whatever a name says and whoever chose it."""

from __future__ import annotations

import ipaddress
import socket

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.guard import GuardedTransport, Resolve, is_public, system_resolve
from gateway.sdk.errors import Blocked

PUBLIC, OTHER_PUBLIC = "93.184.215.14", "1.1.1.1"


class Recorder(httpx.AsyncBaseTransport):
    """Notes what would be sent; addresses in ``dead`` refuse the connection."""

    def __init__(self, *dead: str) -> None:
        self.dead = dead
        self.requests: list[httpx.Request] = []
        self.closed = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host in self.dead:
            raise httpx.ConnectError("refused")
        return httpx.Response(200)

    async def aclose(self) -> None:
        self.closed += 1


def resolving(*addresses: str) -> Resolve:
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolve


async def through(
    url: str, *addresses: str, own: Recorder | None = None, foreign: Recorder | None = None
) -> httpx.Request:
    """What arrives at the inner transport for a request to ``url``."""
    own, foreign = own or Recorder(), foreign or Recorder()
    guard = GuardedTransport("crm.example.com", own, foreign, resolving(*addresses))
    await guard.handle_async_request(httpx.Request("POST", url, content=b"x"))
    return (own.requests + foreign.requests)[-1]


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - nothing binds to it
        "10.1.2.3",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.215.14",
        "100:0:0:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "",
        "localhost",
        "127.1",
        "0x7f000001",
    ],
)
def test_no_special_purpose_address_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "93.184.215.14", "172.32.0.1", "2606:4700::6810:84e5", "64:ff9b::101:101"],
)
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(address)


@settings(max_examples=100)
@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if address.is_private or address.is_multicast or address.is_reserved:
        assert not is_public(str(address)) or address in ipaddress.ip_network("64:ff9b::/96")


async def test_a_name_with_a_private_address_is_blocked() -> None:
    with pytest.raises(Blocked, match="allow_private_addresses"):
        await through("https://crm.example.com/", "10.0.0.5")


async def test_one_private_address_among_public_ones_is_enough() -> None:
    with pytest.raises(Blocked):
        await through("https://crm.example.com/", PUBLIC, "127.0.0.1")


async def test_a_url_that_a_vendor_handed_out_is_checked_as_well() -> None:
    with pytest.raises(Blocked):
        await through("https://files.example.net/capsule", "169.254.169.254")


async def test_plain_http_is_blocked_even_to_a_public_address() -> None:
    with pytest.raises(Blocked, match="plain http"):
        await through("http://crm.example.com/", PUBLIC)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "localhost"])
async def test_no_way_of_writing_loopback_gets_through(host: str) -> None:
    guard = GuardedTransport("crm.example.com", Recorder(), Recorder(), system_resolve)
    with pytest.raises(Blocked):
        await guard.handle_async_request(httpx.Request("GET", f"https://{host}/"))


async def test_the_connection_goes_to_the_checked_address_under_the_hosts_name() -> None:
    sent = await through("https://crm.example.com:8443/api?x=1", PUBLIC)
    assert f"https://{PUBLIC}:8443/api?x=1" == str(sent.url)
    assert "crm.example.com:8443" == sent.headers["host"]
    assert "crm.example.com" == sent.extensions["sni_hostname"]


async def test_an_ipv6_address_is_pinned_in_brackets() -> None:
    sent = await through("https://crm.example.com/", "2606:4700::6810:84e5")
    assert "https://[2606:4700::6810:84e5]/" == str(sent.url)


async def test_the_name_is_resolved_once_for_check_and_connection() -> None:
    answers = [["93.184.215.14"], ["127.0.0.1"]]

    async def rebinding(host: str, port: int) -> list[str]:
        return answers.pop(0)

    inner = Recorder()
    guard = GuardedTransport("crm.example.com", inner, inner, rebinding)
    await guard.handle_async_request(httpx.Request("GET", "https://crm.example.com/"))
    assert [PUBLIC] == [request.url.host for request in inner.requests]


async def test_an_address_that_refuses_is_followed_by_the_next() -> None:
    own = Recorder(PUBLIC)
    sent = await through("https://crm.example.com/", PUBLIC, OTHER_PUBLIC, own=own)
    assert OTHER_PUBLIC == sent.url.host
    assert 2 == len(own.requests)


async def test_when_no_address_connects_the_last_failure_is_told() -> None:
    with pytest.raises(httpx.ConnectError, match="refused"):
        await through("https://crm.example.com/", PUBLIC, own=Recorder(PUBLIC))


async def test_a_rotating_answer_stays_with_the_address_that_worked() -> None:
    answers = [[PUBLIC, OTHER_PUBLIC], [OTHER_PUBLIC, PUBLIC]]

    async def rotating(host: str, port: int) -> list[str]:
        return answers.pop(0)

    own = Recorder()
    guard = GuardedTransport("crm.example.com", own, Recorder(), rotating)
    for _ in range(2):
        await guard.handle_async_request(httpx.Request("GET", "https://crm.example.com/"))
    assert [PUBLIC, PUBLIC] == [request.url.host for request in own.requests]


async def test_another_host_at_the_same_address_never_shares_a_connection() -> None:
    own, foreign = Recorder(), Recorder()
    await through("https://CRM.example.com/", PUBLIC, own=own, foreign=foreign)
    await through("https://files.example.net/", PUBLIC, own=own, foreign=foreign)
    assert (["crm.example.com"], ["files.example.net"]) == (
        [request.headers["host"] for request in own.requests],
        [request.headers["host"] for request in foreign.requests],
    )


@pytest.mark.parametrize("error", [socket.gaierror("no such host"), UnicodeError("label too long")])
async def test_a_name_that_does_not_resolve_is_a_connection_error(error: Exception) -> None:
    async def failing(host: str, port: int) -> list[str]:
        raise error

    guard = GuardedTransport("crm.example.com", Recorder(), Recorder(), failing)
    with pytest.raises(httpx.ConnectError):
        await guard.handle_async_request(httpx.Request("GET", "https://crm.example.com/"))


async def test_a_name_without_addresses_is_a_connection_error() -> None:
    with pytest.raises(httpx.ConnectError):
        await through("https://crm.example.com/")


async def test_closing_closes_both_ways_out_once() -> None:
    own, foreign = Recorder(), Recorder()
    await GuardedTransport("crm.example.com", own, foreign).aclose()
    await GuardedTransport("crm.example.com", own, own).aclose()
    assert (2, 1) == (own.closed, foreign.closed)
