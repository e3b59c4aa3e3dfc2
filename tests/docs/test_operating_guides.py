"""The guides for operators and for bots that listen: names exist, commands parse, code works."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from gateway.config.load import load_settings
from gateway.config.settings import NoticeSettings, SecretSource
from gateway.delivery.breaker import FAILURES, FIRST_PAUSE, LONGEST_PAUSE
from gateway.delivery.meters import Meters
from gateway.delivery.notices import Notices, open_way
from gateway.delivery.rereading import AFTER
from gateway.delivery.schedule import SCHEDULE
from gateway.intake.door import examine
from gateway.store.events import EventType
from tests.docs.commands import assert_understood
from tests.docs.fenced import ROOT, of_language
from tests.unit.gateway.delivery.test_notices import SECRET, Bot, handed_over
from tests.unit.gateway.delivery.works import Floor, Vendor, floor, open_works

OPERATE, FOLLOW = "docs/guides/operate.md", "docs/guides/follow-a-handoff.md"
TEXT = (ROOT / OPERATE).read_text(encoding="utf-8")
EVENT, HANDOFF = of_language(FOLLOW, "json")

COMMANDS = [
    line
    for text in of_language(OPERATE, "sh")
    for line in text.splitlines()
    if line.startswith("readback ")
]
ALERTS = re.findall(r"^\| `(.+?)`(?: for .+?)? \|", TEXT.partition("### Alerts")[2], re.MULTILINE)


def _metrics() -> dict[str, set[str]]:
    """Every metric with its labels."""
    collectors = Meters()._registry._collector_to_names
    return {
        family.name + ("_total" if family.type == "counter" else ""): set(one._labelnames)
        for one in collectors
        for family in one.collect()
    }


def _listed() -> dict[str, set[str]]:
    rows = re.findall(r"^\| `(readback_\w+)` \| (.+?) \|", TEXT, re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows}


def _hear() -> Callable[..., dict[str, Any] | None]:
    """The receiver of the guide."""
    text = (ROOT / FOLLOW).read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python receiver\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own guide
    return names["hear"]


async def _told(works: Floor) -> list[httpx.Request]:
    """The notices of a handoff that was verified."""
    bot = Bot()
    settings = NoticeSettings(secret=SecretSource(env="S"), allow_private_addresses=True)
    way = open_way(settings, lambda _: SECRET, inner=httpx.MockTransport(bot))
    await handed_over(works)
    await Notices(works.store, way.send, now=works.tools.now).look()
    await way.aclose()
    return bot.requests


def test_every_metric_has_a_row_with_its_labels_and_every_row_is_a_metric() -> None:
    assert _metrics() == _listed()


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_is_about_a_metric_and_its_labels(alert: str) -> None:
    (metric,) = re.findall(r"readback_\w+", alert)
    used = {*re.findall(r"(\w+)=~?\"", alert), *re.findall(r"by \((\w+)\)", alert)}

    assert used <= _metrics()[metric]


def test_there_are_alerts() -> None:
    assert 7 == len(ALERTS)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_is_understood(line: str) -> None:
    assert_understood(line)


def test_the_numbers_of_the_guide_are_those_of_the_code() -> None:
    assert f"After {FAILURES} failures in a row" in TEXT
    assert f"after {FIRST_PAUSE:g} s" in TEXT
    assert f"up to {LONGEST_PAUSE / 60:g} min" in TEXT
    assert f"{len(SCHEDULE) + 1} attempts within a day" in TEXT
    assert [60, 300, 900, 3600, 10800] == [pause.total_seconds() for pause in AFTER]


def test_every_event_has_a_row_and_every_row_is_an_event() -> None:
    text = (ROOT / FOLLOW).read_text(encoding="utf-8")

    assert {*EventType.__args__} == set(re.findall(r"^\| `(\w+\.\w+)` \|", text, re.MULTILINE))


async def test_the_event_that_is_shown_has_the_members_of_one(tmp_path: Path) -> None:
    async with floor(tmp_path, open_works(Vendor())) as works:
        *_, last = await _told(works)
    shown, told = json.loads(EVENT), json.loads(last.content)

    assert (shown.keys(), shown["data"].keys()) == (told.keys(), told["data"].keys())
    assert shown["type"] == told["type"]


async def test_the_guides_receiver_hears_each_notice_once(tmp_path: Path) -> None:
    hear, seen = _hear(), set()
    async with floor(tmp_path, open_works(Vendor())) as works:
        requests = await _told(works)
    heard = [
        hear(dict(request.headers), request.content, SECRET, seen)
        for request in (*requests, *requests)
    ]

    assert ["handoff.accepted", "delivery.delivered", "delivery.verified"] == [
        told["type"] for told in heard if told
    ]


async def test_the_guides_receiver_hears_nobody_else(tmp_path: Path) -> None:
    async with floor(tmp_path, open_works(Vendor())) as works:
        first, *_ = await _told(works)
    with pytest.raises(WebhookVerificationError):
        _hear()(dict(first.headers), first.content + b" ", SECRET, set())


def test_the_handoff_that_is_shown_is_received_even_strictly() -> None:
    reception = examine(HANDOFF.encode(), content_type="", dialect=None, strict=True)

    assert "canonical" == reception.dialect.name


def test_the_configuration_that_is_shown_tells(tmp_path: Path) -> None:
    (toml,) = of_language(FOLLOW, "toml")
    (tmp_path / "readback.toml").write_text(toml, encoding="utf-8")
    notices = load_settings(tmp_path / "readback.toml").gateway.notices

    assert notices == NoticeSettings(secret=SecretSource(env="NOTICES_SECRET"))
