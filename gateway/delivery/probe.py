"""Asking a destination who we are: sign-in and permissions, without delivering anything."""

from __future__ import annotations

from typing import Any, cast

from gateway.delivery.destination import Destination
from gateway.delivery.drive import Later, ask
from gateway.sdk.adapter import Probes
from gateway.store.clock import now


async def probe(destination: Destination) -> str:
    """Who the vendor says we are. Raises ``Unreachable``, ``SignInFailed`` and their kin.

    Adapters that cannot be asked are only checked as far as the gateway can: settings and mapping.
    """
    adapter = destination.adapter
    if not isinstance(adapter, Probes):
        return "settings and mapping are right; this vendor cannot be asked for more"
    flow = cast("Probes[Any]", adapter).probe(destination.settings)
    try:
        return await ask(flow, send=destination.transport.send, adapter=adapter, now=now)
    except Later as later:
        raise later.error from None
