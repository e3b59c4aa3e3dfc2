"""Who the customer is, and how surely we know it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import UNSET

from gateway.schema.scalars import Id, Json, Lang, Maybe, Text, Time
from gateway.schema.struct import Canonical

VerificationStatus: TypeAlias = Literal["verified", "partial", "unverified", "failed", "unknown"]


class Reference(Canonical, kw_only=True, frozen=True):
    """The same thing in another system."""

    system: Id
    id: Id
    type: Maybe[Id] = UNSET
    url: Maybe[Text] = UNSET


class Contact(Canonical, kw_only=True, frozen=True):
    """One way to reach the customer; ``value`` as given, ``e164`` only if it is a valid number."""

    kind: Maybe[Id] = UNSET
    value: Text
    e164: Maybe[Id] = UNSET
    verified: Maybe[bool] = UNSET
    preferred: Maybe[bool] = UNSET


class Verification(Canonical, kw_only=True, frozen=True):
    """The checks that were made, never the answers that were given."""

    status: VerificationStatus
    methods: Maybe[tuple[Id, ...]] = UNSET
    level: Maybe[Id] = UNSET
    at: Maybe[Time] = UNSET
    expires_at: Maybe[Time] = UNSET
    by: Maybe[Text] = UNSET


class Customer(Canonical, kw_only=True, frozen=True):
    """The person who is handed over."""

    id: Maybe[Id] = UNSET
    refs: Maybe[tuple[Reference, ...]] = UNSET
    name: Maybe[Text] = UNSET
    given_name: Maybe[Text] = UNSET
    family_name: Maybe[Text] = UNSET
    email: Maybe[Text] = UNSET
    phone: Maybe[Text] = UNSET
    contacts: Maybe[tuple[Contact, ...]] = UNSET
    address: Maybe[Json] = UNSET
    language: Maybe[Lang] = UNSET
    timezone: Maybe[Id] = UNSET
    tier: Maybe[Id] = UNSET
    company: Maybe[Text] = UNSET
    verification: Maybe[Verification] = UNSET
    attributes: Maybe[dict[str, Json]] = UNSET
    needs: Maybe[tuple[Text, ...]] = UNSET
