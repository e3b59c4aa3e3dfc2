"""Drift while the gateway runs: old schemas are renewed, and deliveries go on with what is left."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from gateway.delivery.destination import Described, Destination, compile_plan
from gateway.delivery.plans import PlanBook
from gateway.delivery.schema_cache import schema_row
from gateway.delivery.schema_watch import SchemaWatch
from gateway.sdk.manifest import TargetField
from gateway.store.mapping_records import NewRevision
from tests.unit.gateway.delivery.test_schema_cache import Talking
from tests.unit.gateway.delivery.works import (
    TARGET,
    Floor,
    Vendor,
    Works,
    floor,
    mapping,
    open_works,
)

OWN = TargetField(name="own", label="own", kind="text")
WITH_OWN = replace(TARGET, fields=(*TARGET.fields, OWN))
TEXT = mapping().replace("[capsule]", '[[field]]\nto = "own"\nvalue = "x"\n[capsule]')
YESTERDAY, TODAY = "2026-11-19T09:00:00.000000Z", "2026-11-20T09:00:00.000000Z"


def talking(vendor: Vendor, adapter: Any = None, **settings: Any) -> Destination:
    """The works, described yesterday with a field of its own that a rule fills."""
    opened = open_works(vendor, adapter=adapter or Talking(), **settings)
    described = Described(target=WITH_OWN, sha256="old", fetched_at=YESTERDAY)
    plan = compile_plan(TEXT, Works.manifest, WITH_OWN, "plain")
    return replace(
        opened, target=WITH_OWN, described=described, plan=plan, mapping=TEXT, called="plain"
    )


def watch(works: Floor, at: str = TODAY, **members: Any) -> SchemaWatch:
    works.destinations = dict(works.destinations)
    plans = PlanBook(works.destinations, works.store)
    return SchemaWatch(works.destinations, plans, works.store, clock=lambda: at, **members)


def filled(destination: Destination) -> list[str]:
    return [rule.to for rule in destination.plan.rules]


@pytest.fixture
def vendor() -> Vendor:
    answering = Vendor()
    answering.kept["/objects/item"] = b"[]"
    return answering


async def test_a_schema_a_day_old_is_renewed_and_its_stale_rules_are_logged(
    tmp_path: Path, vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    async with floor(tmp_path, talking(vendor)) as works:
        with caplog.at_level(logging.WARNING):
            await watch(works).look()
        renewed = works.destinations["support"]

    assert ["title"] == filled(renewed)
    assert "old" != renewed.schema_sha256
    assert TARGET == renewed.target
    assert 'plain, line 11 at support: The Works Item no longer has a field "own"' in caplog.text
    assert "[D401]" in caplog.text


@pytest.mark.parametrize("at", ["2026-11-20T08:59:59.000000Z", YESTERDAY])
async def test_a_younger_schema_is_left_alone(tmp_path: Path, vendor: Vendor, at: str) -> None:
    async with floor(tmp_path, talking(vendor)) as works:
        await watch(works, at).look()

    assert [] == vendor.asked


@pytest.mark.parametrize(
    "destination",
    [
        lambda vendor: open_works(vendor, adapter=Talking()),
        lambda vendor: talking(vendor, adapter=Works()),
        lambda vendor: talking(vendor, enabled=False),
    ],
    ids=["never asked", "cannot be asked", "disabled"],
)
async def test_who_is_not_to_be_asked_is_not_asked(
    tmp_path: Path, vendor: Vendor, destination: Any
) -> None:
    async with floor(tmp_path, destination(vendor)) as works:
        await watch(works).look()

    assert [] == vendor.asked


async def test_a_vendor_that_does_not_answer_leaves_everything_as_it_is(
    tmp_path: Path, vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    vendor.says(httpx.Response(503))
    async with floor(tmp_path, talking(vendor)) as works:
        await watch(works).look()
        kept = works.destinations["support"]

    assert (["title", "own"], "old") == (filled(kept), kept.schema_sha256)
    assert "the schema of support is not renewed" in caplog.text


async def test_a_published_mapping_is_renewed_as_well(tmp_path: Path, vendor: Vendor) -> None:
    async with floor(tmp_path, talking(vendor)) as works:
        new = NewRevision(
            name="plain",
            text=TEXT,
            sha256="t" * 64,
            author="ann",
            note="",
            published_at=YESTERDAY,
            vendor="works",
            object="item",
            schema_sha256="old",
        )
        await works.store.publish(new, expected=0)
        works.destinations = dict(works.destinations)
        plans = PlanBook(works.destinations, works.store)
        await plans.renew("plain")
        watching = SchemaWatch(works.destinations, plans, works.store, clock=lambda: TODAY)
        await watching.look()
        renewed = works.destinations["support"]
        in_force = plans.of(renewed)

    assert (1, ["title"]) == (in_force.revision, [rule.to for rule in in_force.plan.rules])
    assert renewed.schema_sha256 == in_force.schema_sha256


async def test_it_asks_at_once_and_again_every_hour_until_it_is_stopped(
    tmp_path: Path, vendor: Vendor
) -> None:
    vendor.says(httpx.Response(503), httpx.Response(503))
    slept: list[float] = []
    twice = asyncio.Event()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if sum(slept) > 3600:
            twice.set()
            await asyncio.Event().wait()

    async with floor(tmp_path, talking(vendor)) as works:
        watching = watch(works, sleep=sleep)
        watching.start()
        await asyncio.wait_for(twice.wait(), 5)
        await watching.stop()

    assert ["GET /objects/item"] * 2 == vendor.asked
    assert {10.0} == set(slept)


async def describe(works: Floor, at: str, *fields: TargetField) -> None:
    """What ``readback adapters describe`` does, beside the gateway."""
    target = replace(TARGET, fields=(*TARGET.fields, *fields))
    await works.store.keep_schema(schema_row("support", Talking.manifest, target, at))


async def test_what_another_process_has_heard_is_taken_up(tmp_path: Path, vendor: Vendor) -> None:
    async with floor(tmp_path, talking(vendor)) as works:
        watching = watch(works)
        await describe(works, TODAY)
        await watching.notice()
        renewed = works.destinations["support"]

    assert [] == vendor.asked
    assert (["title"], TARGET) == (filled(renewed), renewed.target)


async def test_a_vendor_that_was_asked_for_the_first_time_is_noticed(
    tmp_path: Path, vendor: Vendor
) -> None:
    async with floor(tmp_path, open_works(vendor, adapter=Talking())) as works:
        watching = watch(works)
        await describe(works, TODAY, OWN)
        await watching.notice("support")
        renewed = works.destinations["support"]

    assert (WITH_OWN, TODAY) == (renewed.target, renewed.described.fetched_at)


async def test_what_is_known_is_not_compiled_again(
    tmp_path: Path, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with floor(tmp_path, talking(vendor)) as works:
        watching = watch(works)
        await describe(works, TODAY)
        await watching.notice()
        first = works.destinations["support"]
        await watching.notice()
        second = works.destinations["support"]

    assert first is second


async def test_what_cannot_be_taken_up_is_said_once_and_deliveries_go_on(
    tmp_path: Path, vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    broken = replace(talking(vendor), mapping="a = ")
    async with floor(tmp_path, broken) as works:
        watching = watch(works)
        await describe(works, TODAY)
        with caplog.at_level(logging.WARNING):
            await watching.notice()
            await watching.notice()
        kept = works.destinations["support"]

    assert (["title", "own"], "old") == (filled(kept), kept.schema_sha256)
    assert 1 == caplog.text.count("the schema of support is not taken up")


async def test_what_another_version_of_the_adapter_has_kept_is_passed_over(
    tmp_path: Path, vendor: Vendor
) -> None:
    other = replace(Talking.manifest, version="0")
    async with floor(tmp_path, talking(vendor)) as works:
        watching = watch(works)
        await works.store.keep_schema(schema_row("support", other, TARGET, TODAY))
        await watching.notice()
        kept = works.destinations["support"]

    assert ["title", "own"] == filled(kept)


async def test_one_that_was_never_started_can_be_stopped(tmp_path: Path, vendor: Vendor) -> None:
    async with floor(tmp_path, talking(vendor)) as works:
        await watch(works).stop()
