"""The three example handoffs: valid, rich, different in kind, and about nobody who exists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

import gateway.schema.handoff as _everything  # noqa: F401  (so that every struct is defined)
from gateway.cli.examples import load_examples
from gateway.schema.codec import decode_handoff
from gateway.schema.leaves import leaves
from gateway.schema.struct import Canonical

EXAMPLES = dict(load_examples())
each_example = pytest.mark.parametrize("body", EXAMPLES.values(), ids=EXAMPLES.keys())

# Filled in at the door, never by a sender.
_AT_THE_DOOR = frozenset({"Provenance", "Loss", "Generated"})

# Ranges kept free for fiction: Ofcom's, the NANP's 555-01XX, the German regulator's for Berlin.
_RESERVED = re.compile(r"\+44207946\d{4}|\+447700900\d{3}|\+1\d{3}55501\d{2}|\+493023125\d{3}")


def _members(value: Any) -> Iterator[tuple[str, str]]:
    """Every (struct, member) that is present somewhere below a value."""
    if isinstance(value, Canonical):
        for name in value.__struct_fields__:
            member = getattr(value, name)
            if member is not msgspec.UNSET:
                yield type(value).__name__, name
                yield from _members(member)
    elif isinstance(value, tuple):
        for item in value:
            yield from _members(item)


def _texts(body: bytes) -> list[str]:
    return [text for text in leaves(decode_handoff(body)).values() if isinstance(text, str)]


def test_there_are_three_by_name() -> None:
    assert ["account-takeover", "duplicate-charge", "flight-rebooking"] == list(EXAMPLES)


@each_example
def test_it_has_as_many_leaves_as_a_real_handoff(body: bytes) -> None:
    assert 60 <= len(leaves(decode_handoff(body))) <= 200


def test_between_them_they_use_every_member_of_the_schema() -> None:
    declared = {
        (struct.__name__, name)
        for struct in Canonical.__subclasses__()
        if struct.__name__ not in _AT_THE_DOOR
        for name in struct.__struct_fields__
    }
    used = {member for body in EXAMPLES.values() for member in _members(decode_handoff(body))}

    assert {("Handoff", "provenance"), ("Handoff", "unmapped")} == declared - used


def test_between_them_they_hold_null_and_every_kind_of_empty() -> None:
    values = [v for body in EXAMPLES.values() for v in leaves(decode_handoff(body)).values()]

    assert None in values
    assert [] in values
    assert {} in values
    assert "" in values


def test_they_come_over_three_channels_in_more_than_one_language() -> None:
    conversations = [decode_handoff(body).conversation for body in EXAMPLES.values()]

    assert {"web_chat", "voice", "whatsapp"} == {talk.channel for talk in conversations}
    assert len({talk.language for talk in conversations}) == 3


@each_example
def test_every_message_it_refers_to_exists(body: bytes) -> None:
    document = json.loads(body)
    known = {message["id"] for message in document["conversation"]["messages"]}
    named = {
        value
        for pointer, value in leaves(decode_handoff(body)).items()
        if re.search(
            r"/(message_id|message_ids/\d+|cited_in/\d+|grounded_in/\d+|reply_to)$", pointer
        )
    }

    assert set() == named - known


@each_example
def test_addresses_and_hosts_are_reserved_for_examples(body: bytes) -> None:
    hosts = {
        host
        for text in _texts(body)
        for host in re.findall(r"(?:https?://|@)([A-Za-z0-9.-]+)", text)
    }

    assert {host for host in hosts if not re.search(r"(^|\.)example(\.com|$)", host)} == set()


@each_example
def test_telephone_numbers_are_reserved_for_fiction(body: bytes) -> None:
    digits = [re.sub(r"[ ()-]", "", text) for text in _texts(body)]
    numbers = {text for text in digits if re.fullmatch(r"\+\d{9,15}", text)}

    assert {number for number in numbers if not _RESERVED.fullmatch(number)} == set()
