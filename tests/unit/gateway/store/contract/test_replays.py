"""Deliveries that have ended: found by filter, owed again, or discarded."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from gateway.sdk.errors import Conflict, NotFound
from gateway.store.records import DeliveryFilter

REFUSED = b'{"code":"delivery.refused","detail":"\\u0000"}'


@pytest.fixture
async def three(store, new_handoff):
    """One dead, one failed, one verified; the first two to "support"."""
    ends = {"h-1": ("dead", "support"), "h-2": ("failed", "support"), "h-3": ("verified", "flex")}
    for number, (id_, (status, to)) in enumerate(ends.items(), start=1):
        at = f"2026-11-20T09:3{number}:00.000000Z"
        await store.accept(new_handoff(id_, raw=id_.encode(), to=(to,), at=at))
        row = await store.delivery(f"{id_}:{to}")
        problem = REFUSED if status == "failed" else None
        await store.save_delivery(replace(row, status=status, problem=problem))
    return store


async def found(store, **wanted) -> list[str]:
    rows = await store.deliveries(DeliveryFilter(**wanted), before=None, limit=10)
    assert len(rows) == await store.count_deliveries(DeliveryFilter(**wanted))
    return [row.id for row in rows]


async def test_without_a_filter_all_come_newest_first(three) -> None:
    assert ["h-3:flex", "h-2:support", "h-1:support"] == await found(three)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({"statuses": ("dead",)}, ["h-1:support"]),
        ({"statuses": ("dead", "failed")}, ["h-2:support", "h-1:support"]),
        ({"destination": "flex"}, ["h-3:flex"]),
        ({"code": "delivery.refused"}, ["h-2:support"]),
        ({"since": "2026-11-20T09:32:00.000000Z"}, ["h-3:flex", "h-2:support"]),
        ({"until": "2026-11-20T09:32:00.000000Z"}, ["h-1:support"]),
        ({"statuses": ("dead",), "destination": "flex"}, []),
    ],
)
async def test_a_filter_finds_what_it_says(three, wanted, ids) -> None:
    assert ids == await found(three, **wanted)


async def test_a_page_goes_on_behind_the_last_one(three) -> None:
    first = await three.deliveries(DeliveryFilter(), before=None, limit=2)
    rest = await three.deliveries(DeliveryFilter(), before=first[-1].id, limit=2)
    assert ["h-1:support"] == [row.id for row in rest]


async def test_a_page_behind_nothing_is_refused(three) -> None:
    with pytest.raises(NotFound):
        await three.deliveries(DeliveryFilter(), before="nobody", limit=2)


async def test_a_replayed_delivery_is_owed_again(three) -> None:
    row = await three.reopen("h-1:support", anew=False)
    assert ("pending", row) == (row.status, await three.delivery("h-1:support"))
    assert "h-1:support" in [one.id for one in await three.unfinished()]
    assert "pending" == worst(await three.handoff("h-1"))


async def test_what_cannot_be_replayed_stays_as_it_is(three) -> None:
    await three.reopen("h-1:support", anew=False)
    with pytest.raises(Conflict):
        await three.reopen("h-1:support", anew=False)
    with pytest.raises(NotFound):
        await three.reopen("nobody", anew=False)


async def test_a_discarded_delivery_keeps_its_reason(three) -> None:
    await three.discard("h-2:support", b'{"code":"delivery.discarded"}')
    row = await three.delivery("h-2:support")
    assert ("discarded", b'{"code":"delivery.discarded"}') == (row.status, row.problem)


async def test_a_verified_delivery_is_not_discarded(three) -> None:
    with pytest.raises(Conflict):
        await three.discard("h-3:flex", b"{}")


def worst(handoff) -> str:
    (delivery,) = handoff.deliveries
    return delivery.status
