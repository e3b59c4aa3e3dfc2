"""A small works: a vendor in this process, an adapter for it, a store, and time that nobody waits.

The vendor keeps items and their files; a test may let it refuse, stall or hide things.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import msgspec
from msgspec import Struct

from gateway.config.settings import DestinationSettings
from gateway.delivery.attempt import Tools
from gateway.delivery.breaker import Breaker
from gateway.delivery.destination import Destination, compile_plan
from gateway.delivery.dispatch import Dispatcher
from gateway.delivery.rate import Bucket
from gateway.delivery.scheduler import StartTimer
from gateway.delivery.transport import open_transport
from gateway.sdk.consignment import Consignment, Delivered, FieldValue, Stored
from gateway.sdk.exchange import Flow, VendorRequest, expect, json_request
from gateway.sdk.manifest import Manifest, Target, TargetField
from gateway.store.clock import rfc3339
from gateway.store.records import DeliveryRow, NewDelivery, NewHandoff
from gateway.store.sqlite.store import SqliteStore
from tests.unit.gateway.delivery.vendor import Vendor

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECONDS = 5.0
"""How long a test waits for what should be there at once, before it fails."""

TARGET = Target(
    object="item",
    label="Item",
    fields=(
        TargetField(name="title", label="Title", kind="text"),
        TargetField(name="tags", label="Tags", kind="list", compare="superset"),
        TargetField(name="note", label="Note", kind="note", note_format="text"),
    ),
)
MAPPING = """\
schema = "readback-mapping/1"
canonical = "handoff/1"
name = "{name}"
[target]
vendor = "works"
object = "item"
[[field]]
to = "title"
from = "{source}"
[capsule]
as = "file"
"""


def mapping(name: str = "plain", source: str = "conversation.id") -> str:
    return MAPPING.format(name=name, source=source)


class NoSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """This vendor has nothing to set."""


class Works:
    """An adapter of two steps: make the item, then attach the copy."""

    manifest = Manifest(
        name="works",
        title="The Works",
        version="1",
        documentation="",
        auth=("none",),
        targets=(TARGET,),
        preset="plain",
        settings=NoSettings,
    )

    def deliver(self, consignment: Consignment, _settings: object) -> Flow[Delivered]:
        fields = {one.name: one.value for one in consignment.fields}
        create = json_request("create", "POST", f"/items/{consignment.key}", fields, repeat="keyed")
        expect(create, (yield create), 201)
        assert consignment.capsule is not None
        attach = VendorRequest(
            step="attach",
            method="PUT",
            path=f"/items/{consignment.key}/copy",
            body=consignment.capsule.data,
        )
        expect(attach, (yield attach), 200)
        return Delivered(ref=f"W-{consignment.key}", url=f"http://works.test/{consignment.key}")

    def read_back(
        self, _delivered: Delivered, consignment: Consignment, _settings: object
    ) -> Flow[Stored]:
        read = VendorRequest(step="read", method="GET", path=f"/items/{consignment.key}")
        reply = yield read
        expect(read, reply, 200)
        load = VendorRequest(step="load", method="GET", path=f"/items/{consignment.key}/copy")
        copy = yield load
        fields = json.loads(reply.body)
        return Stored(
            fields=tuple(FieldValue(name=name, value=value) for name, value in fields.items()),
            capsule=copy.body if copy.status == 200 else None,
        )


def open_works(
    vendor: Vendor, name: str = "support", *, adapter: Any = None, text: str = "", **settings: Any
) -> Destination:
    """A destination of this vendor, ready to deliver to."""
    adapter, text = adapter or Works(), text or mapping()
    members = {"base_url": "http://works.test", "allow_private_addresses": True, **settings}
    configured = DestinationSettings(adapter="works", **members)
    return Destination(
        name=name,
        configured=configured,
        adapter=adapter,
        target=TARGET,
        settings=NoSettings(),
        plan=compile_plan(text, adapter.manifest, TARGET, name),
        mapping=text,
        transport=open_transport(configured, None, inner=httpx.MockTransport(vendor)),
        bucket=Bucket(None),
        visible={"name": name},
    )


@dataclass
class Floor:
    """A store, destinations, and a dispatcher whose sleeps pass at once and are written down."""

    store: SqliteStore
    destinations: dict[str, Destination]
    slept: list[float] = field(default_factory=list)
    moment: datetime = START
    accepted: int = 0
    lease_seconds: float = 30.0

    def __post_init__(self) -> None:
        self.start_timer: StartTimer = self._timer
        self.destinations = {
            name: msgspec.structs.replace(one, breaker=Breaker(clock=self._seconds))
            for name, one in self.destinations.items()
        }
        self.tools = Tools(store=self.store, now=self._now, sleep=self._sleep)
        self.dispatcher = self.new_dispatcher()

    def new_dispatcher(self, jitter: float = 1.0) -> Dispatcher:
        return Dispatcher(
            self.destinations,
            self.tools,
            later=self._later,
            jitter=lambda: jitter,
            timer=self.start_timer,
            lease_seconds=self.lease_seconds,
        )

    async def accept(
        self,
        conversation: str = "c-1",
        *,
        to: tuple[str, ...] = ("support",),
        traceparent: str | None = None,
        **members: Any,
    ) -> tuple[DeliveryRow, ...]:
        """Keep a handoff; its deliveries are not begun yet."""
        self.accepted += 1
        said = {"id": conversation, "messages": [{"role": "customer", "content": "Hello"}]}
        package = msgspec.json.encode({"conversation": said, **members})
        handoff = NewHandoff(
            id=f"h-{self.accepted}",
            conversation_id=conversation,
            created_at=self._now(),
            dialect="canonical",
            media_type="application/json",
            raw=package,
            raw_sha256=sha256(package).hexdigest(),
            package=package,
            deliveries=tuple(
                NewDelivery(id=f"h-{self.accepted}-{name}", destination=name) for name in to
            ),
            traceparent=traceparent,
        )
        await self.store.accept(handoff)
        kept = await self.store.handoff(handoff.id)
        assert kept is not None
        return kept.deliveries

    async def deliver(self, *rows: DeliveryRow) -> DeliveryRow:
        """Submit deliveries, wait until all have ended, and give the first as it stands then."""
        for row in rows:
            await self.dispatcher.submit(row)
        for row in rows:
            assert await self.dispatcher.wait(row.id, SECONDS)
        return await self.row(rows[0].id)

    async def row(self, delivery_id: str) -> DeliveryRow:
        row = await self.store.delivery(delivery_id)
        assert row is not None
        return row

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let everybody else work until it holds."""
        async with asyncio.timeout(SECONDS):
            while not holds():  # noqa: ASYNC110 - what holds is plain state, nobody sets an event
                await asyncio.sleep(0)

    def _seconds(self) -> float:
        return self.moment.timestamp()

    def _now(self) -> str:
        return rfc3339(self.moment)

    def _later(self, pause: timedelta) -> str:
        return rfc3339(self.moment + pause)

    def _timer(self, seconds: float, then: Callable[[], None]) -> asyncio.Handle:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)
        return asyncio.get_running_loop().call_soon(then)

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def floor(folder: Path, *destinations: Destination) -> AsyncIterator[Floor]:
    """Everything open; what still runs at the end is stopped."""
    store = SqliteStore(folder / "works.db")
    await store.open()
    opened = Floor(store, {destination.name: destination for destination in destinations})
    try:
        yield opened
    finally:
        await opened.dispatcher.stop()
        for destination in opened.destinations.values():
            await destination.transport.aclose()
        await store.close()


def problem(row: DeliveryRow) -> dict[str, Any]:
    """What is wrong with a delivery, as stored."""
    assert row.problem is not None
    return msgspec.json.decode(row.problem)
