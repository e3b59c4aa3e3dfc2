"""A few connections for those who only read. Each read is one statement: of one moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from gateway.sdk.errors import StoreUnavailable
from gateway.store.postgres.driver import Pool, Record, failures
from gateway.store.postgres.failures import unavailable


class Readers:
    """Reads through a pool, which replaces connections that broke."""

    def __init__(self, opening: Callable[[], Awaitable[Pool]]) -> None:
        self._opening = opening
        self._pool: Pool | None = None

    async def start(self) -> None:
        """Connect. Raises one of ``failures``."""
        self._pool = await self._opening()

    async def all(self, query: str, *args: object) -> list[Record]:
        """Every row. Raises ``StoreUnavailable``."""
        try:
            return await self._open().fetch(query, *args)
        except failures() as error:
            raise unavailable(error) from error

    async def first(self, query: str, *args: object) -> Record | None:
        """The first row, if there is one. Raises ``StoreUnavailable``."""
        rows = await self.all(query, *args)
        return rows[0] if rows else None

    async def stop(self) -> None:
        """Let the reads under way finish, then close."""
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.close()

    def _open(self) -> Pool:
        if self._pool is None:
            raise StoreUnavailable("The PostgreSQL store is closed.")
        return self._pool
