"""Accounting for every native leaf, and problems told by native pointers."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.repair import Reading
from gateway.intake.settling import Settled, settle
from gateway.schema.check import MOST_PROBLEMS
from gateway.schema.origin import Loss
from gateway.sdk.errors import InvalidHandoff, Problem

HANDOFF = {"conversation": {"id": "c", "messages": [{"role": "bot", "content": "hi"}]}}
MAPPED = {
    "/cid": ("/conversation/id",),
    "/turns/0/who": ("/conversation/messages/0/role",),
    "/turns/0/text": ("/conversation/messages/0/content",),
}
DIGEST = "0123456789abcdef" * 4
NATIVE = {"cid": "c", "turns": [{"who": "bot", "text": "hi"}]}


def _settle(
    native: Any, handoff: dict[str, Any], *, strict: bool = False, loss: Any = (), **normalized: Any
) -> Settled:
    made = Normalized(handoff=handoff, **({"mapped": MAPPED} | normalized))
    dialect = Dialect(
        name="toy",
        version="1",
        looks_like="a toy",
        recognises=lambda _: True,
        normalize=lambda _: made,
    )
    reading = Reading(document=native, loss=loss)
    return settle(dialect, reading, raw_sha256=DIGEST, strict=strict)


def _problems(*arguments: Any, **options: Any) -> tuple[Problem, ...]:
    with pytest.raises(InvalidHandoff) as refusal:
        _settle(*arguments, **options)
    return refusal.value.problems


def test_a_document_whose_leaves_are_all_named_settles_as_it_is() -> None:
    settled = _settle(NATIVE, HANDOFF)

    assert MAPPED == settled.mapped
    assert ({}, ()) == (settled.unmapped, settled.unnamed)


def test_a_leaf_that_the_normalizer_forgot_goes_to_unmapped_and_is_reported() -> None:
    settled = _settle({**NATIVE, "mood": {"now": "bad"}, "tags": []}, HANDOFF)

    assert {"/mood/now": "bad", "/tags": []} == settled.unmapped
    assert ("/mood/now", "/tags") == settled.unnamed


def test_named_noise_and_whole_unmapped_members_are_not_forgotten() -> None:
    settled = _settle(
        {**NATIVE, "mood": {"now": "bad"}, "ping": None},
        HANDOFF,
        unmapped={"/mood": {"now": "bad"}},
        noise={"/ping": "keep_alive"},
    )

    assert () == settled.unnamed
    assert {"/mood": {"now": "bad"}} == settled.unmapped


def test_a_problem_is_told_by_the_pointer_of_the_native_leaf() -> None:
    handoff = {"conversation": {"id": "", "messages": [{"role": "x", "content": "hi"}]}}

    assert {"/cid", "/turns/0/who"} == {problem.pointer for problem in _problems(NATIVE, handoff)}


def test_a_problem_within_what_moved_whole_is_told_by_where_it_was() -> None:
    native = {**NATIVE, "extra": {"summary": {"author": {"name": "n"}}}}
    mapped = {**MAPPED, "/extra/summary/author/name": ("/summary/author/name",)}

    (problem,) = _problems(native, {**HANDOFF, "summary": {"author": {"name": "n"}}}, mapped=mapped)

    assert ("/extra/summary/author/kind", "is required") == (problem.pointer, problem.detail)


def test_an_unknown_member_moves_to_unmapped_under_its_native_pointer() -> None:
    native = {**NATIVE, "extra": {"mood": {"now": "bad"}}}
    mapped = {**MAPPED, "/extra/mood/now": ("/mood/now",)}

    settled = _settle(native, {**HANDOFF, "mood": {"now": "bad"}}, mapped=mapped)

    assert {"/extra/mood": {"now": "bad"}} == settled.unmapped
    assert MAPPED == settled.mapped
    assert () == settled.unnamed


def test_leaves_of_a_wrapped_part_are_named_where_they_stand_now() -> None:
    part = {"type": "hologram", "size": {"x": 1}}
    handoff = {"conversation": {"id": "c", "messages": [{"role": "bot", "content": [part]}]}}
    place = "/conversation/messages/0/content/0"
    mapped = {
        "/cid": ("/conversation/id",),
        "/kind": (f"{place}/type",),
        "/x": (f"{place}/size/x",),
    }

    settled = _settle({"cid": "c", "kind": "hologram", "x": 1}, handoff, mapped=mapped)

    assert (f"{place}/original_type",) == settled.mapped["/kind"]
    assert (f"{place}/data/size/x",) == settled.mapped["/x"]


def test_strict_refuses_what_would_be_moved_mended_or_wrapped() -> None:
    part = {"type": "hologram"}
    handoff = {
        "sumary": 1,
        "conversation": {"id": "c", "messages": [{"role": "bot", "content": [part]}]},
    }

    problems = _problems(
        NATIVE,
        handoff,
        strict=True,
        unmapped={"/left": 1},
        loss=(Loss(path="/score", reason="NaN"),),
    )

    assert {
        "/score": "handoff.mended",
        "/sumary": "handoff.unknown_member",
        "/turns/0/text/0": "handoff.unknown_part",
        "/left": "handoff.unknown_member",
    } == {problem.pointer: problem.code for problem in problems}
    assert "did you mean summary?" in problems[1].detail


def test_a_flood_of_problems_is_cut_short_and_says_so() -> None:
    messages = [{}] * (MOST_PROBLEMS + 5)

    problems = _problems(NATIVE, {"conversation": {"id": "c", "messages": messages}})

    assert MOST_PROBLEMS + 1 == len(problems)
    assert "handoff.more_problems" == problems[-1].code


def test_a_conversation_without_an_id_gets_one_of_its_bytes_so_that_a_retry_is_the_same() -> None:
    messages = HANDOFF["conversation"]["messages"]
    settled = _settle(NATIVE, {"conversation": {"messages": messages}}, is_unnamed=True)

    assert "toy-0123456789abcdef01234567" == settled.handoff.conversation.id
    assert ["toy.conversation_id"] == [made.rule for made in settled.generated]


def test_an_id_that_the_document_gives_stands() -> None:
    settled = _settle(NATIVE, HANDOFF)

    assert ("c", ()) == (settled.handoff.conversation.id, settled.generated)
