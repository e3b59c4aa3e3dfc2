"""Configuration files of one test, written and loaded in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.config.load import load_settings
from gateway.config.settings import Settings
from gateway.sdk.errors import ConfigurationError, Problem


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Settings]:
    def write_and_load(text: str) -> Settings:
        path = tmp_path / "readback.toml"
        path.write_text(text, encoding="utf-8")
        return load_settings(path)

    return write_and_load


@pytest.fixture
def problems(load) -> Callable[[str], tuple[Problem, ...]]:
    def refused(text: str) -> tuple[Problem, ...]:
        with pytest.raises(ConfigurationError) as caught:
            load(text)
        return caught.value.problems

    return refused
