"""Whoever handed over is told what becomes of it: everything, in order, signed, and truly."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace
from standardwebhooks import Webhook

from gateway.config.settings import NoticeSettings, SecretSource
from gateway.delivery.notices import Notices, open_way
from gateway.delivery.schedule import SCHEDULE
from gateway.sdk.errors import ConfigurationError, StoreUnavailable
from gateway.store.records import NewDelivery, NewHandoff
from tests.unit.gateway.delivery.works import Floor, Vendor, floor, open_works

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes....").decode()
URL = "http://bot.test/told"


class Bot:
    """Hears notices; ``answers`` are given first."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.requests: list[httpx.Request] = []
        self.answers: list[httpx.Response] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else httpx.Response(204)
        if answer.is_success:
            body = json.loads(request.content)
            self.heard.append((body["type"], body["data"]))
        return answer

    @property
    def types(self) -> list[str]:
        return [type_ for type_, _ in self.heard]


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
async def works(tmp_path: Path) -> AsyncIterator[Floor]:
    async with floor(tmp_path, open_works(Vendor())) as opened:
        yield opened


@pytest.fixture
async def notices(works: Floor, bot: Bot) -> AsyncIterator[Notices]:
    settings = NoticeSettings(secret=SecretSource(env="S"), allow_private_addresses=True)
    way = open_way(settings, lambda _: SECRET, inner=httpx.MockTransport(bot))
    yield Notices(works.store, way.send, now=works.tools.now, jitter=lambda: 1.0)
    await way.aclose()


async def handed_over(works: Floor, id_: str = "h-1", url: str | None = URL) -> None:
    """A handoff that is kept and verified."""
    package = json.dumps({"conversation": {"id": id_, "messages": []}}).encode()
    await works.store.accept(
        NewHandoff(
            id=id_,
            conversation_id=id_,
            created_at=works.tools.now(),
            dialect="canonical",
            media_type="application/json",
            raw=package,
            raw_sha256=id_,
            package=package,
            deliveries=(NewDelivery(id=f"{id_}-support", destination="support"),),
            reply_to=url,
        )
    )
    works.moment += timedelta(days=3650)  # events are stamped by the store's own clock
    await works.deliver(await works.row(f"{id_}-support"))


async def test_the_whole_story_is_told_in_order(works, bot, notices) -> None:
    await handed_over(works)
    assert 1 == await notices.look()
    assert ["handoff.accepted", "delivery.delivered", "delivery.verified"] == bot.types
    accepted, delivered, verified = (data for _, data in bot.heard)
    assert {"handoff_id": "h-1", "destinations": ["support"]} == accepted
    assert ("h-1-support", "support", "W-h-1-support") == (
        delivered["delivery_id"],
        delivered["destination"],
        delivered["work_item"]["ref"],
    )
    assert verified["proofs"]["verified"] > 0


async def test_a_notice_is_signed_so_that_an_independent_receiver_believes_it(
    works, bot, notices
) -> None:
    await handed_over(works)
    await notices.look()
    for request in bot.requests:
        Webhook(SECRET).verify(request.content, dict(request.headers))
    ids = [request.headers["webhook-id"] for request in bot.requests]
    assert len(set(ids)) == len(ids) == 3


async def test_nothing_is_told_twice(works, bot, notices) -> None:
    await handed_over(works)
    await notices.look()
    assert 0 == await notices.look()
    assert 3 == len(bot.requests)


async def test_what_happens_later_is_told_later(works, bot, notices) -> None:
    await handed_over(works)
    await notices.look()
    row = await works.row("h-1-support")
    await works.store.save_delivery(replace(row, status="degraded"))
    await notices.look()
    assert "delivery.degraded" == bot.types[-1]


async def test_a_handoff_that_names_nobody_is_told_to_nobody(works, bot, notices) -> None:
    await handed_over(works, url=None)
    assert (0, []) == (await notices.look(), bot.requests)


async def test_a_receiver_that_is_busy_hears_the_rest_later_and_in_order(
    works, bot, notices
) -> None:
    bot.answers = [httpx.Response(204), httpx.Response(503)]
    await handed_over(works)
    await notices.look()
    assert (["handoff.accepted"], 0) == (bot.types, await notices.look())
    works.moment += SCHEDULE[0]
    await notices.look()
    assert ["handoff.accepted", "delivery.delivered", "delivery.verified"] == bot.types
    busy, again = bot.requests[1:3]
    assert busy.headers["webhook-id"] == again.headers["webhook-id"]


async def test_a_pause_that_is_asked_for_is_kept(works, bot, notices) -> None:
    bot.answers = [httpx.Response(429, headers={"retry-after": "600"})]
    await handed_over(works)
    await notices.look()
    works.moment += timedelta(seconds=599)
    assert 0 == await notices.look()
    works.moment += timedelta(seconds=1)
    assert 1 == await notices.look()


async def test_a_redirect_is_not_followed(works, bot, notices) -> None:
    bot.answers = [httpx.Response(302, headers={"location": "http://elsewhere.test/"})]
    await handed_over(works)
    await notices.look()
    assert [URL] == [str(request.url) for request in bot.requests]


async def test_an_address_that_is_gone_is_left_alone(works, bot, notices) -> None:
    bot.answers = [httpx.Response(410)]
    await handed_over(works)
    await notices.look()
    listener = await works.store.listener("h-1")
    assert (None, True) == (listener.due_at, listener.ended_at is not None)
    await works.store.save_delivery(replace(await works.row("h-1-support"), status="degraded"))
    works.moment += timedelta(days=1)
    assert 0 == await notices.look()


async def test_a_receiver_that_never_answers_is_given_up_after_the_schedule(
    works, bot, notices
) -> None:
    bot.answers = [httpx.Response(500)] * 99
    await handed_over(works)
    for pause in (*SCHEDULE, timedelta()):
        await notices.look()
        works.moment += pause
    listener = await works.store.listener("h-1")
    assert (len(SCHEDULE) + 1, None) == (listener.attempts, listener.due_at)
    assert listener.ended_at is not None


async def test_two_tellers_tell_once(works, bot, notices) -> None:
    await handed_over(works)
    other = Notices(works.store, notices._send, now=works.tools.now)
    await asyncio.gather(notices.look(), other.look())
    assert 3 == len(bot.requests)


async def test_what_happens_while_it_is_told_is_told_too(works, bot, notices) -> None:
    await handed_over(works)
    real = notices._send

    async def send(request: Any) -> Any:
        if not bot.requests:
            row = await works.row("h-1-support")
            await works.store.save_delivery(replace(row, status="degraded"))
        return await real(request)

    notices._send = send
    seen = await works.store.events(after=0, limit=9, handoff_id="h-1")
    works.store.events = _once(works.store.events, seen)  # type: ignore[method-assign]
    await notices.look()
    await notices.look()
    assert "delivery.degraded" == bot.types[-1]
    assert 4 == len(bot.requests)


def _once(real: Any, first: Any) -> Any:
    answers = [first]

    async def events(**asked: Any) -> Any:
        return answers.pop() if answers else await real(**asked)

    return events


async def test_a_private_address_is_not_told_unless_that_is_allowed(works) -> None:
    way = open_way(NoticeSettings(secret=SecretSource(env="S")), lambda _: SECRET)
    notices = Notices(works.store, way.send, now=works.tools.now)
    await handed_over(works, url="https://127.0.0.1:1/told")
    await notices.look()
    listener = await works.store.listener("h-1")
    assert (0, 1) == (listener.told, listener.attempts)
    await way.aclose()


async def test_the_teller_goes_on_when_the_store_fails_for_a_moment(
    works, notices, monkeypatch
) -> None:
    monkeypatch.setattr("gateway.delivery.notices.LOOK_SECONDS", 0.01)
    failures, looked = [StoreUnavailable(), KeyError("customer's words")], asyncio.Event()

    async def due(**_: Any) -> list[Any]:
        if failures:
            raise failures.pop()
        looked.set()
        return []

    works.store.due_listeners = due  # type: ignore[method-assign]
    notices.start()
    await asyncio.wait_for(looked.wait(), 5)
    await notices.stop()


def test_a_key_that_cannot_sign_names_its_setting() -> None:
    settings = NoticeSettings(secret=SecretSource(env="S"), also=(SecretSource(env="T"),))
    for bad, setting in (("S", "gateway.notices.secret"), ("T", "gateway.notices.also")):
        with pytest.raises(ConfigurationError, match=setting):
            open_way(settings, lambda source, bad=bad: "hunter2" if source.env == bad else SECRET)
