"""Whole gateways for tests: one kind stage a module, and a maker for unkind ones."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.integration.stage import Stage, stage


@pytest.fixture(scope="module")
def kind(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stage, None, None]:
    """A gateway that delivers to a kind stand-in."""
    with stage(tmp_path_factory.mktemp("kind")) as running:
        yield running


@pytest.fixture
def unkind(tmp_path: Path) -> Callable[..., AbstractContextManager[Stage]]:
    """A gateway that delivers to a stand-in with the behaviours named."""
    return partial(stage, tmp_path)
