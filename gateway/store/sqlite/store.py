"""The whole store on one SQLite file, put together from its parts."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from gateway.sdk.errors import ConfigurationError, StoreUnavailable
from gateway.store.sqlite.connection import connect_writer
from gateway.store.sqlite.deliveries import Deliveries
from gateway.store.sqlite.events import Events
from gateway.store.sqlite.exchanges import Exchanges
from gateway.store.sqlite.failures import cure
from gateway.store.sqlite.handoffs import Handoffs
from gateway.store.sqlite.keys import Keys
from gateway.store.sqlite.lanes import Lanes
from gateway.store.sqlite.leases import free_all
from gateway.store.sqlite.listeners import Listeners
from gateway.store.sqlite.location import lock, prepare_file
from gateway.store.sqlite.mapping_texts import MappingTexts
from gateway.store.sqlite.migrate import migrate, pending
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.replays import Replays
from gateway.store.sqlite.rereads import Rereads
from gateway.store.sqlite.revisions import Revisions
from gateway.store.sqlite.turns import Turns
from gateway.store.sqlite.vendor_schemas import VendorSchemas
from gateway.store.sqlite.writer import Writer, uncounted


class SqliteStore:
    """``gateway.store.port.Store``; its parts' methods are its own.

    ``exclusive`` keeps a second gateway off the file; without it the store is opened beside a
    running gateway. ``on_commit`` hears of every commit, see ``Writer``.
    """

    def __init__(
        self, path: Path, *, exclusive: bool = True, on_commit: Callable[[int], None] = uncounted
    ) -> None:
        # Two names of one file are one lock; Path.resolve raises where links go in a circle.
        self._path = Path(os.path.realpath(path))
        self._exclusive = exclusive
        self._writer = Writer(self._path, on_commit)
        self._readers = Readers(self._path)
        self._opened = ExitStack()
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
        self._join_people()
        exchanges = Exchanges(self._writer, self._readers)
        self.advance = exchanges.advance
        self.exchanges = exchanges.exchanges
        keys = Keys(self._writer, self._readers)
        self.add_key = keys.add_key
        self.key = keys.key
        self._join_mappings()

    def _join_people(self) -> None:
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
        await asyncio.to_thread(self._open)

    async def migrate(self) -> tuple[str, ...]:
        """See ``Store``."""
        return await asyncio.to_thread(self._migrate_alone)

    async def close(self) -> None:
        """See ``Store``. Closing twice does nothing."""
        await asyncio.to_thread(self._opened.close)

    async def ping(self) -> None:
        """See ``Store``."""
        written = await self._writer.write(_beat)
        if await self._readers.read(_beats) < written:
            raise StoreUnavailable(f"The store {self._path} does not give back what it was given.")

    def _open(self) -> None:
        try:
            with ExitStack() as opened:
                self._open_parts(opened)
                self._opened = opened.pop_all()
        except sqlite3.Error as error:
            raise ConfigurationError(cure(error, self._path)) from error

    def _migrate_alone(self) -> tuple[str, ...]:
        try:
            with ExitStack() as opened:
                prepare_file(self._path)
                opened.callback(os.close, lock(self._path))
                connection = connect_writer(self._path)
                opened.callback(connection.close)
                steps = pending(connection, self._path)
                migrate(connection, steps)
        except sqlite3.Error as error:
            raise ConfigurationError(cure(error, self._path)) from error
        return tuple(step.name for step in steps)

    def _open_parts(self, opened: ExitStack) -> None:
        prepare_file(self._path)
        if self._exclusive:
            opened.callback(os.close, lock(self._path))
        connection = connect_writer(self._path)
        opened.callback(connection.close)
        self._migrate(connection)
        if self._exclusive:
            free_all(connection)
        opened.callback(self._readers.stop)
        self._readers.start()
        opened.callback(self._writer.stop)
        self._writer.start(connection)

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if not (steps := pending(connection, self._path)):
            return
        if self._exclusive:
            migrate(connection, steps)
            return
        # A running gateway must not have its schema changed under it.
        descriptor = lock(self._path)
        try:
            migrate(connection, pending(connection, self._path))
        finally:
            os.close(descriptor)


def _beat(db: sqlite3.Connection) -> int:
    db.execute("INSERT OR IGNORE INTO pulse VALUES (1, 0)")
    db.execute("UPDATE pulse SET beats = beats + 1")
    return _beats(db)


def _beats(db: sqlite3.Connection) -> int:
    (beats,) = db.execute("SELECT beats FROM pulse").fetchone()
    return int(beats)
