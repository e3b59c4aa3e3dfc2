"""The fate of each leaf over all its places."""

from __future__ import annotations

import pytest

from mappings import MappingStopped
from mappings.accounting import account, brief_account
from mappings.translation import (
    CapsuleResult,
    FieldResult,
    NoteResult,
    Placement,
    Print,
    Translation,
)


def field(*places: tuple[str, str]) -> FieldResult:
    placements = tuple(Placement(pointer=pointer, fate=fate) for pointer, fate in places)
    return FieldResult(name="f", value="v", placements=placements)


def note(*prints: tuple[str, bool]) -> NoteResult:
    ledger = tuple(Print(pointer=one, start=0, end=1, whole=whole) for one, whole in prints)
    return NoteResult(field="n", format="text", body="x", prints=ledger)


def made(
    *fields: FieldResult, note: NoteResult | None = None, capsule: CapsuleResult | None = None
) -> Translation:
    return Translation(object="item", fields=fields, note=note, capsule=capsule)


CAPSULE = CapsuleResult(kind="file", name="c", withheld=("/a", "/b"))


def test_a_leaf_with_several_places_has_the_best_of_their_fates() -> None:
    fields = [field(("/a", "shortened")), field(("/a", "reformatted"))]

    assert {"/a": "reformatted"} == account(made(*fields, note=note(("/a", True))), {"/a": 1})


def test_a_leaf_printed_in_part_is_in_the_capsule_alone() -> None:
    translation = made(note=note(("/c", False)), capsule=CAPSULE)

    assert {"/c": "capsule"} == account(translation, {"/c": 1})


def test_what_policy_keeps_out_of_the_capsule_is_withheld_unless_it_is_placed() -> None:
    translation = made(field(("/b", "exact")), capsule=CAPSULE)

    fates = account(translation, {"/a": 1, "/b": 2, "/c": 3})

    assert {"/a": "withheld", "/b": "exact", "/c": "capsule"} == fates


def test_a_leaf_without_any_place_is_stranded() -> None:
    assert {"/a": "stranded"} == account(made(), {"/a": 1})


def test_a_place_that_names_no_leaf_stops_the_delivery() -> None:
    with pytest.raises(MappingStopped, match="S599") as stopped:
        account(made(field(("/x", "exact")), capsule=CAPSULE), {"/a": 1})

    assert ("/x",) == stopped.value.pointers


def test_in_brief_only_leaves_with_a_fate_of_their_own_are_named() -> None:
    translation = made(field(("/a", "exact")), capsule=CAPSULE)

    briefly = brief_account(translation, {"/a": 1, "/c": 2})

    assert ({"/a": "exact"}, "capsule") == (briefly.named, briefly.otherwise)
