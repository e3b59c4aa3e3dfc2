"""Vendors whose API has several hosts: ``https://{service}.example.com`` is all of them.

A service is one label of a host's name, so no request can lead out of what the operator wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx

from gateway.sdk.errors import Blocked

SERVICE = "{service}"
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"


def base_of(base_url: str, service: str) -> str:
    """The base URL of one service; the base URL itself where the vendor has no services.

    Raises ``Blocked`` where the base URL has a place for a service and none is named, or the
    other way round, and for a name that is none.
    """
    if (SERVICE in base_url) != bool(service):
        wanted = f'has to have "{SERVICE}" in it' if service else f'must not have "{SERVICE}" in it'
        raise Blocked(why=f"base_url {wanted} for this adapter")
    if service and not re.fullmatch(_LABEL, service):
        raise Blocked(why="the adapter named a service that cannot be part of a host's name")
    return base_url.replace(SERVICE, service)


def own_hosts(host: str) -> Callable[[str], bool]:
    """Whether a host is the destination's own; ``host`` may have the place of a service."""
    pattern = re.compile(re.escape(host).replace(re.escape(SERVICE), _LABEL))
    return lambda other: pattern.fullmatch(other) is not None


class PoolPerHost(httpx.AsyncBaseTransport):
    """Keeps each host's connections apart, whatever address they lead to.

    Connections are pooled by address, and a certificate of one host must not vouch for another.
    """

    def __init__(self, make: Callable[[], httpx.AsyncBaseTransport]) -> None:
        self._make = make
        self._pools: dict[str, httpx.AsyncBaseTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it on the connections of its host."""
        host = str(request.extensions.get("sni_hostname") or request.url.host)
        if host not in self._pools:
            self._pools[host] = self._make()
        return await self._pools[host].handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            await pool.aclose()
