"""The handoff that a preview or a dry run is about: sent along with it, or from the store."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from litestar import Request
from msgspec import Raw, Struct

from gateway.api.bodies import BodyRefused
from gateway.api.guards import demand
from gateway.api.mappings import client_of, scopes_of
from gateway.api.services import Services
from gateway.intake.door import receive
from gateway.intake.policy import DEFAULT_POLICY, Policy
from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff
from gateway.sdk.errors import NotFound
from gateway.store.clock import new_id, now
from gateway.store.scopes import HANDOFFS_READ


class Given(Struct, frozen=True, kw_only=True):
    """A handoff to try things on, as it is or would have been accepted."""

    handoff: Handoff
    package: bytes


# A union with None would take the value apart.
NOT_GIVEN = Raw()


class _Body(Struct, frozen=True, kw_only=True):
    """The members of a body that give a handoff; it goes through the door byte for byte."""

    handoff: Raw = NOT_GIVEN
    handoff_id: str | None = None


async def given_handoff(
    request: Request[Any, Any, Any], services: Services, dialect: str | None
) -> Given | None:
    """The handoff that a request gives; None where it gives none.

    Raises ``InvalidHandoff`` as handing over would, ``NotFound``, and ``ScopeMissing`` where the
    key may not read what customers said.
    """
    body = msgspec.json.decode(await request.body() or b"{}", type=_Body)
    sent = bytes(body.handoff)
    has_sent = sent not in (b"", b"null")
    if has_sent and body.handoff_id is not None:
        raise BodyRefused('Give one of "handoff" and "handoff_id", not both.')
    if has_sent:
        return await asyncio.to_thread(_received, sent, services, dialect, client_of(request))
    if body.handoff_id is None:
        return None
    demand(scopes_of(request), HANDOFFS_READ)
    return await kept_handoff(services, body.handoff_id)


async def kept_handoff(services: Services, handoff_id: str) -> Given:
    """A handoff from the store. Raises ``NotFound``."""
    package = await services.store.package(handoff_id)
    if package is None:
        raise NotFound
    handoff = await asyncio.to_thread(decode_handoff, package)
    return Given(handoff=handoff, package=package)


def least() -> Given:
    """The least that a bot can hand over, where there is nothing else to try."""
    return _through_the_door(_LEAST, None, len(_LEAST), DEFAULT_POLICY)


_LEAST = b'{"conversation":{"id":"dry-run","messages":[{"role":"customer","content":"Hello"}]}}'


def _received(body: bytes, services: Services, dialect: str | None, client: str) -> Given:
    largest = services.settings.gateway.max_body
    return _through_the_door(body, dialect, largest, services.policies.of(client))


def _through_the_door(body: bytes, dialect: str | None, max_body: int, policy: Policy) -> Given:
    received = receive(
        body,
        content_type="application/json",
        dialect=dialect,
        strict=False,
        new_id=new_id,
        received_at=now(),
        max_body=max_body,
        policy=policy,
    )
    return Given(handoff=received.handoff, package=received.package)
