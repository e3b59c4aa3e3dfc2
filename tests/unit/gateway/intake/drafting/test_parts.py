"""Parts of a message, made of native members."""

from __future__ import annotations

import pytest

from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import (
    card_part,
    choices_part,
    event_part,
    media_part,
    message_of,
    text_part,
)


def test_a_message_of_plain_text_has_it_as_its_content() -> None:
    message = message_of("bot", text_part(Native("/t", "hi")))

    assert {"role": "bot", "content": "hi"} == message.value
    assert {"/t": ("/content",)} == message.mapped


def test_a_message_of_several_parts_has_a_list() -> None:
    message = message_of("bot", text_part(Native("/t", "hi")), event_part("left"))

    assert ["text", "event"] == [part["type"] for part in message.value["content"]]
    assert {"/t": ("/content/0/text",)} == message.mapped


def test_a_message_of_nothing_has_an_empty_list() -> None:
    assert [] == message_of("bot").value["content"]


@pytest.mark.parametrize("value", [1, None, {"a": 1}, "x" * 1_048_577])
def test_what_no_text_part_can_hold_stays_whole(value: object) -> None:
    part = text_part(Native("/t", value))

    assert {"type": "other", "original_type": "text", "data": value} == part.value


def test_choices_cards_and_files_keep_what_they_show() -> None:
    assert [1] == choices_part(Native("/o", [1]), "buttons").value["options"]
    assert {"a": 1} == card_part(Native("/c", {"a": 1}), "x/y").value["content"]
    assert {"type": "media", "media_type": "image/*", "url": "u"} == media_part(
        "image/*", url=Native("/u", "u"), name=Native("/n")
    ).value
