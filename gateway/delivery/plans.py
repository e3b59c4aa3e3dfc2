"""The mapping in force at each destination: what was published under its name wins.

Publishing renews the plan here, so the next delivery is made with it and nothing restarts; a
delivery that has begun keeps what it began with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Protocol

from msgspec import Struct

from gateway.delivery.destination import Destination, Published, compile_for
from gateway.store.lanes import Pin
from gateway.store.mapping_records import RevisionRow
from mappings import Plan


class Revisions(Protocol):
    """What is needed of the store to find the text that was published last."""

    async def revision(self, name: str, number: int | None = None) -> RevisionRow | None:
        """One revision; without a number the latest."""
        ...

    async def mapping(self, sha256: str) -> str | None:
        """The text with this hash."""
        ...


class InForce(Struct, frozen=True, kw_only=True):
    """What the next delivery is made with; ``revision`` is None for a preset or a file.

    ``schema_sha256`` is of the vendor's schema that the plan was compiled against.
    """

    name: str
    revision: int | None
    text: str
    plan: Plan
    schema_sha256: str | None = None


def pin_of(current: InForce) -> Pin:
    """What a delivery that nobody has begun is pinned to."""
    return Pin(
        mapping=current.name,
        mapping_sha256=current.plan.sha256,
        mapping_revision=current.revision,
        schema_sha256=current.schema_sha256,
    )


def as_opened(destination: Destination) -> InForce:
    """The mapping with which a destination was opened."""
    return InForce(
        name=destination.plan.name if destination.revision is None else destination.called,
        revision=destination.revision,
        text=destination.mapping,
        plan=destination.plan,
        schema_sha256=destination.schema_sha256,
    )


async def published(names: Iterable[str], store: Revisions) -> dict[str, Published]:
    """The latest revision of each name that has one."""
    found: dict[str, Published] = {}
    for name in dict.fromkeys(names):
        row = await store.revision(name)
        text = await store.mapping(row.sha256) if row else None
        if row is not None and text is not None:
            found[name] = Published(number=row.number, text=text)
    return found


class PlanBook:
    """The current plan of each destination; asking costs a dictionary look-up."""

    def __init__(self, destinations: Mapping[str, Destination], store: Revisions) -> None:
        self._destinations = destinations
        self._store = store
        self._renewed: dict[str, InForce] = {}
        self._noticed: dict[str, int] = {}
        # The later of two publishers must also be the later one to be heard of.
        self._renewing = asyncio.Lock()

    def of(self, destination: Destination) -> InForce:
        """What the next delivery to this destination is made with."""
        return self._renewed.get(destination.name) or as_opened(destination)

    def using(self, name: str) -> tuple[Destination, ...]:
        """The destinations that name this mapping, in the configuration's order."""
        return tuple(one for one in self._destinations.values() if one.called == name)

    def alike(self, vendor: str, object_: str) -> tuple[Destination, ...]:
        """The destinations that create this object at this vendor."""
        return tuple(
            one
            for one in self._destinations.values()
            if (one.adapter.manifest.name, one.target.object) == (vendor, object_)
        )

    async def notice(self) -> None:
        """Take up what other gateways on the same store have published. Raises as ``renew``."""
        for name in dict.fromkeys(one.called for one in self._destinations.values()):
            row = await self._store.revision(name)
            if row is None or row.number == self._noticed.get(name):
                continue
            # One that cannot be taken up is said once, and not at every look.
            self._noticed[name] = row.number
            if any(self.of(one).revision != row.number for one in self.using(name)):
                await self.renew(name)

    async def renew(self, name: str) -> None:
        """Take up what was published last under a name.

        Raises ``ConfigurationError`` where it does not compile for a destination; that one and
        those behind it keep what they have.
        """
        async with self._renewing:
            latest = (await published([name], self._store)).get(name)
            if latest is None:
                return
            for destination in self.using(name):
                plan = await asyncio.to_thread(compile_for, destination, latest.text, name)
                self._renewed[destination.name] = InForce(
                    name=name,
                    revision=latest.number,
                    text=latest.text,
                    plan=plan,
                    schema_sha256=destination.schema_sha256,
                )
