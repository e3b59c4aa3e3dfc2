"""Reading a handoff by path: values with their pointers, wrong names refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from contract_tests.strategies import handoffs
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from mappings.nodes import Lines
from mappings.path import compile_path
from mappings.problems import Refused
from mappings.sample import sample_of
from tests.unit.mappings.desk import CANONICAL, handoff


def read(path: str, given_: Handoff) -> list[tuple[Any, tuple[str, ...]]]:
    return list(compile_path(path, CANONICAL).read(given_))


def test_a_path_reads_a_value_and_the_pointer_it_stands_at() -> None:
    found = read("customer.email", handoff(customer={"email": "a@b"}))

    assert [("a@b", ("/customer/email",))] == found


def test_absent_null_and_empty_are_three_things() -> None:
    assert [] == read("customer.email", handoff(customer={}))
    assert [(None, ("/customer/email",))] == read(
        "customer.email", handoff(customer={"email": None})
    )
    assert [("", ("/customer/email",))] == read("customer.email", handoff(customer={"email": ""}))


def test_a_path_through_null_reads_nothing() -> None:
    assert [] == read("customer.email", handoff(customer=None))


def test_every_item_of_a_list_is_read() -> None:
    given_ = handoff(records=[{"type": "order", "id": "1"}, {"type": "order", "id": "2"}])

    expected = [("1", ("/records/0/id",)), ("2", ("/records/1/id",))]
    assert expected == read("records[*].id", given_)


def test_one_item_of_a_list_is_read_by_its_number() -> None:
    given_ = handoff(do_not=["a", "b"])

    assert [("b", ("/do_not/1",))] == read("do_not[1]", given_)
    assert [] == read("do_not[2]", given_)


def test_members_go_by_their_name_on_the_wire() -> None:
    given_ = handoff(conversation={"id": "c", "messages": [], "voice": {"from": "+49"}})

    assert [("+49", ("/conversation/voice/from",))] == read("conversation.voice.from", given_)


def test_raw_json_is_read_with_escaped_pointers() -> None:
    given_ = handoff(extensions={"com.acme/x~y": {"k": [1]}})

    expected = [(1, ("/extensions/com.acme~1x~0y/k/0",))]
    assert expected == read('extensions["com.acme/x~y"].k[0]', given_)


def test_a_view_keeps_the_pointers_of_what_it_stands_for() -> None:
    given_ = handoff(intents=[{"name": "a", "rank": 2}, {"name": "b", "rank": 1}])

    assert [("b", ("/intents/1/name",))] == read("intent.name", given_)


def test_a_view_that_is_a_list_is_read_whole_or_by_number() -> None:
    given_ = handoff(
        steps=[
            {"id": "1", "description": "x", "status": "failed"},
            {"id": "2", "description": "y", "status": "completed"},
        ]
    )

    assert [("1", ("/steps/0/id",))] == read("steps_unresolved[*].id", given_)
    assert [("2", ("/steps/1/id",))] == read("steps_resolved[0].id", given_)


def test_a_computed_view_names_every_leaf_it_read() -> None:
    given_ = handoff(sentiment=[{"score": 0.5}, {"score": -0.5}])

    assert [("falling", ("/sentiment/0/score", "/sentiment/1/score"))] == read(
        "sentiment_trend", given_
    )


def test_the_text_of_a_message_is_all_its_texts_below_one_another() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "refusal", "text": "b"}]
    given_ = handoff(conversation={"id": "c", "messages": [{"role": "bot", "content": parts}]})
    base = "/conversation/messages/0/content"

    ((value, pointers),) = read("messages[0].text", given_)

    assert Lines((("a", (f"{base}/0/text",)), ("b", (f"{base}/1/text",)))) == value
    assert (f"{base}/0/text", f"{base}/1/text") == pointers


def test_a_plain_message_has_its_content_as_text() -> None:
    assert [("Hello", ("/conversation/messages/0/content",))] == read("messages[0].text", handoff())


def test_the_tag_of_a_part_is_read_although_no_attribute_holds_it() -> None:
    parts = [{"type": "event", "name": "joined"}]
    given_ = handoff(conversation={"id": "c", "messages": [{"role": "bot", "content": parts}]})

    assert [("event", ("/conversation/messages/0/content/0/type",))] == read(
        "messages[*].content[*].type", given_
    )


def test_a_member_that_only_some_parts_have_is_read_where_it_is() -> None:
    parts = [{"type": "event", "name": "joined"}, {"type": "media", "url": "u"}]
    given_ = handoff(conversation={"id": "c", "messages": [{"role": "bot", "content": parts}]})

    assert ["u"] == [value for value, _ in read("messages[*].content[*].url", given_)]


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("custmer.email", "customer.email"),
        ("customer.emial", "customer.email"),
        ("intent.dispaly_name", "intent.display_name"),
        ("mesages[*].text", "messages[*].text"),
    ],
)
def test_a_wrong_name_is_answered_with_the_one_that_was_meant(path: str, meant: str) -> None:
    with pytest.raises(Refused, match="There is no handoff field") as refused:
        compile_path(path, CANONICAL)

    assert f'Did you mean "{meant}"?' in str(refused.value)


@pytest.mark.parametrize("path", ["", ".", "a..b", "a[", "a[x]", "a[*", "[0]", "é", "a" * 9999])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(Refused, match="cannot be read as a handoff field"):
        compile_path(path, CANONICAL)


def test_every_leaf_path_that_the_types_allow_reads_its_leaves() -> None:
    sample = sample_of(Handoff)
    for pointer, leaf in leaves(sample).items():
        path = "".join(
            f"[{token}]" if token.isdigit() else f'["{token}"]' if token == "*" else f".{token}"
            for token in pointer.split("/")[1:]
        ).lstrip(".")

        assert [(leaf, (pointer,))] == read(path, sample)


@settings(max_examples=50)
@given(handoffs())
def test_what_a_path_reads_is_what_stands_at_its_pointer(given_: Handoff) -> None:
    known = leaves(given_)
    for pattern in ("customer.email", "messages[*].text", "records[*].id", "intent.name"):
        for value, pointers in read(pattern, given_):
            if not isinstance(value, Lines):
                assert [known[pointer] for pointer in pointers] == [value]
