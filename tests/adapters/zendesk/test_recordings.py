"""Whole deliveries against their recordings, strict both ways."""

from __future__ import annotations

import importlib
import json

import pytest

from contract_tests.recording import file_name
from tests.adapters.zendesk.cases import CASES
from tests.adapters.zendesk.recording import FOLDER, load, record, replay, save

ADAPTER = importlib.import_module("adapters.zendesk.adapter")


@pytest.mark.parametrize("name", CASES)
def test_a_delivery_asks_and_reports_exactly_what_is_recorded(
    name: str, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--golden") == "write":
        save(name, record(CASES[name], ADAPTER))

    recorded = load(name)

    assert recorded == json.loads(json.dumps(replay(CASES[name], ADAPTER, recorded)))


@pytest.mark.parametrize("name", CASES)
def test_planning_twice_gives_equal_requests(name: str) -> None:
    assert record(CASES[name], ADAPTER) == record(CASES[name], ADAPTER)


def test_there_is_no_recording_without_a_case() -> None:
    assert {file_name(name) for name in CASES} == {p.name for p in FOLDER.iterdir()}
