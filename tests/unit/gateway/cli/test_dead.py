"""``readback dead`` and ``readback deliveries``: find, replay, discard."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from gateway.cli import replaying
from tests.unit.gateway.cli.answers import ID, delivery

Run = Callable[..., Any]
DEAD = delivery(
    status="dead",
    handoff_id=ID,
    conversation_id="c-81",
    created_at="2026-11-20T12:28:48.123456Z",
    work_item=None,
    problem={"code": "delivery.unreachable", "title": "x", "detail": "status 503"},
)
PAGE = {"deliveries": [DEAD], "total": 1, "next": None}


@pytest.fixture
def several(gateway: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A gateway with two pages of dead deliveries, the second of which it does not replay."""
    pages = {
        None: {"deliveries": [{**DEAD, "id": "d-1"}], "total": 2, "next": "d-1"},
        "d-1": {"deliveries": [{**DEAD, "id": "d-2"}], "total": 2, "next": None},
    }
    refused = {"code": "delivery.not_ended", "detail": "It is still tried.", "errors": []}

    def answer(request: httpx.Request) -> httpx.Response:
        gateway.requests.append(request)
        if request.method == "GET":
            return httpx.Response(200, json=pages[request.url.params.get("before")])
        if "d-2" in request.url.path:
            return httpx.Response(409, json=refused)
        return httpx.Response(202, json=DEAD)

    monkeypatch.setattr(type(gateway), "__call__", lambda _, request: answer(request))
    monkeypatch.setattr(replaying.time, "sleep", lambda _: None)
    return gateway


def test_the_dead_are_listed_with_what_is_wrong(run: Run, gateway: Any) -> None:
    gateway.answer(PAGE)
    told = run("dead", "list", "--destination", "support")
    query = dict(gateway.requests[0].url.params)

    assert (0, {"limit": "20", "status": "dead,failed", "destination": "support"}) == (
        told.code,
        query,
    )
    assert "delivery.unreachable" in told.out
    assert DEAD["id"] in told.out


def test_deliveries_of_any_status_are_listed(run: Run, gateway: Any) -> None:
    gateway.answer({**PAGE, "total": 7})
    told = run("deliveries", "list", "--status", "degraded", "--since", "2026-11-20T00:00:00Z")

    assert "degraded" == gateway.requests[0].url.params["status"]
    assert "6 more; --limit shows them." in told.err


def test_a_dry_run_counts_and_replays_nothing(run: Run, several: Any) -> None:
    told = run("dead", "replay", "--dry-run")

    assert (0, "2 would be replayed.\n") == (told.code, told.out)
    assert {"GET"} == {request.method for request in several.requests}


def test_nothing_is_replayed_without_a_yes(run: Run, several: Any) -> None:
    told = run("dead", "replay", stdin=b"n\n")

    assert "Replay 2 deliveries?" in told.err
    assert 0 != told.code
    assert {"GET"} == {request.method for request in several.requests}


def test_all_of_a_filter_are_replayed_and_the_refused_are_named(run: Run, several: Any) -> None:
    told = run("dead", "replay", "--yes", "--json", "--code", "delivery.unreachable")
    document = json.loads(told.out)

    assert 6 == told.code
    assert {"replayed": ["d-1"], "refused": [{"id": "d-2", "detail": "It is still tried."}]} == (
        document
    )


def test_the_current_mapping_is_asked_for_by_name(run: Run, several: Any) -> None:
    run("dead", "replay", "--yes", "--current-mapping")
    bodies = [request.content for request in several.requests if request.method == "POST"]

    assert [b'{"mapping":"current"}'] * 2 == bodies


def test_one_delivery_is_replayed_as_it_was(run: Run, gateway: Any) -> None:
    gateway.answer(DEAD, 202)
    told = run("deliveries", "replay", "d-1")
    (request,) = gateway.requests

    assert (0, "/v1/deliveries/d-1/replay") == (told.code, request.url.path)
    assert b'{"mapping":"as_was"}' == request.content


def test_a_rate_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    replaying.each(["a", "b", "c"], lambda _: None, rate=4, sleep=slept.append)

    assert [0.25, 0.25] == slept


def test_nothing_is_discarded_without_a_reason_or_a_yes(run: Run, gateway: Any) -> None:
    without = run("dead", "discard", "d-1", "--yes")
    asked = run("dead", "discard", "d-1", "--reason", "answered by phone", stdin=b"n\n")

    assert (2, []) == (without.code, gateway.requests)
    assert "--reason" in without.err
    assert 0 != asked.code


def test_a_discard_sends_its_reason(run: Run, gateway: Any) -> None:
    gateway.answer({**DEAD, "status": "discarded"})
    told = run("dead", "discard", "d-1", "--reason", "answered by phone", "--yes")
    (request,) = gateway.requests

    assert (0, "/v1/deliveries/d-1/discard") == (told.code, request.url.path)
    assert {"reason": "answered by phone"} == json.loads(request.content)
