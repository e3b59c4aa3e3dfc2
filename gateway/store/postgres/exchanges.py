"""The journal of exchanges in PostgreSQL."""

from __future__ import annotations

from functools import partial

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.lanes import Lease
from gateway.store.postgres.batch import Ask, Plan, Work, Written
from gateway.store.postgres.leases import demand, held, locks_of_lease, of_lease
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer
from gateway.store.records import ExchangeRow

_KEY = ("delivery_id", "phase", "round", "number")
_BEGUN = ("step", "method", "path", "fingerprint", "started_at", "attempt")
_FINISHED = ("status", "headers", "body", "finished_at", "attempt")
_LISTED = ", ".join(ExchangeRow.__struct_fields__)
# Begun once more, an exchange is a new one: no reply of an earlier attempt stays with it.
_BEGIN = f"""
WITH held AS (SELECT {held(1)} AS ok), begun AS (
    INSERT INTO exchanges ({", ".join(_KEY + _BEGUN)})
    SELECT $4::text, $5::text, $6::int, $7::int, $8::text, $9::text, $10::text, $11::text,
        $12::text, $13::int FROM held
    WHERE held.ok AND EXISTS (SELECT FROM deliveries WHERE id = $4::text)
    ON CONFLICT (delivery_id, phase, round, number) DO UPDATE SET
        {", ".join(f"{name} = EXCLUDED.{name}" for name in _BEGUN)},
        status = NULL, headers = NULL, body = NULL, finished_at = NULL
    RETURNING delivery_id
)
SELECT held.ok AS held, EXISTS (SELECT FROM begun) AS found FROM held
"""  # noqa: S608 - our words only
_FINISH = f"""
WITH held AS (SELECT {held(1)} AS ok), finished AS (
    UPDATE exchanges SET status = $8, headers = $9, body = $10, finished_at = $11, attempt = $12
    FROM held WHERE held.ok AND delivery_id = $4 AND phase = $5 AND round = $6 AND number = $7
    RETURNING delivery_id
)
SELECT held.ok AS held, EXISTS (SELECT FROM finished) AS found FROM held
"""  # noqa: S608 - our words only


class Exchanges:
    """The part of the store from which a delivery is taken up again after a crash."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def begin_exchange(self, exchange: ExchangeRow, lease: Lease | None = None) -> None:
        """See ``JournalStore``."""
        plan = partial(_begin, exchange, lease)
        await self._writer.write(Work(plan=plan, locks=locks_of_lease(lease)))

    async def finish_exchange(self, exchange: ExchangeRow, lease: Lease | None = None) -> None:
        """See ``JournalStore``."""
        plan = partial(_finish, exchange, lease)
        await self._writer.write(Work(plan=plan, locks=locks_of_lease(lease)))

    async def exchanges(self, delivery_id: str) -> list[ExchangeRow]:
        """See ``JournalStore``."""
        rows = await self._readers.all(
            f"SELECT {_LISTED} FROM exchanges WHERE delivery_id = $1"  # noqa: S608 - our words only
            " ORDER BY phase, round, number",
            delivery_id,
        )
        return [msgspec.convert(dict(row.items()), ExchangeRow) for row in rows]


def _begin(exchange: ExchangeRow, lease: Lease | None) -> Plan:
    row = yield Ask(_BEGIN, (*of_lease(lease), *_members(exchange, _BEGUN)))
    demand(row)
    if not row["found"]:
        raise NotFound("There is no delivery with this id.")
    return Written()


def _finish(exchange: ExchangeRow, lease: Lease | None) -> Plan:
    row = yield Ask(_FINISH, (*of_lease(lease), *_members(exchange, _FINISHED)))
    demand(row)
    if not row["found"]:
        raise RuntimeError(f"the exchange {exchange.step!r} is finished but was never begun")
    return Written()


def _members(exchange: ExchangeRow, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(exchange, name) for name in _KEY + names)
