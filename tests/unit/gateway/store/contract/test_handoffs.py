"""Handoffs: kept byte for byte, accepted once, listed in pages."""

from __future__ import annotations

import asyncio
import itertools

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.sdk.errors import Conflict, NotFound
from gateway.store.records import Accepted
from gateway.store.status import WORST_FIRST, worst_status


def at(second: int) -> str:
    return f"2026-11-20T09:30:{second:02}.000000Z"


async def test_an_accepted_handoff_is_there_with_its_deliveries(store, new_handoff) -> None:
    accepted = await store.accept(new_handoff("h-1", to=("support", "flex")))
    row = await store.handoff("h-1")
    assert Accepted(handoff_id="h-1") == accepted
    assert ("c-1", at(0), "canonical") == (row.conversation_id, row.created_at, row.dialect)
    assert ["support", "flex"] == [delivery.destination for delivery in row.deliveries]
    assert {("pending", 0, "c-1", at(0))} == {
        (delivery.status, delivery.attempts, delivery.conversation_id, delivery.created_at)
        for delivery in row.deliveries
    }


async def test_an_unknown_id_has_nothing_under_it(store) -> None:
    assert (None, None, None) == (
        await store.handoff("h-0"),
        await store.raw("h-0"),
        await store.package("h-0"),
    )


NUMBERS = itertools.count()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=40_000), package=st.binary(max_size=40_000))
async def test_bodies_come_back_byte_for_byte(
    store, new_handoff, raw: bytes, package: bytes
) -> None:
    name = f"h-{next(NUMBERS)}"
    await store.accept(new_handoff(name, raw=raw, package=package))
    assert ((raw, "application/json"), package) == (
        await store.raw(name),
        await store.package(name),
    )


async def test_a_nul_in_a_text_survives(store, new_handoff) -> None:
    await store.accept(new_handoff("h\x001", conversation="c\x00\U0001f600"))
    assert "c\x00\U0001f600" == (await store.handoff("h\x001")).conversation_id


class TestTheSameAgain:
    async def test_the_same_key_and_body_give_the_first_handoff(self, store, new_handoff) -> None:
        await store.accept(new_handoff("h-1", key="k"))
        again = await store.accept(new_handoff("h-2", key="k"))
        assert Accepted(handoff_id="h-1", repeated=True) == again
        assert await store.handoff("h-2") is None

    async def test_the_same_key_with_another_body_is_a_conflict(self, store, new_handoff) -> None:
        await store.accept(new_handoff("h-1", key="k"))
        with pytest.raises(Conflict) as caught:
            await store.accept(new_handoff("h-2", key="k", raw=b"[]"))
        assert "idempotency.mismatch" == caught.value.code
        assert await store.handoff("h-2") is None

    async def test_another_client_has_its_own_keys(self, store, new_handoff) -> None:
        await store.accept(new_handoff("h-1", key="k", client="bot"))
        other = await store.accept(new_handoff("h-2", key="k", client="other", raw=b"[]"))
        assert Accepted(handoff_id="h-2") == other

    async def test_without_a_key_an_equal_body_is_another_handoff(self, store, new_handoff) -> None:
        await store.accept(new_handoff("h-1"))
        assert Accepted(handoff_id="h-2") == await store.accept(new_handoff("h-2"))

    async def test_the_same_id_and_body_give_the_handoff_itself(self, store, new_handoff) -> None:
        await store.accept(new_handoff("h-1", key="k"))
        again = await store.accept(new_handoff("h-1", key="other"))
        assert Accepted(handoff_id="h-1", repeated=True) == again

    async def test_a_key_first_seen_with_a_known_id_is_kept(self, store, new_handoff) -> None:
        await store.accept(new_handoff("h-1"))
        await store.accept(new_handoff("h-1", key="k"))
        with pytest.raises(Conflict):
            await store.accept(new_handoff("h-2", key="k", raw=b"[]"))

    async def test_the_same_id_with_another_body_is_a_conflict(self, store, new_handoff) -> None:
        await store.accept(new_handoff("h-1"))
        with pytest.raises(Conflict) as caught:
            await store.accept(new_handoff("h-1", raw=b"[]", key="k"))
        assert "handoff.exists" == caught.value.code
        assert (b"{}", "application/json") == await store.raw("h-1")

    async def test_one_key_at_the_same_time_gives_one_handoff(self, store, new_handoff) -> None:
        accepted = await asyncio.gather(
            *(store.accept(new_handoff(f"h-{n}", key="k")) for n in range(20))
        )
        listed = await store.handoffs(status=None, conversation=None, before=None, limit=50)
        assert 1 == len({one.handoff_id for one in accepted})
        assert 19 == sum(one.repeated for one in accepted)
        assert 1 == len(listed)


class TestLists:
    async def ids(self, store, **asked) -> list[str]:
        question = {"status": None, "conversation": None, "before": None, "limit": 10, **asked}
        return [row.id for row in await store.handoffs(**question)]

    async def test_the_newest_comes_first_and_the_id_decides_between_equals(
        self, store, new_handoff
    ) -> None:
        for name, second in (("b", 1), ("z", 0), ("c", 1), ("a", 2)):
            await store.accept(new_handoff(name, at=at(second)))
        assert ["a", "c", "b", "z"] == await self.ids(store)

    async def test_pages_follow_one_another_without_gap_or_overlap(
        self, store, new_handoff
    ) -> None:
        for number in range(7):
            await store.accept(new_handoff(f"h-{number}", at=at(number // 3)))
        first = await self.ids(store, limit=3)
        second = await self.ids(store, limit=3, before=first[-1])
        third = await self.ids(store, limit=3, before=second[-1])
        assert [f"h-{number}" for number in (6, 5, 4, 3, 2, 1, 0)] == first + second + third

    async def test_a_page_behind_nothing_is_refused(self, store) -> None:
        with pytest.raises(NotFound):
            await self.ids(store, before="h-0")

    async def test_only_one_conversation_is_listed_when_asked(self, store, new_handoff) -> None:
        await store.accept(new_handoff("h-1", conversation="c-1"))
        await store.accept(new_handoff("h-2", conversation="c-2"))
        assert ["h-2"] == await self.ids(store, conversation="c-2")

    async def test_a_handoff_that_owes_nothing_is_listed_as_accepted(
        self, store, new_handoff
    ) -> None:
        await store.accept(new_handoff("h-1", to=()))
        await store.accept(new_handoff("h-2"))
        assert ["h-1"] == await self.ids(store, status="accepted")

    async def test_the_status_asked_for_is_the_worst_of_the_deliveries(
        self, store, new_handoff
    ) -> None:
        pairs = [(one, other) for one in WORST_FIRST for other in WORST_FIRST]
        for number, statuses in enumerate(pairs):
            await store.accept(new_handoff(f"h-{number}", to=("x", "y")))
            row = await store.handoff(f"h-{number}")
            for delivery, status in zip(row.deliveries, statuses, strict=True):
                await store.save_delivery(msgspec.structs.replace(delivery, status=status))
        for status in WORST_FIRST:
            expected = {f"h-{n}" for n, pair in enumerate(pairs) if worst_status(pair) == status}
            assert expected == set(await self.ids(store, status=status, limit=100))

    async def test_a_list_by_status_reads_through_an_index(self, home, store, new_handoff) -> None:
        await store.accept(new_handoff("h-1"))
        plan = await home.plan(
            "SELECT id FROM handoffs WHERE status = 'failed'"
            " AND (created_at, id) < ('x', 'y') ORDER BY created_at DESC, id DESC LIMIT 5"
        )
        assert "handoffs_by_status" in plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan
