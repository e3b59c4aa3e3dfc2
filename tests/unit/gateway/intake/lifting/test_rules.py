"""The declared rules themselves."""

from __future__ import annotations

from gateway.intake.lifting.rules import ACTION_VERBS, LOOKUP_VERBS, RECORDS, TRANSFERS
from gateway.intake.lifting.words import matches, singular, words


def test_no_verb_both_looks_and_acts() -> None:
    assert frozenset() == ACTION_VERBS & LOOKUP_VERBS


def test_every_noun_and_id_belongs_to_one_rule() -> None:
    nouns = [noun for rule in RECORDS for noun in rule.nouns]
    ids = [id_ for rule in RECORDS for id_ in rule.ids]

    assert sorted(set(nouns)) == sorted(nouns)
    assert sorted(set(ids)) == sorted(ids)


def test_nouns_are_in_the_singular() -> None:
    assert [] == [noun for rule in RECORDS for noun in rule.nouns if singular(noun) != noun]


def test_the_names_that_tool_authors_give_a_transfer_are_known() -> None:
    names = (
        "transfer_to_human_agents",
        "transferToAgent",
        "escalate_to_human",
        "handoff",
        "hand_off_to_support",
        "request_human",
        "connect_to_live_agent",
        "talk_to_human",
        "transfer_to_support_team",
    )

    assert [] == [name for name in names if not matches(words(name), TRANSFERS)]


def test_moving_money_is_no_transfer_to_a_person() -> None:
    assert not matches(words("transfer_to_savings_account"), TRANSFERS)
