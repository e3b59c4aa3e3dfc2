"""Golden files, compared byte for byte; `make golden` writes them anew, to be read as a diff."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    def check(name: str, actual: str) -> None:
        path = FOLDER / name
        if request.config.getoption("--golden") == "write":
            path.write_text(actual, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == actual, f"{name} differs; see `make golden`"

    return check
