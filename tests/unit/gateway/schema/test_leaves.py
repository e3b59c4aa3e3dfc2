"""Leaves: every value under its pointer, in order, with absent, null and empty kept apart."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.schema.codec import decode_handoff
from gateway.schema.leaves import document_leaves, escape, leaves, unescape

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=15,
)


def _lookup(document: object, pointer: str) -> object:
    """RFC 6901 evaluation, written apart from the code under test."""
    value = document
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]  # type: ignore[index]
    return value


def _count(document: object) -> int:
    if isinstance(document, dict) and document:
        return sum(_count(child) for child in document.values())
    if isinstance(document, list) and document:
        return sum(_count(child) for child in document)
    return 1


def test_null_empty_text_empty_list_and_empty_object_are_four_leaves() -> None:
    document = {"a": None, "b": "", "c": [], "d": {}, "e": False, "f": 0}

    assert {"/a": None, "/b": "", "/c": [], "/d": {}, "/e": False, "/f": 0} == document_leaves(
        document
    )


def test_an_absent_member_is_no_leaf_and_a_null_one_is() -> None:
    body = b'{"conversation":{"id":"c","messages":[],"subject":null},"do_not":[]}'

    assert {
        "/conversation/id": "c",
        "/conversation/subject": None,
        "/conversation/messages": [],
        "/do_not": [],
    } == leaves(decode_handoff(body))


def test_leaves_come_in_document_order() -> None:
    document = {"z": [1, {"y": 2, "x": 3}], "a": 4}

    assert ["/z/0", "/z/1/y", "/z/1/x", "/a"] == list(document_leaves(document))


@pytest.mark.parametrize(
    ("name", "pointer"),
    [("a/b", "/a~1b"), ("m~n", "/m~0n"), ("~1", "/~01"), ("", "/"), (" ", "/ "), ("é", "/é")],
)
def test_member_names_are_escaped(name: str, pointer: str) -> None:
    assert {pointer: 1} == document_leaves({name: 1})


def test_a_bare_scalar_is_the_leaf_of_the_empty_pointer() -> None:
    assert {"": 7} == document_leaves(7)


def test_a_body_as_deep_as_the_decoder_allows_does_not_exhaust_the_stack() -> None:
    document: object = 1
    for _ in range(5000):
        document = [document]

    assert {"/0" * 5000: 1} == document_leaves(document)


def test_a_mapping_reads_the_wire_name_and_not_the_attribute() -> None:
    body = b'{"conversation":{"id":"c","messages":[],"voice":{"from":"+1"}}}'

    assert "/conversation/voice/from" in leaves(decode_handoff(body))


@given(st.text())
def test_unescaping_undoes_escaping(name: str) -> None:
    assert name == unescape(escape(name))


@given(st.text())
def test_an_escaped_name_holds_no_separator(name: str) -> None:
    assert "/" not in escape(name)


@settings(max_examples=100)
@given(JSON)
def test_every_leaf_stands_where_its_pointer_says_and_none_is_missing(document: object) -> None:
    found = document_leaves(document)

    assert {pointer: _lookup(document, pointer) for pointer in found} == found
    assert _count(document) == len(found)


@given(JSON)
def test_naming_leaves_changes_nothing(document: object) -> None:
    before = msgspec.json.encode(document)
    document_leaves(document)

    assert before == msgspec.json.encode(document)


@pytest.mark.parametrize("levels", [1, 38, 39, 40, 41, 42, 100])
def test_leaves_keep_their_order_however_deep_they_stand(levels: int) -> None:
    deep: object = {"a": [], "b": (1, {})}
    for _ in range(levels):
        deep = {"first": 0, "x/y": [deep, None], "last": ()}
    at = "/x~1y/0" * levels

    found = list(document_leaves(deep).items())

    assert [("/first", 0), (f"{at}/a", []), (f"{at}/b/0", 1), (f"{at}/b/1", {})] == [
        found[0],
        *found[levels : levels + 3],
    ]
    assert [("/x~1y/1", None), ("/last", [])] == found[-2:]
