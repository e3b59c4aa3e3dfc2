"""What nobody read is kept, and what the schema needs is added."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish, number_messages
from gateway.intake.drafting.native import Native

DOCUMENT = {
    "read": {"a": 1, "b": [], "c": {"d": 1, "e": 2}},
    "whole": {"x": [1, {"y": None}]},
    "blank": None,
    "empty": [],
    "": 0,
}


def _draft() -> Draft:
    draft = Draft()
    root = Native("", DOCUMENT)
    draft.take(root["read"]["a"], "/conversation/variables/a")
    draft.drop(root["read"]["c"]["d"], "because")
    draft.drop(root["read"]["a"], "never")
    return draft


def test_what_was_not_read_is_left_as_whole_as_it_can_be() -> None:
    normalized = finish(DOCUMENT, _draft(), optional=("blank", "empty", "b", ""))

    assert {"/read/c/e": 2, "/whole": {"x": [1, {"y": None}]}, "/": 0} == normalized.unmapped
    assert {
        "/read/b": "empty_member",
        "/read/c/d": "because",
        "/blank": "null_member",
        "/empty": "empty_member",
    } == normalized.noise


def test_a_document_of_which_nothing_was_read_is_left_whole() -> None:
    assert {"": DOCUMENT} == finish(DOCUMENT, Draft()).unmapped


def test_a_conversation_without_an_id_is_unnamed() -> None:
    named = _draft()
    named.know("/conversation/id", "c-1", "acme.id")

    assert finish(DOCUMENT, _draft()).is_unnamed
    assert not finish(DOCUMENT, named).is_unnamed


def test_messages_of_a_turn_are_numbered_after_it() -> None:
    draft = Draft()
    for own in ({}, {"id": "x"}, {}):
        draft.append("/conversation/messages", Draft(**own))

    assert ["t.m1", "x", "t.m3"] == number_messages(draft, "t")


def test_a_turn_with_a_very_long_id_still_gives_ids() -> None:
    draft = Draft()
    draft.append("/conversation/messages", Draft())

    assert 255 > len(number_messages(draft, "t" * 300)[0])
