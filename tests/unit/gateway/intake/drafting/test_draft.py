"""A canonical object in the making."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.schema.scalars import Id

NATIVE = Native("/n", {"id": "a", "tags": ["x", {}]})


def test_what_is_taken_stands_at_its_place_leaf_by_leaf() -> None:
    draft = Draft()

    assert draft.take(NATIVE, "/a/b")
    assert {"a": {"b": {"id": "a", "tags": ["x", {}]}}} == draft.value
    assert {
        "/n/id": ("/a/b/id",),
        "/n/tags/0": ("/a/b/tags/0",),
        "/n/tags/1": ("/a/b/tags/1",),
    } == draft.mapped


def test_what_is_absent_or_does_not_fit_is_not_taken() -> None:
    draft = Draft()

    assert not draft.take(NATIVE["x"], "/id", Id)
    assert not draft.take(NATIVE["tags"], "/id", Id)
    assert ({}, {}) == (draft.value, draft.mapped)


def test_a_place_is_taken_once() -> None:
    draft = Draft(id="b")

    assert not draft.take(NATIVE["id"], "/id")
    assert not draft.take(NATIVE["id"], "/id/x")
    assert {"id": "b"} == draft.value


def test_what_is_added_to_a_taken_object_leaves_the_native_one_alone() -> None:
    draft = Draft()
    draft.take(NATIVE, "/v")

    draft.make("/v/more", 1)

    assert {"id", "tags"} == NATIVE.value.keys()


def test_a_made_value_is_said_by_all_its_sources() -> None:
    draft = Draft()

    draft.make("/x", "A", NATIVE["id"], NATIVE["tags"])

    assert {"/n/id": ("/x",), "/n/tags/0": ("/x",), "/n/tags/1": ("/x",)} == draft.mapped


def test_a_value_that_nobody_said_is_marked_with_its_rule() -> None:
    draft = Draft()

    draft.know("/source/system", "acme", "acme.system")

    assert [("/source/system", "acme.system")] == [(g.path, g.rule) for g in draft.generated]


def test_a_value_that_is_there_already_is_found_again() -> None:
    draft = Draft()
    draft.take(NATIVE["id"], "/id")

    assert draft.repeats(Native("/again", "a"), "/id")
    assert not draft.repeats(Native("/other", "b"), "/id")
    assert not draft.repeats(Native("/absent"), "/nowhere")
    assert ("/id",) == draft.mapped["/again"]


def test_one_is_not_true() -> None:
    draft = Draft(x=1)

    assert not draft.repeats(Native("/flag", True), "/x")


def test_an_item_of_a_list_brings_its_leaves_along() -> None:
    draft, item = Draft(), Draft(type="text")
    item.take(NATIVE["id"], "/text")

    assert "/parts/0" == draft.append("/parts", item)
    assert "/parts/1" == draft.append("/parts", Draft())
    assert {"parts": [{"type": "text", "text": "a"}, {}]} == draft.value
    assert {"/n/id": ("/parts/0/text",)} == draft.mapped


def test_an_item_has_no_place_where_something_else_stands() -> None:
    assert "" == Draft(parts={}).append("/parts", Draft())


def test_a_member_of_a_listed_item_can_be_put_later() -> None:
    draft = Draft()
    draft.append("/people", Draft(id="a"))

    assert draft.make("/people/0/name", "A")
    assert not draft.make("/people/1/name", "B")
    assert [{"id": "a", "name": "A"}] == draft.value["people"]
