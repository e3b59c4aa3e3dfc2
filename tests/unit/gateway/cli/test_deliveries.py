"""``readback deliveries``: one delivery with its exchanges."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.unit.gateway.cli.answers import ID, delivery, exchange

Run = Callable[..., Any]
DETAIL = delivery(
    handoff_id=ID,
    exchanges=[
        exchange(),
        exchange(
            phase="read_back", round=2, step="read item", method="GET", status=None, attempt=3
        ),
    ],
)


def test_its_exchanges_are_shown_in_order(run: Run, gateway: Any) -> None:
    gateway.answer(DETAIL)
    told = run("deliveries", "show", "d-1")
    lines = [line.split("  ") for line in told.out.splitlines()]

    assert 0 == told.code
    assert "/v1/deliveries/d-1" == gateway.requests[0].url.path
    assert f"handoff      {ID}" in told.out.splitlines()
    assert ["read_back 2", "read item", "GET /items", "no answer", "3"] == [
        cell.strip() for cell in lines[-1] if cell.strip()
    ]


def test_what_is_wrong_is_shown(run: Run, gateway: Any) -> None:
    problem = {"code": "delivery.refused", "title": "x", "detail": "refused with 422"}
    gateway.answer({**DETAIL, "status": "failed", "work_item": None, "problem": problem})

    assert "refused with 422 [delivery.refused]" in run("deliveries", "show", "d-1").out


def test_json_is_what_the_gateway_answered(run: Run, gateway: Any) -> None:
    gateway.answer(DETAIL)
    told = run("deliveries", "show", "d-1", "--json")

    assert (0, "") == (told.code, told.err)
    assert DETAIL == json.loads(told.out)
