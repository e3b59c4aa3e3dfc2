"""Tells whoever handed over what becomes of it: each event of a handoff, in order, signed.

One post an event, as Standard Webhooks 1.0.0 has it; ``webhook-id`` is the event's own, so a
receiver recognises what it is told twice. Nothing is told that is not so: events stand in the
store, written in the commit of what they tell of.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from gateway.config.settings import DestinationSettings, NoticeSettings, SecretSource
from gateway.delivery.auth.standard_webhooks import StandardWebhooks, signer
from gateway.delivery.bug import whereabouts
from gateway.delivery.decision import retry_after
from gateway.delivery.drive import Send
from gateway.delivery.schedule import delay
from gateway.delivery.transport import Transport, open_transport
from gateway.sdk.errors import DeliveryError, StoreUnavailable
from gateway.sdk.exchange import VendorRequest, VendorResponse
from gateway.store.clock import now as clock_now
from gateway.store.clock import rfc3339
from gateway.store.events import EventRow, ListenerRow
from gateway.store.port import Store

_log = logging.getLogger("readback.notices")

LOOK_SECONDS = 1.0
_AT_ONCE = 50
_TOGETHER = 8
# A teller that dies has taken a listener with it; it is due again after this.
_TAKEN_FOR = timedelta(minutes=2)


class Notice(Struct, frozen=True, kw_only=True):
    """The body of one post."""

    type: str
    timestamp: str
    data: dict[str, msgspec.Raw]


def open_way(
    settings: NoticeSettings,
    secrets: Callable[[SecretSource], str],
    *,
    inner: httpx.AsyncBaseTransport | None = None,
) -> Transport:
    """The way to whoever is told: guarded, because senders name its addresses, and signed.

    Raises ``ConfigurationError`` for a secret that is missing or that nothing can be signed with.
    """
    configured = DestinationSettings(
        adapter="",
        base_url="https://reply-to.invalid",
        concurrency=_TOGETHER,
        timeout=settings.timeout,
        allow_private_addresses=settings.allow_private_addresses,
    )
    also = [signer("gateway.notices.also", secrets(source)) for source in settings.also]
    first = signer("gateway.notices.secret", secrets(settings.secret))
    return open_transport(configured, StandardWebhooks([first, *also]), inner=inner)


class Notices:
    """Looks every second who is to be told something. ``send`` signs and posts."""

    def __init__(
        self,
        store: Store,
        send: Send,
        *,
        now: Callable[[], str] = clock_now,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._send = send
        self._now = now
        self._jitter = jitter
        self._task: asyncio.Task[None] | None = None
        self._seats = asyncio.Semaphore(_TOGETHER)

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop telling; what was not told is told another time."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> int:
        """Tell everybody who is due, at most so many; how many there were."""
        due = await self._store.due_listeners(now=self._now(), limit=_AT_ONCE)
        await asyncio.gather(*(self._serve(listener) for listener in due))
        return len(due)

    async def _run(self) -> None:
        while True:
            found = 0
            try:
                found = await self.look()
            except StoreUnavailable:
                _log.warning("notices wait for the store")
            except Exception as error:  # noqa: BLE001 - the next look may find no such thing
                _log.error("telling broke: %s", whereabouts(error))
            if found < _AT_ONCE:
                await asyncio.sleep(LOOK_SECONDS)

    async def _serve(self, listener: ListenerRow) -> None:
        async with self._seats:
            taken = await self._store.take_listener(listener, until=self._in(_TAKEN_FOR))
            if taken is not None:
                told = await self._tell(taken)
                await self._store.save_listener(told, taken)

    async def _tell(self, listener: ListenerRow) -> ListenerRow:
        """Every event there is, up to the first that is not taken."""
        events = await self._store.events(
            after=listener.told, limit=_AT_ONCE, handoff_id=listener.handoff_id
        )
        for event in events:
            answer = await self._post(listener.url, event)
            if isinstance(answer, DeliveryError) or not 200 <= answer.status < 300:
                return self._postponed(listener, answer)
            listener = replace(listener, told=event.sequence, attempts=0)
        return replace(listener, due_at=None)

    async def _post(self, url: str, event: EventRow) -> VendorResponse | DeliveryError:
        request = VendorRequest(
            step="tell",
            method="POST",
            path=url,
            headers=(
                ("content-type", "application/json"),
                ("webhook-id", f"{event.handoff_id}-{event.sequence}"),
            ),
            body=msgspec.json.encode(notice(event)),
            repeat="keyed",
        )
        try:
            return await self._send(request)
        except DeliveryError as error:
            return error

    def _postponed(
        self, listener: ListenerRow, answer: VendorResponse | DeliveryError
    ) -> ListenerRow:
        attempts = listener.attempts + 1
        pause = delay(attempts, self._jitter)
        is_gone = isinstance(answer, VendorResponse) and answer.status == HTTPStatus.GONE
        if pause is None or is_gone:
            _log.warning("handoff %s: nothing more is told to its reply_to", listener.handoff_id)
            return replace(listener, attempts=attempts, due_at=None, ended_at=self._now())
        return replace(listener, attempts=attempts, due_at=self._in(max(pause, _asked(answer))))

    def _in(self, pause: timedelta) -> str:
        return rfc3339(datetime.fromisoformat(self._now()) + pause)


def notice(event: EventRow) -> Notice:
    """What is posted of an event."""
    data = msgspec.json.decode(event.data, type=dict[str, msgspec.Raw])
    ids = {"handoff_id": event.handoff_id, "delivery_id": event.delivery_id}
    named = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in ids.items() if value}
    return Notice(type=event.type, timestamp=event.at, data={**named, **data})


def _asked(answer: VendorResponse | DeliveryError) -> timedelta:
    """The pause that the receiver asks for."""
    if isinstance(answer, DeliveryError):
        return timedelta()
    seconds = retry_after(answer.header("retry-after"), datetime.fromisoformat(clock_now()))
    return timedelta(seconds=seconds or 0.0)
