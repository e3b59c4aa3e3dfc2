"""A dry run goes as far as can be gone without writing anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from gateway.delivery.dry_run import DryRun, dry_run
from gateway.schema.codec import decode_handoff
from gateway.sdk.consignment import Consignment, Delivered
from gateway.sdk.exchange import Flow, VendorRequest, expect, json_request
from gateway.sdk.manifest import Target, TargetField
from gateway.store.sqlite.store import SqliteStore
from tests.unit.gateway.delivery.works import (
    TARGET,
    Vendor,
    Works,
    mapping,
    open_works,
)

PACKAGE = b'{"conversation":{"id":"c-1","messages":[{"role":"customer","content":"Hello"}]}}'


class Careful(Works):
    """Looks before it makes the item, can be asked who we are and what an item is."""

    target: Target = TARGET

    def probe(self, _settings: object) -> Flow[str]:
        look = VendorRequest(step="who", method="GET", path="/me")
        expect(look, (yield look), 200)
        return "Ann (agent)"

    def describe(self, object_: str, _settings: object) -> Flow[Target]:
        look = VendorRequest(step="describe", method="GET", path=f"/describe/{object_}")
        expect(look, (yield look), 200)
        return self.target

    def deliver(self, consignment: Consignment, settings: object) -> Flow[Delivered]:
        look = VendorRequest(step="look", method="GET", path="/desks?secret=1")
        expect(look, (yield look), 200)
        return (yield from super().deliver(consignment, settings))


async def ran(
    folder: Path, vendor: Vendor, adapter: Any = None, text: str | None = None, **members: Any
) -> DryRun:
    store = SqliteStore(folder / "works.db")
    await store.open()
    opened = open_works(vendor, adapter=adapter, **members)
    try:
        handoff = decode_handoff(PACKAGE)
        return await dry_run(opened, text or mapping(), handoff, PACKAGE, store)
    finally:
        await opened.transport.aclose()
        await store.close()


@pytest.fixture
def vendor() -> Vendor:
    vendor = Vendor()
    vendor.kept = dict.fromkeys(("/me", "/desks", "/describe/item"), b"{}")
    return vendor


async def test_the_first_write_is_planned_and_not_sent(tmp_path: Path, vendor: Vendor) -> None:
    run = await ran(tmp_path, vendor)
    (request,) = run.requests
    body = msgspec.json.encode({"title": "c-1"})
    assert ("create", "POST", "/items/preview", len(body), False) == (
        request.step,
        request.method,
        request.path,
        request.bytes,
        request.sent,
    )
    assert (False, None, []) == (run.complete, run.problem, vendor.asked)


async def test_reads_before_the_first_write_are_made(tmp_path: Path, vendor: Vendor) -> None:
    run = await ran(tmp_path, vendor, Careful())
    assert [("look", True), ("create", False)] == [(one.step, one.sent) for one in run.requests]
    assert ["GET /me", "GET /describe/item", "GET /desks"] == vendor.asked
    assert "Ann (agent)" == run.signed_in


async def test_what_stands_behind_a_question_mark_is_not_shown(
    tmp_path: Path, vendor: Vendor
) -> None:
    run = await ran(tmp_path, vendor, Careful())
    assert "/desks" == run.requests[0].path


async def test_a_vendor_that_does_not_let_us_in_is_the_problem(
    tmp_path: Path, vendor: Vendor
) -> None:
    vendor.says(httpx.Response(403), to="GET /me")
    run = await ran(tmp_path, vendor, Careful())
    assert (None, ()) == (run.signed_in, run.requests)
    assert "403" in run.problem


async def test_a_vendor_that_cannot_be_reached_is_the_problem(
    tmp_path: Path, vendor: Vendor
) -> None:
    vendor.says(httpx.ConnectError("gone"), to="GET /me")
    assert (await ran(tmp_path, vendor, Careful())).problem


async def test_a_read_that_fails_is_the_problem_and_the_requests_so_far_are_shown(
    tmp_path: Path, vendor: Vendor
) -> None:
    vendor.says(httpx.Response(404), to="GET /desks")
    run = await ran(tmp_path, vendor, Careful())
    assert (["look"], True) == ([one.step for one in run.requests], "404" in run.problem)


async def test_a_busy_vendor_is_the_problem(tmp_path: Path, vendor: Vendor) -> None:
    vendor.says(httpx.Response(503), to="GET /desks")
    assert (await ran(tmp_path, vendor, Careful())).problem


async def test_the_schema_is_read_anew_and_checked_against(tmp_path: Path, vendor: Vendor) -> None:
    adapter = Careful()
    adapter.target = Target(object="item", label="Item", fields=TARGET.fields[1:])
    run = await ran(tmp_path, vendor, adapter)
    assert 64 == len(run.schema_sha256)
    assert ["V201"] == [one.code for one in run.problems if one.severity == "error"]
    assert (run.problem, run.requests) == ("The mapping does not let this handoff leave.", ())


async def test_a_schema_that_was_never_read_has_not_changed(tmp_path: Path, vendor: Vendor) -> None:
    assert not (await ran(tmp_path, vendor, Careful())).schema_changed


async def test_a_schema_that_reads_otherwise_than_before_has_changed(
    tmp_path: Path, vendor: Vendor
) -> None:
    from gateway.delivery.destination import Described

    field = TargetField(name="more", label="More", kind="text")
    adapter = Careful()
    adapter.target = Target(object="item", label="Item", fields=(*TARGET.fields, field))
    store = SqliteStore(tmp_path / "works.db")
    await store.open()
    opened = msgspec.structs.replace(
        open_works(vendor, adapter=adapter),
        described=Described(target=TARGET, sha256="before", fetched_at=""),
    )
    run = await dry_run(opened, mapping(), decode_handoff(PACKAGE), PACKAGE, store)
    await opened.transport.aclose()
    await store.close()
    assert (True, None) == (run.schema_changed, run.problem)


async def test_a_mapping_that_stops_the_handoff_says_why(tmp_path: Path, vendor: Vendor) -> None:
    stops = mapping(source="customer.name").replace("[capsule]", "required = true\n[capsule]")
    run = await ran(tmp_path, vendor, text=stops)
    assert (["S502"], ()) == ([one.code for one in run.problems], run.requests)


async def test_a_flow_without_writes_is_complete(tmp_path: Path, vendor: Vendor) -> None:
    class Reader(Works):
        def deliver(self, _consignment: Consignment, _settings: object) -> Flow[Delivered]:
            look = json_request("look", "GET", "/desks")
            expect(look, (yield look), 200)
            return Delivered(ref="1", url="")

    run = await ran(tmp_path, vendor, Reader())
    assert (True, None) == (run.complete, run.problem)
