"""Drafts and revisions in the store: numbered, unchangeable, one publisher at a time."""

from __future__ import annotations

import asyncio
import hashlib

import msgspec
import pytest

from gateway.sdk.errors import Conflict
from gateway.store.mapping_records import DraftRow, NewRevision


def draft(text: str = "a = 1\n", name: str = "desk") -> DraftRow:
    return DraftRow(name=name, text=text, author="ann", saved_at="2026-11-20T09:30:00.000000Z")


def new(text: str = "a = 1\n", name: str = "desk", **changed: object) -> NewRevision:
    members: dict[str, object] = {
        "name": name,
        "text": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "author": "ann",
        "note": "first",
        "published_at": "2026-11-20T09:31:00.000000Z",
        "vendor": "acme",
        "object": "item",
        "schema_sha256": "f" * 64,
    }
    return NewRevision(**{**members, **changed})


async def test_a_draft_is_kept_character_by_character(store) -> None:
    kept = draft("# ü \u0000 \r\n é")
    await store.save_draft(kept)
    assert kept == await store.draft("desk")


async def test_a_draft_replaces_the_one_of_its_name(store) -> None:
    await store.save_draft(draft("old"))
    await store.save_draft(draft("new"))
    assert draft("new") == await store.draft("desk")


async def test_there_is_no_draft_of_an_unknown_name(store) -> None:
    assert await store.draft("nobody") is None


async def test_revisions_are_numbered_from_one_for_each_name(store) -> None:
    numbers = [
        (await store.publish(new("a"), expected=0)).number,
        (await store.publish(new("b"), expected=1)).number,
        (await store.publish(new("a", name="other"), expected=0)).number,
    ]
    assert [1, 2, 1] == numbers


async def test_what_was_published_is_found_by_its_number_and_its_text_by_its_hash(store) -> None:
    published = await store.publish(new("b", note="why", rolled_back_from=None), expected=0)
    await store.publish(new("c"), expected=1)
    assert published == await store.revision("desk", 1)
    assert "b" == await store.mapping(published.sha256)
    assert ("why", "ann", "acme", "item") == (
        published.note,
        published.author,
        published.vendor,
        published.object,
    )


async def test_without_a_number_the_latest_is_found(store) -> None:
    await store.publish(new("a"), expected=0)
    latest = await store.publish(new("b"), expected=1)
    assert latest == await store.revision("desk")


async def test_an_unknown_revision_is_none(store) -> None:
    await store.publish(new(), expected=0)
    assert (None, None) == (await store.revision("desk", 2), await store.revision("nobody"))


async def test_revisions_are_listed_newest_first(store) -> None:
    for number in range(3):
        await store.publish(new(str(number)), expected=number)
    assert [3, 2, 1] == [row.number for row in await store.revisions("desk")]


async def test_an_old_text_may_be_published_again(store) -> None:
    await store.publish(new("a"), expected=0)
    await store.publish(new("b"), expected=1)
    again = await store.publish(new("a", rolled_back_from=1), expected=2)
    assert (3, 1) == (again.number, again.rolled_back_from)


async def test_who_has_not_seen_the_latest_does_not_publish(store) -> None:
    await store.publish(new("a"), expected=0)
    with pytest.raises(Conflict, match="no revision, and the latest is revision 1") as caught:
        await store.publish(new("b"), expected=0)
    assert "mapping.conflict" == caught.value.code
    assert 1 == len(await store.revisions("desk"))
    assert await store.mapping(new("b").sha256) is None


async def test_of_many_who_publish_at_once_one_succeeds(store) -> None:
    outcomes = await asyncio.gather(
        *(store.publish(new(f"text {n}"), expected=0) for n in range(20)), return_exceptions=True
    )
    assert 1 == sum(not isinstance(outcome, Exception) for outcome in outcomes)
    assert 19 == sum(isinstance(outcome, Conflict) for outcome in outcomes)
    assert 1 == len(await store.revisions("desk"))


async def test_two_processes_do_not_publish_the_same_number(home, store) -> None:
    beside = await home.open(beside=True)
    outcomes = await asyncio.gather(
        *(one.publish(new("x"), expected=0) for one in (store, beside)), return_exceptions=True
    )
    assert 1 == sum(isinstance(outcome, Conflict) for outcome in outcomes)


async def test_publishing_the_draft_ends_it(store) -> None:
    await store.save_draft(draft("a"))
    await store.publish(new("a"), expected=0)
    assert await store.draft("desk") is None


async def test_a_draft_that_went_on_meanwhile_stays(store) -> None:
    await store.save_draft(draft("b"))
    await store.publish(new("a"), expected=0)
    assert draft("b") == await store.draft("desk")


async def test_names_come_from_drafts_and_revisions_and_are_sorted(store) -> None:
    await store.save_draft(draft(name="zoo"))
    await store.save_draft(draft("other", name="desk"))
    await store.publish(new(), expected=0)
    await store.publish(new(name="alpha"), expected=0)
    assert ["alpha", "desk", "zoo"] == await store.mapping_names()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mapping_revisions SET note = 'other'",
        "DELETE FROM mapping_revisions",
        "UPDATE mapping_texts SET text = 'other'",
    ],
)
async def test_what_was_published_cannot_be_changed_by_anybody(home, store, statement: str) -> None:
    await store.publish(new(), expected=0)
    with pytest.raises(Exception, match=r"published|mapped"):
        await home.execute(statement)


async def test_a_delivery_keeps_the_revision_it_was_begun_with(store, new_handoff) -> None:
    await store.accept(new_handoff())
    row = await store.delivery("h-1:support")
    kept = msgspec.structs.replace(row, mapping="desk", mapping_revision=7)
    await store.save_delivery(kept)
    assert (None, kept) == (row.mapping_revision, await store.delivery("h-1:support"))
