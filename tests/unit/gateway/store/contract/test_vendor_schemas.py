"""Vendor schemas: the current one first, and none ever lost."""

from __future__ import annotations

import msgspec

from gateway.store.records import SchemaRow

FIRST = SchemaRow(
    destination="support",
    object="item",
    sha256="a" * 64,
    document=b'{"label":"\xc3\xbc\x00"}',
    fetched_at="2026-11-20T09:30:00.000000Z",
)
SECOND = msgspec.structs.replace(
    FIRST, sha256="b" * 64, document=b"{}", fetched_at="2026-11-21T09:30:00.000000Z"
)


async def test_a_schema_comes_back_byte_for_byte(store) -> None:
    await store.keep_schema(FIRST)
    assert [FIRST] == await store.schemas("support", "item")


async def test_the_current_schema_comes_first_and_the_earlier_ones_stay(store) -> None:
    await store.keep_schema(FIRST)
    await store.keep_schema(SECOND)
    assert [SECOND, FIRST] == await store.schemas("support", "item")


async def test_a_schema_that_comes_again_is_current_again(store) -> None:
    again = msgspec.structs.replace(FIRST, fetched_at="2026-11-22T09:30:00.000000Z")
    for schema in (FIRST, SECOND, again):
        await store.keep_schema(schema)
    assert [again, SECOND] == await store.schemas("support", "item")


async def test_of_two_schemas_of_one_moment_the_later_kept_is_current(store) -> None:
    same = msgspec.structs.replace(SECOND, fetched_at=FIRST.fetched_at)
    await store.keep_schema(same)
    await store.keep_schema(FIRST)
    assert [FIRST, same] == await store.schemas("support", "item")


async def test_schemas_are_apart_by_destination_and_object(store) -> None:
    await store.keep_schema(FIRST)
    assert [] == await store.schemas("other", "item")
    assert [] == await store.schemas("support", "other")
