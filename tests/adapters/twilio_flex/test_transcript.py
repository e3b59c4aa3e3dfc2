"""What was said, as messages: to whom, by whom, when, and how long."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.twilio_flex.limits import MESSAGE_BODY
from adapters.twilio_flex.transcript import Post, instant, mark_of, posts_of, stored_leaves
from adapters.twilio_flex.wire import Message
from tests.adapters.twilio_flex.consignments import HANDOFF, capsule, consignment


def posts(*messages: dict[str, Any], fields: dict[str, Any] | None = None) -> tuple[Post, ...]:
    return posts_of(consignment(fields or {}, copy=capsule(list(messages))))


def said(role: str = "customer", content: Any = "Hello", **others: Any) -> dict[str, Any]:
    return {"role": role, "content": content, **others}


@pytest.mark.parametrize("role", ["tool", "system"])
def test_what_was_not_said_to_the_customer_stays_in_the_capsule(role: str) -> None:
    assert () == posts(said(role), said("bot", internal=True), said("bot", " "))


def test_reasoning_and_tool_calls_of_a_message_stay_there_too() -> None:
    (post,) = posts(
        said("bot", [{"type": "reasoning", "text": "hidden"}, {"type": "text", "text": "Hi"}])
    )

    assert ("Hi", ("/conversation/messages/0/content/1/text",)) == (post.body, post.lines)


def test_the_customer_is_named_as_their_chat_client_knows_them() -> None:
    fields = {"participant.identity": "customer-7"}

    assert ["customer-7", "Zoë", "p-9", "bot"] == [
        post.author
        for post in posts(
            said(participant="p-1"),
            said("agent", participant="p-1"),
            said("bot", participant="p-9"),
            said("bot"),
            fields=fields,
        )
    ]


def test_a_long_message_goes_on_in_numbered_ones() -> None:
    long = posts(said(content="word " * 700))

    assert [f"({n}/{len(long)}) " for n in range(1, len(long) + 1)] == [
        post.body[:6] for post in long
    ]
    assert all(len(post.body) <= MESSAGE_BODY.size for post in long)


def test_a_message_that_just_fits_is_not_numbered() -> None:
    (post,) = posts(said(content="x" * MESSAGE_BODY.size))

    assert "x" * MESSAGE_BODY.size == post.body


def test_equal_messages_have_marks_of_their_own() -> None:
    assert [f"{HANDOFF}/0/1", f"{HANDOFF}/1/1"] == [post.mark for post in posts(said(), said())]


def test_only_the_first_of_several_has_the_small_leaves() -> None:
    first, *others = posts(said(content="word " * 700, id="m-1", seq=1))

    assert {"id": "m-1", "seq": 1, "role": "customer"} == first.members
    assert [{}] * len(others) == [post.members for post in others]


def test_leaves_too_large_for_attributes_are_left_to_the_capsule() -> None:
    assert {} == posts(said(id="x" * 4_000))[0].members


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-01-05T10:00:00.250+01:00", "2026-01-05T09:00:00Z"),
        ("soon", None),
        (None, None),
        (7, None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_times_are_utc_to_the_second(moment: Any, expected: str | None) -> None:
    assert expected == instant(moment)


@pytest.mark.parametrize(
    "attributes", [None, "{}", '{"readback":7}', '{"readback":{}}', '{"readback":{"mark":[7]}}']
)
def test_a_message_of_somebody_else_has_no_mark(attributes: str | None) -> None:
    assert mark_of(Message(sid="IM1", attributes=attributes)) is None


def test_of_a_message_that_is_gone_no_leaf_is_there() -> None:
    (post,) = posts(said(id="m-1", at="2026-01-05T10:00:00Z"))

    leaves = list(stored_leaves(post, None))

    assert {"conversation.messages." + name for name in _PLACES} == {one.field for one in leaves}
    assert [None] * len(leaves) == [one.stored for one in leaves]


_PLACES = ("body", "author", "date_created", "attributes")
