"""An account's schema: asked for once, kept with its hash, found again, and older ones with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from gateway.config.settings import DestinationSettings
from gateway.delivery import schema_cache
from gateway.delivery.schema_cache import describe_destination, described_before, described_for
from gateway.delivery.schemas import schema_sha256
from gateway.sdk import Flow, Manifest, Target, TargetField, VendorRequest, decode_reply, expect
from gateway.sdk.errors import ConfigurationError, Unreachable, VendorRefused
from gateway.store.records import SchemaRow
from gateway.store.sqlite.store import SqliteStore
from tests.unit.gateway.delivery.works import TARGET, Vendor, Works, open_works

OWN = TargetField(name="own", label="Own field", kind="text")


class Talking(Works):
    """The works, which can be asked what its item looks like."""

    def describe(self, object_: str, _settings: object) -> Flow[Target]:
        request = VendorRequest(step="describe", method="GET", path=f"/objects/{object_}")
        response = yield request
        expect(request, response, 200)
        names = decode_reply(request, response, list[str])
        fields = [TargetField(name=name, label=name, kind="text") for name in names]
        return replace(TARGET, object=object_, fields=(*TARGET.fields, *fields))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "schemas.db")
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(f"2026-11-20T09:30:{second:02}.000000Z" for second in range(60))
    monkeypatch.setattr(schema_cache, "now", lambda: next(moments))


@pytest.fixture
async def account() -> AsyncIterator[Any]:
    vendor = Vendor()
    vendor.kept["/objects/item"] = b'["own"]'
    destination = open_works(vendor, adapter=Talking())
    yield destination, vendor
    await destination.transport.aclose()


@pytest.mark.usefixtures("clock")
async def test_what_the_vendor_says_is_kept_with_its_hash(store: Any, account: Any) -> None:
    destination, vendor = account
    described = await describe_destination(destination, store)
    again = await described_before("support", destination.adapter.manifest, "item", store)

    assert ["GET /objects/item"] == vendor.asked
    assert "own" == described.target.fields[-1].name
    assert schema_sha256(described.target) == described.sha256
    assert again == described


async def test_another_object_can_be_asked_for(store: Any, account: Any) -> None:
    destination, vendor = account
    vendor.kept["/objects/thing"] = b"[]"
    described = await describe_destination(destination, store, "thing")

    assert "thing" == described.target.object
    assert await described_before("support", Works.manifest, "item", store) is None


@pytest.mark.usefixtures("clock")
async def test_after_a_change_the_earlier_schema_is_still_known(store: Any, account: Any) -> None:
    destination, vendor = account
    first = await describe_destination(destination, store)
    vendor.kept["/objects/item"] = b"[]"
    second = await describe_destination(destination, store)

    assert first.sha256 != second.sha256
    assert {first.sha256: first.target} == second.earlier


@pytest.mark.usefixtures("clock")
async def test_the_same_answer_is_only_newer(store: Any, account: Any) -> None:
    destination, _ = account
    first = await describe_destination(destination, store)
    second = await describe_destination(destination, store)

    assert (first.sha256, {}) == (second.sha256, second.earlier)
    assert first.fetched_at < second.fetched_at


async def test_an_adapter_that_cannot_ask_says_so(store: Any) -> None:
    destination = open_works(Vendor())
    with pytest.raises(ConfigurationError, match='The adapter "works" cannot ask its vendor'):
        await describe_destination(destination, store)
    await destination.transport.aclose()


@pytest.mark.parametrize(
    ("answer", "error"),
    [(httpx.Response(503), Unreachable), (httpx.Response(404), VendorRefused)],
)
async def test_a_vendor_that_does_not_answer_changes_nothing(
    store: Any, account: Any, answer: httpx.Response, error: type[Exception]
) -> None:
    destination, vendor = account
    kept = await describe_destination(destination, store)
    vendor.says(answer)
    with pytest.raises(error):
        await describe_destination(destination, store)

    assert kept == await described_before("support", Works.manifest, "item", store)


async def keep(store: SqliteStore, document: bytes, sha256: str, second: int = 0) -> None:
    await store.keep_schema(
        SchemaRow(
            destination="support",
            object="item",
            sha256=sha256,
            document=document,
            fetched_at=f"2026-11-20T09:30:{second:02}.000000Z",
        )
    )


def document(adapter: str = "works", version: str = "1") -> bytes:
    return msgspec.json.encode({"adapter": adapter, "version": version, "target": TARGET})


@pytest.mark.parametrize(
    "kept", [document(adapter="other"), document(version="0"), b"{}", b"not JSON"]
)
async def test_what_another_adapter_or_version_kept_is_not_used(store: Any, kept: bytes) -> None:
    await keep(store, kept, "a" * 64)

    assert await described_before("support", Works.manifest, "item", store) is None


async def test_deliveries_begun_under_an_older_version_find_their_schema(store: Any) -> None:
    await keep(store, document(version="0"), "a" * 64)
    await keep(store, document(), "b" * 64, second=1)
    described = await described_before("support", Works.manifest, "item", store)

    assert described is not None
    assert ("b" * 64, {"a" * 64: TARGET}) == (described.sha256, described.earlier)


async def test_a_destination_that_is_not_open_is_looked_up_by_what_it_creates(
    store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest: Manifest = Works.manifest
    monkeypatch.setattr(schema_cache, "load_adapter", lambda _: Works())
    await keep(store, document(), "a" * 64)
    configured = DestinationSettings(adapter="works", base_url="http://works.test")

    assert await described_before("support", manifest, "item", store) == await described_for(
        "support", configured, store
    )
    assert await described_for("other", configured, store) is None
