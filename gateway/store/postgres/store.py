"""The whole store on one PostgreSQL database, put together from its parts."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AsyncExitStack, contextmanager
from functools import partial

from gateway.sdk.errors import ConfigurationError, StoreUnavailable
from gateway.store.postgres.batch import Effects, statement
from gateway.store.postgres.deliveries import Deliveries
from gateway.store.postgres.driver import Connection, connect, failures, open_pool
from gateway.store.postgres.events import Events, note_events
from gateway.store.postgres.exchanges import Exchanges
from gateway.store.postgres.failures import cure
from gateway.store.postgres.handoffs import Handoffs
from gateway.store.postgres.keys import Keys
from gateway.store.postgres.lanes import Lanes
from gateway.store.postgres.listeners import Listeners
from gateway.store.postgres.mapping_texts import MappingTexts
from gateway.store.postgres.migrate import (
    Migration,
    demand_current,
    migrate,
    migrations,
    version,
)
from gateway.store.postgres.queue import enqueue, queue_settings
from gateway.store.postgres.rates import Rates
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.replays import Replays
from gateway.store.postgres.rereads import Rereads
from gateway.store.postgres.revisions import Revisions
from gateway.store.postgres.shared_queue import SharedQueue
from gateway.store.postgres.turns import Turns
from gateway.store.postgres.vendor_schemas import VendorSchemas
from gateway.store.postgres.writer import Writer, uncounted

_BEAT = statement("UPDATE pulse SET beats = beats + 1 RETURNING beats", locks=("pulse",))
_WRITERS = 2


class PostgresStore:
    """``gateway.store.port.Store``; its parts' methods are its own.

    ``migrates`` says whether ``open`` may change an older schema; an empty database is filled
    either way. ``on_commit`` hears of every commit, see ``Writer``. ``password`` goes before that
    of the URL and of PGPASSWORD.
    """

    def __init__(
        self,
        url: str,
        *,
        password: str | None = None,
        migrates: bool = True,
        on_commit: Callable[[int], None] = uncounted,
    ) -> None:
        self._connecting = partial(connect, url, password)
        self._migrates = migrates
        self._writer = Writer(self._connecting, Effects(note_events, enqueue), on_commit)
        self._readers = Readers(partial(open_pool, url, password))
        self.queue = SharedQueue(self._writer, self._readers, self._connecting)
        handoffs = Handoffs(self._writer, self._readers)
        self.accept = handoffs.accept
        self.handoff = handoffs.handoff
        self.handoffs = handoffs.handoffs
        self.raw = handoffs.raw
        self.package = handoffs.package
        deliveries = Deliveries(self._writer, self._readers)
        self.delivery = deliveries.delivery
        self.unfinished = deliveries.unfinished
        self.save_delivery = deliveries.save_delivery
        self.receipt = deliveries.receipt
        lanes = Lanes(self._writer, self._readers)
        self.claim = lanes.claim
        self.fresh = lanes.fresh
        self.renew = lanes.renew
        self.release = lanes.release
        self.owed = lanes.owed
        self.orphaned = lanes.orphaned
        self._join_later_parts()
        exchanges = Exchanges(self._writer, self._readers)
        self.advance = exchanges.advance
        self.exchanges = exchanges.exchanges
        keys = Keys(self._writer, self._readers)
        self.add_key = keys.add_key
        self.key = keys.key
        self._join_mappings()

    def _join_later_parts(self) -> None:
        self.rates = Rates(self._readers)
        replays = Replays(self._writer, self._readers)
        self.reopen = replays.reopen
        self.discard = replays.discard
        self.deliveries = replays.deliveries
        self.count_deliveries = replays.count_deliveries
        self.backlog = replays.backlog
        rereads = Rereads(self._writer, self._readers)
        self.due_rereads = rereads.due_rereads
        self.take_reread = rereads.take_reread
        self.settle_reread = rereads.settle_reread
        events = Events(self._writer, self._readers)
        self.events = events.events
        self.drop_events = events.drop_events
        listeners = Listeners(self._writer, self._readers)
        self.listener = listeners.listener
        self.due_listeners = listeners.due_listeners
        self.take_listener = listeners.take_listener
        self.save_listener = listeners.save_listener
        turns = Turns(self._writer, self._readers)
        self.keep_turn = turns.keep_turn
        self.turns = turns.turns
        self.turn_bytes = turns.turn_bytes
        self.drop_turns = turns.drop_turns

    def _join_mappings(self) -> None:
        texts = MappingTexts(self._writer, self._readers)
        self.keep_mapping = texts.keep_mapping
        self.mapping = texts.mapping
        revisions = Revisions(self._writer, self._readers)
        self.save_draft = revisions.save_draft
        self.draft = revisions.draft
        self.publish = revisions.publish
        self.revisions = revisions.revisions
        self.revision = revisions.revision
        self.mapping_names = revisions.mapping_names
        schemas = VendorSchemas(self._writer, self._readers)
        self.keep_schema = schemas.keep_schema
        self.schemas = schemas.schemas

    async def open(self) -> None:
        """See ``Store``. Raises ``ConfigurationError`` with the cure."""
        with _as_configuration():
            async with AsyncExitStack() as opened:
                await self._open(opened)
                opened.pop_all()

    async def migrate(self) -> tuple[str, ...]:
        """See ``Store``. Raises ``ConfigurationError`` with the cure."""
        with _as_configuration():
            connection = await self._connecting()
            try:
                return await migrate(connection, migrations())
            finally:
                connection.terminate()

    async def close(self) -> None:
        """See ``Store``. Closing twice does nothing."""
        await self._writer.stop()
        await self._readers.stop()

    async def ping(self) -> None:
        """See ``Store``."""
        written = (await self._writer.write(_BEAT))["beats"]
        read = await self._readers.first("SELECT beats FROM pulse")
        if read is None or read["beats"] < written:
            raise StoreUnavailable("The PostgreSQL store does not give back what it was given.")

    async def _open(self, opened: AsyncExitStack) -> None:
        connections: list[Connection] = []
        for _ in range(_WRITERS):
            connection = await self._connecting()
            opened.callback(connection.terminate)
            connections.append(connection)
        await self._prepare(connections[0], migrations())
        await self._readers.start()
        self._writer.start(connections)

    async def _prepare(self, connection: Connection, steps: tuple[Migration, ...]) -> None:
        if self._migrates or await version(connection) == 0:
            await migrate(connection, steps)
        else:
            await demand_current(connection, steps)


@contextmanager
def _as_configuration() -> Generator[None]:
    """Failures at the start are for whoever configures the gateway."""
    queue_settings()
    try:
        yield
    except failures() as error:
        raise ConfigurationError(cure(error)) from None
