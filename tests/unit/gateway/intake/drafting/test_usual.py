"""Messages in usual forms: told at once, accounted for when somebody asks."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES, finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import message_of, text_part
from gateway.intake.drafting.usual import (
    Form,
    Turn,
    Usual,
    Verdict,
    call,
    content,
    explained,
    read_all,
    read_each,
    words,
)
from gateway.intake.normalized import Normalized
from gateway.schema.scalars import Json


class Says(Form, frozen=True, tag_field="who", tag="says"):
    words: str
    left: str = ""

    def say(self, turns: list[Turn]) -> Verdict:
        turns.append({"role": "customer", "content": self.words})
        return "more" if self.left else None

    def add(self, draft: Draft, message: Native) -> None:
        draft.left[message["left"].at] = self.left


class Hums(Form, frozen=True, tag_field="who", tag="hums"):
    def say(self, turns: list[Turn]) -> Verdict:
        return "unusual"


USUAL = Usual.of(Says | Hums)

HI: Json = {"who": "says", "words": "Hi."}
ODD: Json = {"who": "says", "words": "Well.", "tone": 3}
HUM: Json = {"who": "hums"}


def _by_rule(draft: Draft, message: Native) -> None:
    turn = message_of("other", text_part(message["words"]))
    turn.says("/role", message["who"])
    draft.append(MESSAGES, turn)


def _read(messages: list[Json], usual: Usual | None) -> Normalized:
    draft = Draft()
    read_each(draft, Native("", messages), usual, _by_rule)
    return finish(messages, draft)


def _roles(normalized: Normalized) -> list[str]:
    return [message["role"] for message in normalized.handoff["conversation"]["messages"]]


@pytest.mark.parametrize(
    ("messages", "roles"),
    [
        ([HI, HI], ["customer", "customer"]),
        ([HI, ODD, HI], ["customer", "other", "customer"]),
        ([HI, HUM, HI], ["customer", "other", "customer"]),
        ([HI, "x"], ["customer", "other"]),
        ([], []),
    ],
)
def test_only_messages_of_no_usual_form_are_read_by_rule(
    messages: list[Json], roles: list[str]
) -> None:
    assert roles == _roles(_read(messages, USUAL))


def test_without_forms_everything_is_read_by_rule() -> None:
    assert ["other", "other"] == _roles(_read([HI, HI], None))


def test_what_rules_leave_of_a_message_among_usual_ones_is_unmapped() -> None:
    assert {"/1/tone": 3} == _read([HI, ODD, HI], USUAL).unmapped


def test_what_a_form_leaves_beside_its_turns_is_unmapped() -> None:
    assert {"/1/left": "x"} == _read([HI, {**HI, "left": "x"}], USUAL).unmapped
    assert {"/0/left": "x", "/1/tone": 3} == _read([{**HI, "left": "x"}, ODD], USUAL).unmapped


def test_items_that_make_up_turns_together_are_read_by_rule_if_one_has_to_be() -> None:
    draft = Draft()
    taken: list[Json] = []

    def by_rule(_: Draft, items: Native) -> None:
        taken.append(items.value)

    read_all(draft, Native("", [HI, HI]), USUAL, by_rule)
    read_all(draft, Native("", [HI, HUM]), USUAL, by_rule)

    assert [[HI, HUM]] == taken
    assert 2 == len(draft.at(MESSAGES))


def test_where_leaves_went_is_found_by_rule_and_only_for_those_who_ask() -> None:
    asked: list[Usual | None] = []

    def read(document: Json, usual: Usual | None) -> Normalized:
        asked.append(usual)
        return _read(document, usual)

    normalized = explained(read, [HI], USUAL)
    before = list(asked)
    mapped = dict(normalized.mapped)

    assert [USUAL] == before
    assert {
        "/0/words": ("/conversation/messages/0/content",),
        "/0/who": ("/conversation/messages/0/role",),
    } == mapped
    assert {} == dict(normalized.noise)
    assert [USUAL, None] == asked


@pytest.mark.parametrize(
    ("call_id", "arguments", "rest"),
    [
        ("c", {"a": 1}, {"call_id": "c", "arguments": {"a": 1}}),
        (UNSET, '{"a":1}', {"arguments": {"a": 1}, "arguments_text": '{"a":1}'}),
        ("c", "{", {"call_id": "c", "arguments_text": "{"}),
        ("c", "null", {"call_id": "c", "arguments_text": "null"}),
        ("c", UNSET, {"call_id": "c"}),
    ],
)
def test_a_call_has_the_arguments_that_there_are(
    call_id: Any, arguments: Any, rest: dict[str, Any]
) -> None:
    assert {"type": "tool_call", "name": "f", **rest} == call("f", call_id, arguments)


class Word(Form, frozen=True):
    kind: str
    text: str

    def part(self) -> Turn:
        return {"type": self.kind, "text": self.text}


A, B, REFUSAL = Word("text", "a"), Word("text", "b"), Word("refusal", "a")


def test_content_is_plain_where_it_is_nothing_but_one_text() -> None:
    assert "a" == content([A])
    assert [A.part(), B.part()] == content([A, B])
    assert [REFUSAL.part()] == content([REFUSAL])
    assert [] == content([])


def test_words_are_plain_where_they_are_one_text() -> None:
    assert "a" == words([A])
    assert [A.part(), B.part()] == words([A, B])
    assert [] == words([])
