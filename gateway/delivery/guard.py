"""Keeps the gateway out of private networks, whoever chose the address.

A base URL comes from an administrator and absolute URLs come from vendors' replies; either may
name, or resolve to, something behind the firewall. The name is resolved here, every address is
checked, and the connection goes to a checked address, so a name that resolves differently a
moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx

from gateway.delivery.services import own_hosts
from gateway.sdk.errors import Blocked

Resolve: TypeAlias = Callable[[str, int], Awaitable[list[str]]]
"""A host name and a port to the addresses it has now; raises ``OSError`` when it has none."""

RESOLVE_SECONDS = 5.0
MAX_ADDRESSES = 4
"""How many addresses of one name are tried before it counts as unreachable."""

_CURE = "set allow_private_addresses if this destination is meant to be there"

# IANA special-purpose address registries, read 2026-11, and what clouds serve beside them. Python's
# is_global has changed between patch releases, so what matters is written down.
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # Azure's platform address, public by number, private by nature
        # Outside 2000::/3 no IPv6 is given out: loopback, IPv4 in disguise, local, multicast.
        *("::/3", "4000::/2", "8000::/1"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet; anything unreadable is not."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if parsed in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
    return parsed.is_global and not any(parsed in network for network in _REFUSED)


async def system_resolve(host: str, port: int) -> list[str]:
    """The system's resolver."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class GuardedTransport(httpx.AsyncBaseTransport):
    """Lets only HTTPS to public addresses through, connected to the address that was checked.

    ``own`` serves the destination's own host (or hosts, where it has services) and keeps
    connections; ``foreign`` serves all other hosts and must not: connections are pooled by
    address, and one host's certificate must never vouch for another host at the same address.
    """

    def __init__(
        self,
        own_host: str,
        own: httpx.AsyncBaseTransport,
        foreign: httpx.AsyncBaseTransport,
        resolve: Resolve = system_resolve,
    ) -> None:
        self._is_own = own_hosts(own_host)
        self._own = own
        self._foreign = foreign
        self._resolve = resolve
        self._last_used = ""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises ``Blocked``; ``httpx.ConnectError`` when the name has no address."""
        host = _host(request.url)
        if request.url.scheme != "https":
            raise Blocked(why=f"{host}: plain http is only for private addresses; {_CURE}")
        addresses = await self._checked(host, request.url.port or 443)
        return await self._first_that_connects(request, host, addresses)

    async def aclose(self) -> None:
        """Close both ways out."""
        await self._own.aclose()
        if self._foreign is not self._own:
            await self._foreign.aclose()

    async def _checked(self, host: str, port: int) -> list[str]:
        addresses = await self._resolved(host, port)
        private = next((address for address in addresses if not is_public(address)), None)
        if private is not None:
            raise Blocked(why=f"{host} is at {private}, which is not a public address; {_CURE}")
        # Resolvers rotate their answers; staying with one address keeps its connection in use.
        return sorted(addresses, key=lambda address: address != self._last_used)[:MAX_ADDRESSES]

    async def _resolved(self, host: str, port: int) -> list[str]:
        try:
            async with asyncio.timeout(RESOLVE_SECONDS):
                addresses = await self._resolve(host, port)
        except TimeoutError:
            raise httpx.ConnectTimeout("the name was not resolved in time") from None
        except (OSError, UnicodeError):
            addresses = []
        if not addresses:
            raise httpx.ConnectError("the name has no address")
        return list(dict.fromkeys(addresses))

    async def _first_that_connects(
        self, request: httpx.Request, host: str, addresses: list[str]
    ) -> httpx.Response:
        inner = self._own if self._is_own(host) else self._foreign
        failed: httpx.TransportError | None = None
        for address in addresses:
            try:
                response = await inner.handle_async_request(_pinned(request, host, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failed = error
                continue
            self._last_used = address
            return response
        raise failed or httpx.ConnectError("the name has no address")


def host_of(url: str) -> str:
    """The host of a URL as the guard compares it: ASCII, lower case."""
    return _host(httpx.URL(url))


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").lower()


def _pinned(request: httpx.Request, host: str, address: str) -> httpx.Request:
    """The same request to an address; the Host header and the TLS name stay the host's."""
    extensions = dict(request.extensions)
    if host != address:
        extensions["sni_hostname"] = host.rstrip(".")
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers.raw,
        stream=request.stream,
        extensions=extensions,
    )
