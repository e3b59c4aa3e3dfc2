"""Where native values went, as whole values and leaf by leaf."""

from __future__ import annotations

from gateway.intake.drafting.native import Native
from gateway.intake.drafting.trail import Trail, node_of

ROOT = Native("", {"a": [{"x": 1, "y": {}}, 2], "b/c": "t"})


def test_what_is_followed_keeps_its_names_below_the_place() -> None:
    trail = Trail()
    trail.follow(ROOT["a"], "/p")

    assert {"/a/0/x": ("/p/0/x",), "/a/0/y": ("/p/0/y",), "/a/1": ("/p/1",)} == trail.leaves()


def test_what_is_said_stands_at_the_place_alone_and_once() -> None:
    trail = Trail()
    trail.say(ROOT["a"][0], "/p")
    trail.say(ROOT["a"][0], "/p")
    trail.follow(ROOT["a"][0]["x"], "/q")

    assert {"/a/0/x": ("/p", "/q"), "/a/0/y": ("/p",)} == trail.leaves()


def test_what_a_draft_within_read_stands_below_its_place() -> None:
    inner, outer = Trail(), Trail()
    inner.follow(ROOT["b/c"], "/text")
    outer.join(inner, "/content/0")
    outer.join_at(inner, "/content")

    assert {"/b~1c": ("/content/0/text", "/content")} == outer.leaves()


def test_leaves_so_far_are_not_those_read_later_but_all_leaves_are() -> None:
    inner, outer = Trail(), Trail()
    outer.join(inner, "/p")
    assert {} == outer.leaves()
    inner.follow(ROOT["b/c"], "/q")

    assert ({}, {"/b~1c": ("/p/q",)}) == (outer.leaves(), outer.all_leaves())


def test_what_was_dropped_says_nothing_and_counts_as_read() -> None:
    trail = Trail()
    trail.drop(ROOT["a"], "why")

    assert ({}, {"/a/0/x": "why", "/a/0/y": "why", "/a/1": "why"}) == (
        trail.leaves(),
        trail.dropped(),
    )
    assert ({"a": True}, False) == (trail.read(), trail.says_anything())


def test_what_was_read_is_a_tree_whichever_way_it_was_pointed_to() -> None:
    trail = Trail()
    trail.follow(ROOT["a"][0]["x"], "/p")
    trail.say(Native("/a/0/y", {}), "/q")
    trail.say(Native("/a/1"), "/q")

    assert {"a": {"0": {"x": True, "y": True}, "1": True}} == trail.read()
    assert {"x": True, "y": True} == node_of(ROOT["a"][0], trail.read())
    assert {} == node_of(ROOT["b/c"], trail.read())


def test_a_value_that_was_read_whole_stays_whole() -> None:
    trail = Trail()
    trail.follow(ROOT["a"], "/p")
    trail.say(ROOT["a"][0]["x"], "/q")

    assert {"a": True} == trail.read()
    assert True is node_of(ROOT["a"][0], trail.read())


def test_what_is_forgotten_was_never_read() -> None:
    trail = Trail()
    trail.follow(ROOT["a"], "/p")
    trail.leaves()
    trail.forget()

    assert ({}, {}) == (trail.leaves(), trail.read())


def test_a_document_may_be_read_as_a_whole() -> None:
    trail = Trail()
    trail.say(Native("", []), "/p")

    assert (True, True) == (trail.read(), node_of(ROOT["a"], trail.read()))
