"""Each leaf in a field is proved by what the vendor's field holds."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET

from gateway.delivery.proof import Place
from gateway.delivery.prove_fields import field_places, leaf_places, own_places
from gateway.sdk.consignment import FieldValue, OwnValue, Stored, StoredLeaf
from gateway.sdk.manifest import Target, TargetField
from mappings.translation import FieldResult, Placement, Translation

TARGET = Target(
    object="item",
    label="Item",
    fields=(
        TargetField(name="title", label="Title", kind="text"),
        TargetField(name="mail", label="Mail", kind="text", compare="case_insensitive"),
        TargetField(name="tags", label="Tags", kind="list", compare="superset"),
    ),
)


def proved(result: FieldResult, stored: Stored) -> list[tuple[str | None, Place]]:
    made = Translation(object="item", fields=(result,), note=None, capsule=None)
    return list(field_places(made, stored, TARGET))


def title(value: Any = "Hello", *pointers: str) -> FieldResult:
    placements = tuple(Placement(pointer=pointer, fate="exact") for pointer in pointers)
    return FieldResult(name="title", value=value, placements=placements)


def holding(name: str, value: Any, **members: Any) -> Stored:
    return Stored(fields=(FieldValue(name=name, value=value),), **members)


def test_every_leaf_of_a_field_has_its_place() -> None:
    place = Place(object="item", field="title", proof="verified")
    assert [("/a", place), ("/b", place)] == (
        proved(title("Hello", "/a", "/b"), holding("title", "Hello"))
    )


def test_a_fixed_value_has_a_place_and_no_leaf() -> None:
    ((pointer, place),) = proved(title(), holding("title", "Hallo"))
    assert (None, "altered", "Hello", "Hallo") == (pointer, place.proof, place.sent, place.stored)


@pytest.mark.parametrize(
    ("stored", "proof"),
    [
        (Stored(), "missing"),
        (holding("title", None), "missing"),
        (Stored(pending=frozenset({"title"})), "pending"),
        (Stored(unprovable=frozenset({"title"})), "unprovable"),
        (holding("title", "Hell"), "altered"),
        (holding("title", "Hello", unprovable=frozenset({"title"})), "verified"),
    ],
)
def test_a_field_is_called_what_was_found(stored: Stored, proof: str) -> None:
    ((_, place),) = proved(title("Hello", "/a"), stored)
    assert proof == place.proof


def test_a_cleared_field_that_reads_null_is_verified() -> None:
    ((_, place),) = proved(title(None), holding("title", None))
    assert "verified" == place.proof


def test_a_field_is_compared_as_its_adapter_declares() -> None:
    result = FieldResult(
        name="mail", value="Ada@x.test", placements=(Placement(pointer="/m", fate="exact"),)
    )
    ((_, place),) = proved(result, holding("mail", "ada@X.test"))
    assert ("verified", UNSET) == (place.proof, place.sent)


def test_a_field_nobody_declared_is_compared_exactly() -> None:
    result = FieldResult(name="other", value="A")
    assert ["altered"] == [place.proof for _, place in proved(result, holding("other", "a"))]


def test_an_altered_element_of_a_list_concerns_only_the_leaf_that_gave_it() -> None:
    result = FieldResult(
        name="tags",
        value=["a", "b", "fixed"],
        placements=(
            Placement(pointer="/a", fate="exact", element="a"),
            Placement(pointer="/b", fate="exact", element="b"),
        ),
    )
    found = proved(result, holding("tags", ["a", "B", "fixed", "more"]))
    assert [("/a", "verified"), ("/b", "altered"), (None, "verified")] == [
        (pointer, place.proof) for pointer, place in found
    ]


@pytest.mark.parametrize(
    ("stored", "proof"), [(False, "verified"), (True, "altered"), (None, "missing"), (0, "altered")]
)
def test_what_the_adapter_set_of_its_own_accord_has_to_be_right(stored: Any, proof: str) -> None:
    own = OwnValue(name="public", sent=False, stored=stored)
    assert [(None, proof)] == [
        (pointer, place.proof) for pointer, place in own_places(Stored(own=(own,)), "item")
    ]


@pytest.mark.parametrize(
    ("stored", "members", "proof"),
    [
        ("up", {}, "verified"),
        ("down", {}, "altered"),
        (None, {}, "missing"),
        (None, {"pending": frozenset({"state"})}, "pending"),
        (None, {"unprovable": frozenset({"state"})}, "unprovable"),
        ("down", {"pending": frozenset({"state"})}, "altered"),
    ],
)
def test_an_own_value_that_is_not_shown_may_be_late_or_never_shown(
    stored: Any, members: dict[str, Any], proof: str
) -> None:
    own = OwnValue(name="state", sent="up", stored=stored)
    ((pointer, place),) = own_places(Stored(own=(own,), **members), "item")
    assert (None, "state", proof) == (pointer, place.field, place.proof)


def leaf(stored: Any, pointer: str = "/messages/0/content") -> StoredLeaf:
    return StoredLeaf(pointer=pointer, field="talk", sent="Hello", stored=stored)


def test_each_leaf_that_the_adapter_placed_is_judged_by_itself() -> None:
    stored = Stored(leaves=(leaf("Hello", "/a"), leaf("Hullo", "/b"), leaf(None, "/c")))
    assert [
        ("/a", Place(object="item", field="talk", proof="verified")),
        ("/b", Place(object="item", field="talk", proof="altered", sent="Hello", stored="Hullo")),
        ("/c", Place(object="item", field="talk", proof="missing", sent="Hello", stored=None)),
    ] == list(leaf_places(stored, {"/a", "/b", "/c"}.__contains__, "item"))


def test_what_is_no_leaf_or_withheld_counts_without_one() -> None:
    ((pointer, place),) = leaf_places(Stored(leaves=(leaf("Hullo"),)), set().__contains__, "item")
    assert (None, "altered") == (pointer, place.proof)
