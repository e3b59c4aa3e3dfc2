"""PgQueuer's tables in the store's database: made with the store's, filled with its commits.

What is in them is a hint that a lane has work. All that is owed stands in the store itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import msgspec

from gateway.sdk.errors import ConfigurationError
from gateway.store.lanes import Lane
from gateway.store.postgres.driver import Connection

if TYPE_CHECKING:
    from pgqueuer.domain.settings import DBSettings
    from pgqueuer.queries import Queries

_PREFIX = "readback_"


@cache
def queue_settings() -> DBSettings:
    """The names of the tables. Raises ``ConfigurationError`` where PgQueuer is not installed."""
    try:
        from pgqueuer.domain.settings import DBSettings, Durability
    except ImportError:
        raise ConfigurationError(
            "[gateway] store: PostgreSQL needs two more packages: pip install "
            "'readback-gateway[postgres]'."
        ) from None
    # Balanced: the queue survives a crash of the server; its log and statistics need not.
    return DBSettings(prefix=_PREFIX, durability=Durability.balanced)


def queries(connection: Connection) -> Queries:
    """PgQueuer over a connection."""
    from pgqueuer.adapters.persistence.qb import (
        QueryBuilderEnvironment,
        QueryQueueBuilder,
        QuerySchedulerBuilder,
    )
    from pgqueuer.db import AsyncpgDriver
    from pgqueuer.queries import Queries

    settings = queue_settings()
    return Queries(
        AsyncpgDriver(cast("Any", connection)),
        qbe=QueryBuilderEnvironment(settings),
        qbq=QueryQueueBuilder(settings),
        qbs=QuerySchedulerBuilder(settings),
    )


async def make_tables(connection: Connection) -> None:
    """Make the tables or bring them to the installed PgQueuer's form.

    Whoever calls holds the migrations' lock.
    """
    queue = queries(connection)
    if await queue.schema_is_installed():
        await queue.upgrade()
    else:
        await queue.install()


class Wake(msgspec.Struct, frozen=True, kw_only=True):
    """A lane to be handed out in ``after`` seconds.

    With ``once`` it stays in the queue as it is, if such a call has already put it there.
    """

    lane: Lane
    after: float = 0.0
    once: bool = False


async def enqueue(connection: Connection, wakes: Sequence[Wake]) -> None:
    """Have lanes handed out, within the connection's transaction."""
    payloads = [msgspec.json.encode(wake.lane) for wake in wakes]
    await connection.fetch(
        _statement(),
        [0] * len(wakes),
        [wake.lane.destination for wake in wakes],
        payloads,
        [timedelta(seconds=wake.after) for wake in wakes],
        [
            payload.decode() if wake.once else None
            for wake, payload in zip(wakes, payloads, strict=True)
        ],
        [None] * len(wakes),
    )


@cache
def _statement() -> str:
    from pgqueuer.adapters.persistence.qb import QueryQueueBuilder

    return QueryQueueBuilder(queue_settings()).build_enqueue_query("skip")
