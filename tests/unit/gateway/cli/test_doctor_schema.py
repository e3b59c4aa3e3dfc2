"""``readback doctor`` and the vendor's schema: how old it is, and which rules it made stale."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_tests.serving import serve
from contract_tests.stand_ins.zendesk import stand_in, ticket_fields
from gateway.cli import doctor
from gateway.store import clock
from tests.installed import need
from tests.unit.gateway.cli.test_doctor import _destination

need("zendesk")
Run = Callable[..., Any]


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Iterator[None]:
    """A destination whose account has lost one field that its mapping fills."""
    monkeypatch.setenv("DOCTOR_SECRET", stand_in.credentials[0].secret)
    left = tuple(one for one in ticket_fields.CUSTOM_FIELDS if one.id != 360020000103)
    monkeypatch.setattr(ticket_fields, "CUSTOM_FIELDS", left)
    with serve(stand_in.create()) as url:
        text = _destination(url, stand_in) + f'mapping = "{stand_in.mapping}"\n'
        (tmp_path / "readback.toml").write_text(text)
        assert 0 == run("adapters", "describe", "zendesk", "--destination", "support").code
        yield


@pytest.mark.usefixtures("described")
def test_a_stale_rule_is_wrong_and_says_what_to_do(run: Run) -> None:
    told = run("doctor", "--json")
    findings = json.loads(told.out)["findings"]
    wrong = [finding for finding in findings if finding["code"]]

    assert 1 == told.code
    assert ["support", "schema support"] == [
        one["what"].removeprefix("destination ")
        for one in findings
        if one["what"].endswith("support")
    ]
    (stale,) = wrong
    assert stale["what"].startswith(f"{stand_in.mapping}, line ")
    assert 'no longer has a field "custom_fields.360020000103"' in stale["says"]


@pytest.mark.parametrize(
    ("today", "age"),
    [
        ("2026-11-20T23:59:59.000000Z", "today"),
        ("2026-11-21T12:00:00.000000Z", "1 day ago"),
        ("2026-12-20T12:00:00.000000Z", "30 days ago"),
    ],
)
def test_the_schemas_age_is_said_in_days(
    today: str, age: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: today)

    assert f"the vendor was asked {age}, at 2026-11-20 12:00:00Z" == doctor._age(
        "2026-11-20T12:00:00.000000Z"
    )
