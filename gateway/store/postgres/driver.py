"""The part of asyncpg that the store uses, typed, and its connections set up as the store needs.

asyncpg is an optional dependency and carries no types; nothing else here imports it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, Protocol, cast

from gateway.sdk.errors import ConfigurationError
from gateway.store.postgres.escapes import escape, unescape

CONNECT_SECONDS = 10.0
# A server that is gone without closing its connections must not keep anybody waiting for ever.
COMMAND_SECONDS = 30.0
_READERS = 4


class Record(Protocol):
    """One row of a result."""

    def __getitem__(self, key: str) -> Any: ...
    def items(self) -> Iterable[tuple[str, Any]]: ...


class Reading(Protocol):
    """What may ask questions: a connection or a pool of them."""

    async def fetch(self, query: str, *args: object) -> list[Record]: ...
    async def fetchrow(self, query: str, *args: object) -> Record | None: ...


class Connection(Reading, Protocol):
    """One connection, used by one task at a time."""

    # asyncpg's own timeout also cancels the statement on the server.
    async def execute(self, query: str, *args: object, timeout: float | None = None) -> str: ...  # noqa: ASYNC109
    async def fetchmany(self, query: str, args: Iterable[Sequence[object]]) -> list[Record]: ...
    async def set_type_codec(
        self,
        typename: str,
        *,
        schema: str,
        encoder: Callable[[str], str],
        decoder: Callable[[str], str],
    ) -> None: ...
    async def close(self, *, timeout: float | None = None) -> None: ...  # noqa: ASYNC109
    def terminate(self) -> None: ...
    def add_termination_listener(self, callback: Callable[[Any], None]) -> None: ...
    def is_closed(self) -> bool: ...
    def is_in_transaction(self) -> bool: ...


class Pool(Reading, Protocol):
    """Connections for those who only read; broken ones are replaced."""

    async def close(self) -> None: ...
    def terminate(self) -> None: ...


class Asyncpg(Protocol):
    """The module."""

    PostgresError: type[Exception]
    InterfaceError: type[Exception]
    InternalClientError: type[Exception]

    async def connect(self, dsn: str, **options: Any) -> Connection: ...
    def create_pool(self, dsn: str, **options: Any) -> Awaitable[Pool]: ...


def asyncpg() -> Asyncpg:
    """The driver. Raises ``ConfigurationError`` where it is not installed."""
    try:
        return cast("Asyncpg", import_module("asyncpg"))
    except ImportError:
        raise ConfigurationError(
            "[gateway] store: PostgreSQL needs two more packages: pip install "
            "'readback-gateway[postgres]'."
        ) from None


def failures() -> tuple[type[Exception], ...]:
    """What a connection raises when the server, the network or a statement fails."""
    driver = asyncpg()
    return (
        driver.PostgresError,
        driver.InterfaceError,
        driver.InternalClientError,
        OSError,
        TimeoutError,
    )


async def connect(url: str, password: str | None = None) -> Connection:
    """A connection of one's own. Raises one of ``failures``, and ``ConfigurationError``."""
    try:
        connection = await asyncpg().connect(url, **_options(password), timeout=CONNECT_SECONDS)
    except ValueError:
        # Its message may hold parts of the URL.
        raise ConfigurationError(
            "[gateway] store is not a PostgreSQL URL: postgresql://USER@HOST:PORT/DATABASE."
        ) from None
    await _prepare(connection)
    return connection


async def open_pool(url: str, password: str | None = None) -> Pool:
    """Connections to read through, made when they are needed."""
    return await asyncpg().create_pool(
        url,
        **_options(password),
        timeout=CONNECT_SECONDS,
        min_size=1,
        max_size=_READERS,
        init=_prepare,
        # The default asks the server to reset the session after every single read.
        reset=_leave_as_it_is,
    )


def _options(password: str | None) -> dict[str, Any]:
    # The JIT takes longer than any statement of ours: each looks at a few rows.
    options: dict[str, Any] = {
        "command_timeout": COMMAND_SECONDS,
        "server_settings": {"application_name": "readback", "jit": "off"},
    }
    return options if password is None else {**options, "password": password}


async def _prepare(connection: Connection) -> None:
    await connection.set_type_codec("text", schema="pg_catalog", encoder=escape, decoder=unescape)


async def _leave_as_it_is(_connection: Connection) -> None:
    return
