"""What the gateway says of its interface is what it does: Schemathesis asks, and compares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from gateway.cli.examples import load_examples
from tests.integration.stage import Stage, stage

# A stream that never ends has nothing to compare.
ENDLESS = {"/v1/handoffs/{handoff_id}/events"}
EXAMPLES = 20


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage(tmp_path_factory.mktemp("openapi")) as opened:
        opened.hand_over(dict(load_examples())["duplicate-charge"])
        yield opened


@pytest.fixture(scope="module")
def operations(running: Stage) -> list[Any]:
    schema = schemathesis.openapi.from_url(f"{running.url}/schema/openapi.json")
    return [found.ok() for found in schema.get_all_operations()]


def test_every_call_of_any_client_is_answered_as_the_document_says(
    running: Stage, operations: list[Any]
) -> None:
    """All checks but two.

    That a body of the right shape is accepted, which no schema can say: a mapping has to compile.
    That a call without a key is refused: every call here is made with one; see ``test_guards``.
    """
    authorization = running.client.headers["authorization"]
    asked = 0
    for operation in operations:
        if operation.path in ENDLESS:
            continue

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            case.headers["authorization"] = authorization
            case.call_and_validate(
                timeout=30, excluded_checks=[positive_data_acceptance, ignored_auth]
            )

        ask()

    print(f"{asked} calls of {len(operations)} operations")
    assert asked > 10 * len(operations)


def test_public_calls_say_that_they_need_no_key(running: Stage) -> None:
    paths = running.client.get("/schema/openapi.json").json()["paths"]
    public = {path for path, calls in paths.items() if calls.get("get", {}).get("security") == [{}]}

    assert {
        "/health/live",
        "/health/ready",
        "/metrics",
        "/v1/dialects",
        "/v1/schema/handoff-1.0.json",
    } == public


def test_every_refusal_is_described_as_a_problem(running: Stage) -> None:
    paths = running.client.get("/schema/openapi.json").json()["paths"]
    refusals = [
        (path, status, [*response["content"]])
        for path, calls in paths.items()
        for call in calls.values()
        for status, response in call["responses"].items()
        if int(status) >= 400
    ]

    assert refusals
    assert {"application/problem+json"} == {media for _, _, found in refusals for media in found}
