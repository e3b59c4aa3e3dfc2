"""PostgreSQL's failures as sentences with a cure."""

from __future__ import annotations

import asyncpg
import pytest

from gateway.store.postgres.failures import cure, unavailable


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (asyncpg.DiskFullError("SELECT secret"), "free some space"),
        (asyncpg.TooManyConnectionsError("x"), "max_connections"),
        (asyncpg.InvalidPasswordError("x"), "store_password"),
        (asyncpg.InvalidCatalogNameError("x"), "create it"),
        (asyncpg.ReadOnlySQLTransactionError("x"), "primary"),
        (asyncpg.AdminShutdownError("x"), "stopping or starting"),
        (asyncpg.ConnectionDoesNotExistError("x"), "connection broke"),
        (asyncpg.DataCorruptedError("x"), "damage"),
        (asyncpg.InterfaceError("x"), "connection broke"),
        (ConnectionRefusedError(111, "x"), "does not answer"),
        (TimeoutError(), "does not answer"),
    ],
)
def test_each_failure_names_what_the_operator_does(error: Exception, expected: str) -> None:
    assert expected in cure(error)


def test_an_unforeseen_failure_is_named_by_its_code() -> None:
    assert "The PostgreSQL store: it reports 42703." == cure(asyncpg.UndefinedColumnError("x"))


def test_no_sql_reaches_the_operator() -> None:
    assert "SELECT" not in str(unavailable(asyncpg.PostgresSyntaxError("near SELECT secret")))
