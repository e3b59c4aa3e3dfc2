"""The line between the gateway and the vendor: notes each exchange, and lets a test meddle."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from msgspec import Struct

from gateway.delivery.transport import Transport
from gateway.sdk.exchange import VendorRequest, VendorResponse

Ask: TypeAlias = Callable[[VendorRequest], Awaitable[VendorResponse]]
"""Raises ``DeliveryError`` when there is no reply."""

Meddle: TypeAlias = Callable[[int, VendorRequest, Ask], Awaitable[VendorResponse]]
"""Answers one request, with its number from 0; it may ask the vendor or not."""


class Exchange(Struct, frozen=True):
    """One request as the adapter planned it, and the reply that it was given."""

    request: VendorRequest
    response: VendorResponse


async def honestly(number: int, request: VendorRequest, ask: Ask) -> VendorResponse:
    """No meddling."""
    del number
    return await ask(request)


class Line:
    """Stands where the destination's transport would."""

    def __init__(self, transport: Transport, exchanges: list[Exchange], meddle: Meddle) -> None:
        self._transport = transport
        self._exchanges = exchanges
        self._meddle = meddle
        self._asked = 0

    async def send(self, request: VendorRequest) -> VendorResponse:
        """One exchange. Raises what ``Transport.send`` raises, and what the test does."""
        number, self._asked = self._asked, self._asked + 1
        response = await self._meddle(number, request, self._transport.send)
        self._exchanges.append(Exchange(request, response))
        return response

    def renew(self) -> None:
        """Sign in anew before the next request."""
        self._transport.renew()

    async def aclose(self) -> None:
        """Let go of the vendor."""
        await self._transport.aclose()
