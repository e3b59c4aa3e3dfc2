"""``readback handoffs``: the list and one of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.gateway.cli.answers import ID, handoff

Run = Callable[..., Any]


def test_the_list_has_a_line_each(run: Run, gateway: Any) -> None:
    gateway.answer({"handoffs": [handoff(), handoff(conversation_id="[b]\x1b[2J")], "next": None})
    told = run("handoffs", "list")

    assert (0, "") == (told.code, told.err)
    assert ["handoff", ID, ID] == [line.split()[0] for line in told.out.splitlines()]
    assert f"{ID}  verified  2026-11-20 12:28:48Z  c-81\n" in told.out
    assert r"[b]\x1b[2J" in told.out


@pytest.mark.parametrize("width", ["20", "60", "80"])
def test_the_list_never_cuts_an_id(
    width: str, run: Run, gateway: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.answer({"handoffs": [handoff(conversation_id="c" * 60)], "next": None})
    monkeypatch.setenv("COLUMNS", width)

    assert f"{ID}  verified" in run("handoffs", "list").out


def test_the_list_asks_for_what_is_wanted(run: Run, gateway: Any) -> None:
    gateway.answer({"handoffs": [], "next": None})
    run("handoffs", "list", "--status", "degraded", "--conversation", "c 1&x", "--limit", "5")

    assert {"status": "degraded", "q": "c 1&x", "limit": "5"} == dict(
        gateway.requests[0].url.params
    )


def test_one_is_shown_with_its_deliveries(run: Run, gateway: Any) -> None:
    gateway.answer(handoff())
    told = run("handoffs", "show", ID)

    assert f"/v1/handoffs/{ID}" == gateway.requests[0].url.path
    assert "01a1f8f5-112a-7641-9fff-d5c7d08f52c1" in told.out


@pytest.mark.parametrize("words", [("list",), ("show", ID)])
def test_json_is_what_the_gateway_answered(words: tuple[str, ...], run: Run, gateway: Any) -> None:
    gateway.answer({"handoffs": [], "next": None})
    told = run("handoffs", *words, "--json")

    assert (0, "") == (told.code, told.err)
    assert {"handoffs": [], "next": None} == json.loads(told.out)


@pytest.mark.parametrize("words", [("list",), ("show", ID)])
def test_a_key_that_may_not_ends_with_4(words: tuple[str, ...], run: Run, gateway: Any) -> None:
    gateway.answer({"code": "auth.scope", "detail": "The key may not."}, 403)
    told = run("handoffs", *words)

    assert (4, "", "readback: The key may not.\n") == told


def test_an_id_that_is_none_ends_with_1(run: Run, gateway: Any) -> None:
    gateway.answer({"code": "resource.not_found", "detail": "Nothing here."}, 404)
    told = run("handoffs", "show", "../keys", "--json")

    assert (1, "") == (told.code, told.out)
    assert "resource.not_found" == json.loads(told.err)["code"]
    assert b"/v1/handoffs/..%2Fkeys" == gateway.requests[0].url.raw_path
