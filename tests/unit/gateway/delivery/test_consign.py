"""From a translation to a consignment: fields, note, and a copy without what is withheld."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.consign import WITHHELD, consign
from gateway.schema.leaves import document_leaves
from gateway.sdk.consignment import Consignment, FieldValue, Note
from gateway.sdk.errors import LeavesStranded
from mappings.fate import Fate
from mappings.translation import CapsuleResult, FieldResult, NoteResult, Translation


def translation(**changed: Any) -> Translation:
    members = {"object": "item", "fields": (), "note": None, "capsule": None}
    return Translation(**{**members, **changed})


def consigned(made: Translation, package: object = None, **fates: Fate) -> Consignment:
    return consign(
        made,
        fates={f"/{name}": fate for name, fate in fates.items()},
        package=msgspec.json.encode(package or {}),
        delivery_id="d-1",
        handoff_id="h-1",
    )


def copied(package: object, *withheld: str) -> Any:
    capsule = CapsuleResult(kind="file", name="copy.json", withheld=withheld)
    made = consigned(translation(capsule=capsule), package).capsule
    assert made is not None
    assert hashlib.sha256(made.data).hexdigest() == made.sha256
    return msgspec.json.decode(made.data)


def test_a_delivery_is_known_to_its_vendor_by_its_own_id() -> None:
    made = consigned(translation())
    assert ("d-1", "h-1", "item") == (made.key, made.handoff_id, made.object)


def test_a_note_is_consigned_whole() -> None:
    note = NoteResult(field="comment", format="html", body="<p>Hello</p>")
    assert Note(field="comment", format="html", body="<p>Hello</p>") == (
        consigned(translation(note=note)).note
    )


def test_list_fields_are_merged_in_order_and_without_repeats() -> None:
    fields = (
        FieldResult(name="tags", value=["b", "a"]),
        FieldResult(name="title", value="Hello"),
        FieldResult(name="tags", value=("a", "c")),
    )
    assert (
        FieldValue(name="tags", value=["b", "a", "c"]),
        FieldValue(name="title", value="Hello"),
    ) == consigned(translation(fields=fields)).fields


def test_a_value_to_be_cleared_is_consigned_as_null() -> None:
    fields = (FieldResult(name="title", value=None),)
    assert (FieldValue(name="title", value=None),) == consigned(translation(fields=fields)).fields


def test_without_a_capsule_rule_there_is_no_copy() -> None:
    assert consigned(translation()).capsule is None


def test_a_copy_that_withholds_nothing_is_the_package_byte_for_byte() -> None:
    package = b'{ "a" : 1.0 }'
    made = consign(
        translation(capsule=CapsuleResult(kind="file", name="copy.json")),
        fates={},
        package=package,
        delivery_id="d-1",
        handoff_id="h-1",
    )
    assert made.capsule is not None
    assert package == made.capsule.data


def test_a_withheld_leaf_is_not_in_the_copy() -> None:
    package = {"customer": {"phone": "+49 30 1234567", "name": "Ada"}}
    assert {"customer": {"phone": WITHHELD, "name": "Ada"}} == copied(package, "/customer/phone")


def test_a_withheld_member_of_an_array_leaves_its_neighbours_where_they_were() -> None:
    package = {"m": [{"content": "one"}, {"content": "two"}, {"content": "three"}]}
    copy = copied(package, "/m/1/content")
    assert ["one", WITHHELD, "three"] == [one["content"] for one in copy["m"]]
    assert [1, WITHHELD, 3] == copied({"m": [1, 2, 3]}, "/m/1")["m"]


def test_a_withheld_leaf_is_found_under_its_escaped_name() -> None:
    assert {"a/b": {"c~d": WITHHELD, "1": 2}} == copied({"a/b": {"c~d": 1, "1": 2}}, "/a~1b/c~0d")


def test_a_withheld_empty_container_is_withheld_too() -> None:
    assert {"a": WITHHELD, "b": WITHHELD} == copied({"a": {}, "b": []}, "/a", "/b")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=3), JSON, min_size=1, max_size=4), st.data())
def test_any_leaves_can_be_withheld_and_all_others_stay(
    package: dict[str, Any], data: st.DataObject
) -> None:
    leaves = document_leaves(package)
    withheld = data.draw(st.lists(st.sampled_from(list(leaves)), unique=True))
    expected = {**leaves, **dict.fromkeys(withheld, WITHHELD)}
    assert expected == document_leaves(copied(package, *withheld))


def test_every_leaf_without_a_place_is_named() -> None:
    with pytest.raises(LeavesStranded) as stranded:
        consigned(translation(), a="stranded", b="capsule", c="stranded")
    assert ["/a", "/c"] == [problem.pointer for problem in stranded.value.problems]
    assert "2 leaves have no place" == str(stranded.value)


def test_a_withheld_leaf_is_not_stranded() -> None:
    assert "d-1" == consigned(translation(), a="withheld").key
