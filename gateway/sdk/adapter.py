"""What an adapter is: three members, and protocols for what only some vendors can do."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias, TypeVar, runtime_checkable

from msgspec import Struct

from gateway.sdk.consignment import Consignment, Delivered, Stored
from gateway.sdk.exchange import Flow, VendorRequest, VendorResponse
from gateway.sdk.manifest import Manifest, Target, TargetField

S_contra = TypeVar("S_contra", contravariant=True)


class Adapter(Protocol[S_contra]):
    """The code for one vendor. Flows are deterministic: equal input, equal requests."""

    @property
    def manifest(self) -> Manifest:
        """What this adapter declares about its vendor."""
        ...

    def deliver(self, consignment: Consignment, settings: S_contra) -> Flow[Delivered]:
        """Create the work item and everything that belongs to it."""
        ...

    def read_back(
        self, delivered: Delivered, consignment: Consignment, settings: S_contra
    ) -> Flow[Stored]:
        """Read what the vendor holds now, with reads only."""
        ...


AnyAdapter: TypeAlias = Adapter[Any]


@runtime_checkable
class FindsExisting(Protocol[S_contra]):
    """Looks for what a request with an unknown outcome may have made."""

    def find_existing(
        self, request: VendorRequest, consignment: Consignment, settings: S_contra
    ) -> Flow[VendorResponse | None]:
        """The reply that the lost one would have been, or None when nothing was made."""
        ...


class Wait(Struct, frozen=True, kw_only=True):
    """A vendor's way to say "later"; ``after`` is in seconds, None leaves it to the schedule."""

    after: float | None = None


class Refused(Struct, frozen=True, kw_only=True):
    """A vendor's way to say "no, and trying again does not help", with the vendor's own code."""

    vendor_code: str = ""


class Renew(Struct, frozen=True, kw_only=True):
    """The credentials have run out: sign in again and repeat the request once."""


class Gone(Struct, frozen=True, kw_only=True):
    """The address is closed for good: no delivery is sent there until an operator has acted."""


Verdict: TypeAlias = Wait | Refused | Renew | Gone | None


@runtime_checkable
class Classifies(Protocol):
    """Knows the vendor's odd codes; None leaves a reply to the general rules."""

    def classify(self, request: VendorRequest, response: VendorResponse) -> Verdict:
        """What a reply means, where HTTP alone does not tell."""
        ...


@runtime_checkable
class Probes(Protocol[S_contra]):
    """Can be asked cheaply whether sign-in and permissions work; used by ``readback doctor``."""

    def probe(self, settings: S_contra) -> Flow[str]:
        """Who the vendor says we are."""
        ...


@runtime_checkable
class Describes(Protocol[S_contra]):
    """Can ask the vendor what the account's own objects look like; used off the delivery path."""

    def describe(self, object_: str, settings: S_contra) -> Flow[Target]:
        """The declared target with the account's own fields, choices and limits."""
        ...


class SetupStep(Struct, frozen=True, kw_only=True):
    """One thing an admin of the vendor does, once: what it is, and exactly what to enter."""

    title: str
    lines: tuple[str, ...]


@runtime_checkable
class Explains(Protocol[S_contra]):
    """Knows what an admin has to create and permit before anything can be delivered."""

    def setup(self, filled: tuple[TargetField, ...], settings: S_contra) -> tuple[SetupStep, ...]:
        """The steps in order; ``filled`` are the fields that the destination's mapping fills."""
        ...
