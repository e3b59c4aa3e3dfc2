"""Two texts side by side: what is compared, what is tried, and what cannot be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.api.mapping_diff import (
    compared,
    diff_document,
    effect_between,
    in_force,
)
from gateway.delivery.revisions import Desk, MappingText, publish, roll_back, text_of
from gateway.sdk.errors import NotFound
from tests.unit.gateway.delivery.desks import BROKEN, FIRST, SECOND, desk_on


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk_on(tmp_path) as (opened, _):
        yield opened


def draft(text: str) -> MappingText:
    return MappingText(which="draft", text=text)


async def published(desk: Desk, *texts: str) -> None:
    for number, text in enumerate(texts):
        await publish(desk, "desk", text, author="ann", note="why", expected=number)


async def test_before_anything_is_published_there_is_no_text_in_force(desk: Desk) -> None:
    assert await in_force(desk, "desk") is None


async def test_a_preset_is_in_force_until_its_name_is_published(desk: Desk) -> None:
    before = await in_force(desk, "webhook")
    assert before is not None
    assert "preset" == before.which


async def test_the_text_in_force_is_the_last_that_was_published(desk: Desk) -> None:
    await published(desk, FIRST, SECOND)
    latest = await in_force(desk, "desk")
    assert latest is not None
    assert (2, SECOND) == (latest.which, latest.text)


@pytest.mark.parametrize(
    ("before", "after", "can"),
    [(None, FIRST, True), (FIRST, SECOND, True), (FIRST, BROKEN, False), (BROKEN, FIRST, False)],
)
async def test_only_texts_without_errors_can_be_tried(desk: Desk, before, after, can) -> None:
    both = await compared(desk, "desk", draft(before) if before else None, draft(after))
    assert can is both.can_be_tried
    assert (await effect_between(desk, both, 5) is not None) is can


async def test_nothing_is_tried_on_no_handoffs(desk: Desk) -> None:
    both = await compared(desk, "desk", draft(FIRST), draft(SECOND))
    assert await effect_between(desk, both, 0) is None


async def test_an_answer_names_both_texts_and_the_new_ones_problems(desk: Desk) -> None:
    await published(desk, FIRST)
    both = await compared(desk, "desk", await in_force(desk, "desk"), draft(BROKEN))
    document = await diff_document(desk, both, last=5, handoff_id=None)
    assert (1, "draft", None) == (document.before, document.after, document.effect)
    assert "M101" in [one.code for one in document.problems]
    assert '+from = "conversation.nowhere"' in document.text


async def test_a_handoff_cannot_be_shown_in_a_text_with_errors(desk: Desk) -> None:
    both = await compared(desk, "desk", draft(FIRST), draft(BROKEN))
    document = await diff_document(desk, both, last=0, handoff_id="h-1")
    assert document.shown is None


async def test_a_handoff_that_never_was_cannot_be_shown(desk: Desk) -> None:
    both = await compared(desk, "desk", draft(FIRST), draft(SECOND))
    with pytest.raises(NotFound):
        await diff_document(desk, both, last=0, handoff_id="h-1")


async def test_a_revision_rolled_back_to_differs_in_nothing_from_the_old_one(desk: Desk) -> None:
    await published(desk, FIRST, SECOND)
    await roll_back(desk, "desk", 1, author="bob", note="worse", expected=2)
    old, new = await text_of(desk, "desk", 1), await text_of(desk, "desk", "latest")
    document = await diff_document(
        desk, await compared(desk, "desk", old, new), last=5, handoff_id=None
    )
    assert (1, 3, []) == (document.before, document.after, document.text)
    assert document.effect is not None
    assert 0 == document.effect.affected
