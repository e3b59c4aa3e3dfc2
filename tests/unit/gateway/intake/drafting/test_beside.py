"""What stands beside the messages."""

from __future__ import annotations

from gateway.intake.drafting.beside import (
    BESIDE_MESSAGES,
    take_given,
    take_members,
    take_model,
    take_variables,
)
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native


def test_of_two_members_for_one_place_the_first_that_fits_stands() -> None:
    draft = Draft()

    take_members(
        draft, Native("", {"id": "a", "conversation_id": 9, "run_id": ""}), BESIDE_MESSAGES
    )

    assert {"conversation": {"id": "9"}} == draft.value
    assert {"/conversation_id": ("/conversation/id",)} == draft.mapped


def test_what_the_sender_gives_in_canonical_form_stands_all_but_the_messages() -> None:
    draft = Draft()
    given = {
        "reason": {"code": "fraud"},
        "conversation": {"channel": "sms", "messages": [1]},
    }

    take_given(draft, Native("/handoff", given))

    assert {"reason": {"code": "fraud"}, "conversation": {"channel": "sms"}} == draft.value
    assert {"/handoff/reason/code", "/handoff/conversation/channel"} == draft.mapped.keys()


def test_an_empty_package_says_nothing() -> None:
    draft = Draft()

    take_given(draft, Native("/handoff", {}))
    take_given(draft, Native("/handoff", {"conversation": {}}))

    assert {} == draft.value
    assert {"/handoff": "empty_member", "/handoff/conversation": "empty_member"} == draft.noise


def test_variables_are_what_was_not_read() -> None:
    draft = Draft()

    take_variables(draft, Native("/s", {"plan": "gold", "messages": [], "a/b": 1}), ("messages",))

    assert {"conversation": {"variables": {"plan": "gold", "a/b": 1}}} == draft.value


def test_a_model_is_listed_once_and_every_mention_is_named() -> None:
    draft = Draft()

    for at, name in (("/a", "x"), ("/b", "y"), ("/c", "x"), ("/d", None)):
        take_model(draft, Native(at, name))

    assert {"provenance": {"models": [{"name": "x"}, {"name": "y"}]}} == draft.value
    assert ("/provenance/models/0/name",) == draft.mapped["/a"] == draft.mapped["/c"]
