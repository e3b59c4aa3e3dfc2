"""What is taken out of a handoff, and what is noted of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gateway.config.privacy import STRICT, ProfileSettings
from gateway.intake.door import Received
from gateway.intake.policy import Policy
from gateway.intake.privacy.profile import profile_of
from gateway.schema.codec import decode_handoff
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.conftest import Door

VISA = "4111 1111 1111 1111"
OTHER = "5555 5555 5555 4444"


def _handoff(*messages: Any, **members: Any) -> dict[str, Any]:
    said = [
        message if isinstance(message, dict) else {"role": "customer", "content": message}
        for message in messages
    ]
    return {"conversation": {"id": "c", "messages": said}, **members}


def _called(**arguments: Any) -> dict[str, Any]:
    call = {
        "type": "tool_call",
        "name": "verify",
        "arguments": arguments,
        "arguments_text": json.dumps(arguments),
    }
    return {"role": "bot", "content": [call]}


def _package(received: Received) -> Any:
    return json.loads(received.package)


def _text(received: Received) -> str:
    return received.package.decode()


def test_the_same_value_has_the_same_token_and_another_has_another(door: Door) -> None:
    received = door(_handoff(f"{VISA} or {OTHER}", VISA.replace(" ", "")))

    messages = _package(received)["conversation"]["messages"]
    assert ["[CARD:1] or [CARD:2]", "[CARD:1]"] == [message["content"] for message in messages]


def test_cards_are_found_in_arguments_variables_unmapped_and_names(door: Door) -> None:
    document = _handoff(
        _called(card=VISA, digits=4111111111111111),
        odd={"4111111111111111": [VISA]},
    )
    document["conversation"]["variables"] = {"card": VISA}

    package = _package(door(document))

    call = package["conversation"]["messages"][0]["content"][0]
    assert {"card": "[CARD:1]", "digits": "[CARD:1]"} == call["arguments"]
    assert "[CARD:1]" in call["arguments_text"]
    assert {"card": "[CARD:1]"} == package["conversation"]["variables"]
    assert {"/odd": {"[CARD:1]": ["[CARD:1]"]}} == package["unmapped"]
    assert "4111" not in json.dumps(package).replace(" ", "")


def test_every_redaction_is_noted_with_path_kind_detector_and_count(door: Door) -> None:
    received = door(_handoff("hi", f"{VISA} {OTHER}"))

    noted = {
        "path": "/conversation/messages/1/content",
        "kind": "CARD",
        "detector": "card",
        "count": 2,
    }
    assert [noted] == _package(received)["privacy"]["redactions"]
    assert {"card": 2} == received.redactions


def test_the_handoff_is_what_the_package_says(door: Door) -> None:
    received = door(_handoff(VISA))

    assert received.handoff == decode_handoff(received.package)


@pytest.mark.parametrize("value", ["+5511912345678", "1716900000000", 1716900000000, 4.1e15])
def test_telephone_numbers_and_clocks_stay(door: Door, value: Any) -> None:
    document = _handoff("hi", customer={"attributes": {"x": value}})

    assert value == _package(door(document))["customer"]["attributes"]["x"]


def test_ids_stay_even_if_they_pass_luhn(door: Door) -> None:
    number = VISA.replace(" ", "")
    document = _handoff("hi", _called(user_id=number), customer={"id": number})
    document["conversation"]["id"] = number

    received = door(document)

    assert number == _package(received)["customer"]["id"]
    assert ("as_sent", {}) == (received.raw_state, received.redactions)


def test_the_strict_profile_takes_out_more_but_not_how_the_customer_is_reached(door: Door) -> None:
    policy = Policy(profile=profile_of(STRICT, "GB"))
    customer = {"email": "mei@example.com", "phone": "020 7946 0018"}

    package = _package(
        door(_handoff("mei@example.com, 020 7946 0018", customer=customer), policy=policy)
    )

    assert "[EMAIL:1], [PHONE:1]" == package["conversation"]["messages"][0]["content"]
    assert customer.items() <= package["customer"].items()


def test_nothing_is_taken_out_where_the_profile_wants_nothing(door: Door) -> None:
    policy = Policy(profile=profile_of(ProfileSettings(card=False)))

    assert VISA in _text(door(_handoff(VISA), policy=policy))


def test_a_sensitive_field_is_replaced_there_and_wherever_it_is_repeated(door: Door) -> None:
    document = _handoff(
        "my pin is 4711, thanks",
        _called(pin="4711", order="W1"),
        privacy={"sensitive_fields": ["/conversation/messages/1/content/0/arguments/pin"]},
    )

    first, second = _package(door(document))["conversation"]["messages"]

    assert "my pin is [SENSITIVE:1], thanks" == first["content"]
    assert {"pin": "[SENSITIVE:1]", "order": "W1"} == second["content"][0]["arguments"]
    assert {"pin": "[SENSITIVE:1]", "order": "W1"} == json.loads(
        second["content"][0]["arguments_text"]
    )


def test_a_pointer_may_name_every_element_and_all_below_it(door: Door) -> None:
    document = _handoff(
        _called(who={"pin": "1", "ok": True}),
        privacy={"sensitive_fields": ["/conversation/messages/*/content/*/arguments/who"]},
    )

    call = _package(door(document))["conversation"]["messages"][0]["content"][0]

    assert {"who": {"pin": "[SENSITIVE:1]", "ok": "[SENSITIVE:2]"}} == call["arguments"]
    assert call["arguments"] == json.loads(call["arguments_text"])


def test_a_sensitive_word_of_the_schema_is_not_replaced_where_the_schema_needs_it(
    door: Door,
) -> None:
    document = _handoff("the customer", privacy={"sensitive_fields": ["/conversation/variables/x"]})
    document["conversation"]["variables"] = {"x": "customer"}

    message = _package(door(document))["conversation"]["messages"][0]

    assert ("customer", "the [SENSITIVE:1]") == (message["role"], message["content"])


def test_the_kind_of_a_part_is_not_replaced_where_all_of_a_message_is_sensitive(door: Door) -> None:
    document = _handoff({"role": "customer", "content": [{"type": "text", "text": "PIN 4711"}]})
    document["privacy"] = {"sensitive_fields": ["/conversation/messages/0/content"]}

    (message,) = _package(door(document))["conversation"]["messages"]
    assert [{"type": "text", "text": "[SENSITIVE:1]"}] == message["content"]


def test_a_sensitive_time_goes_since_no_token_fits(door: Door) -> None:
    at = "2026-11-20T10:00:00Z"
    privacy = {"sensitive_fields": ["/occurred_at"]}

    received = door(_handoff("hi", occurred_at=at, privacy=privacy))

    assert "occurred_at" not in _package(received)
    assert at not in _text(received)


def test_a_sensitive_member_that_has_to_be_there_is_refused(door: Door) -> None:
    privacy = {"sensitive_fields": ["/conversation/messages/0/role"]}

    with pytest.raises(InvalidHandoff) as refusal:
        door(_handoff("hi", privacy=privacy))

    assert ["/conversation/messages/0/role"] == [
        problem.pointer for problem in refusal.value.problems
    ]


def test_a_sensitive_field_that_is_not_there_is_noted_as_such(door: Door) -> None:
    privacy = {"sensitive_fields": ["/customer/attributes/pin"]}

    (noted,) = _package(door(_handoff("hi", privacy=privacy)))["privacy"]["redactions"]

    assert ("/customer/attributes/pin", 0) == (noted["path"], noted["count"])


def test_an_id_that_was_lifted_from_a_sensitive_argument_is_not_lifted(door: Door) -> None:
    call = {
        "id": "1",
        "type": "function",
        "function": {"name": "send_code", "arguments": '{"user_id": "mei_7"}'},
    }
    document = {
        "messages": [
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "1", "content": "Sent."},
        ],
        "handoff": {
            "privacy": {"sensitive_fields": ["/conversation/messages/*/content/*/arguments/*"]}
        },
    }

    received = door(document)

    assert "mei_7" not in _text(received)
    assert b"mei_7" not in received.raw
    assert "id" not in _package(received).get("customer", {})


def test_fields_of_the_profile_are_replaced_by_their_names(door: Door) -> None:
    policy = Policy(profile=profile_of(ProfileSettings(fields=("PIN",))))

    received = door(_handoff(_called(pin="0815-x")), policy=policy)

    assert "0815-x" not in _text(received)
    assert {"fields": 1} == {k: v for k, v in received.redactions.items() if k == "fields"}


def test_tokens_that_came_along_keep_their_numbers(door: Door) -> None:
    received = door(_handoff(f"[CARD:1] and {VISA}"))

    assert "[CARD:1] and [CARD:2]" in _text(received)
