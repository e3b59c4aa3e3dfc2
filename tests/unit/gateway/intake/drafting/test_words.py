"""Words of bot platforms that mean one of ours."""

from __future__ import annotations

import pytest

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.words import take_channel, take_reason


@pytest.mark.parametrize(
    ("word", "expected"), [("telephony", "voice"), ("webchat", "web_chat"), ("Tester", "Tester")]
)
def test_a_channel_goes_by_our_word_or_its_own(word: str, expected: str) -> None:
    draft = Draft()

    assert take_channel(draft, Native("/c", word))
    assert expected == draft.at("/conversation/channel")


@pytest.mark.parametrize(
    ("word", "code"), [("customerRequest", "customer_request"), ("policy_exception", "other")]
)
def test_a_reason_keeps_the_bots_word_beside_our_code(word: str, code: str) -> None:
    draft = Draft()

    assert take_reason(draft, Native("/r", word))
    assert {"code": code, "trigger": "bot", "original": word} == draft.value["reason"]


@pytest.mark.parametrize("word", [None, "", 3, {}])
def test_what_is_no_word_gives_neither(word: object) -> None:
    draft = Draft()

    assert not take_reason(draft, Native("/r", word))
    assert not take_channel(draft, Native("/r", word))
    assert {} == draft.value


def test_the_first_reason_stands() -> None:
    draft = Draft()
    take_reason(draft, Native("/a", "fraud"))

    assert not take_reason(draft, Native("/b", "timeout"))
    assert "fraud" == draft.value["reason"]["original"]
