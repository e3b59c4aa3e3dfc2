"""The demo's stage: every stand-in and a gateway that delivers to all of them, then gone."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from gateway.cli.client import Client
from gateway.cli.demo import scene as scenery
from gateway.cli.demo.scene import played, scene
from gateway.sdk.errors import SignInFailed


def test_it_stands_for_as_long_as_the_block_runs(tmp_path: Path) -> None:
    with scene(tmp_path) as stage:
        with Client(stage.url, stage.key) as client:
            page = client.get("/v1/handoffs")
        assert {"handoffs": [], "next": None} == page
        assert played() == tuple(stage.stand_ins)
        assert (tmp_path / "demo.db").exists()
    for url in (stage.url, *stage.stand_ins.values()):
        with pytest.raises(httpx.ConnectError):
            httpx.get(url)


def test_a_stand_in_without_an_adapter_stays_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenery, "stand_in_names", lambda: ("acme", "webhook"))
    monkeypatch.setattr(scenery, "adapter_names", lambda: ("other", "webhook"))

    assert ("webhook",) == played()


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with scene(tmp_path / "one") as one, scene(tmp_path / "two") as two:
        assert one.url != two.url
        assert one.key != two.key
        with Client(two.url, one.key) as client, pytest.raises(SignInFailed):
            client.get("/v1/handoffs")
