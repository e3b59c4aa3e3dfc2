"""The look at the bytes of a package never misses what the walk over its leaves finds."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.intake.digits import outline
from gateway.intake.privacy import protect, suspects
from gateway.intake.privacy.found import redact_found
from gateway.intake.privacy.plain import plain_character
from gateway.intake.privacy.profile import DEFAULT
from gateway.intake.privacy.suspects import may_hold_card
from gateway.intake.privacy.tokens import Tokens
from tests.unit.gateway.intake.conftest import Door

VISA = "4111111111111111"
AMEX = "378282246310005"

# Everything that the detector, the encoder or the look at the bytes has a word to say about.
PIECES = (
    *(VISA, AMEX, "4111 1111 1111 1111", "4111-1111-1111-1111", "41111111", "11111111", "4", "0"),
    *("\uff14\u0661\u0661\u0661\u200b\u2460\u00b2\u00bd\U0001d7d0", "\uff14111111111111111"),
    *("4\u00ad1\u200b1\u20601 \u200b 1111-\u2011 11111111", "2024-01-02", "12/26", "e-400", "E"),
    *(
        " ",
        "  ",
        "   ",
        "    ",
        "-",
        "\u2011",
        "\u00a0",
        "\u200b",
        "+",
        ".",
        ",",
        "x",
        "g",
        "a-",
        '":0.',
        ":-1.",
    ),
    *("abcdef", "\u00e9", "\u4e2d", "\U0001f600", '"', "\\", "/", "\n", "\t", "\b", "\f", "\x00"),
    *("\x1f", "\x7f", "\\u0034", "\\n", "[CARD:1]", "f", "b", "\u0660", "\uff21"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
LEAVES = TEXTS | st.sampled_from(
    [4111111111111111, -4111111111111111, 411111111111111.25, 4.111111111111111e15, 378282246310005]
)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def _is_found(document: Any) -> bool:
    tokens = Tokens()
    redact_found({"extensions": document}, DEFAULT, tokens)
    return bool(tokens.events)


def _is_suspected(document: Any) -> bool:
    package = msgspec.json.encode({"extensions": document})
    return may_hold_card(package, outline(package))


@given(DOCUMENTS)
@example(f"\b{VISA}")
@example(f"\f{VISA}")
@example(f"\x01{VISA}")
@example(f"\\{VISA}")
@example([f"{VISA}a", VISA])
@example({VISA: 1})
@example(f'":0.{VISA}')
@example({f'\\":0.{VISA}': 1})
@example(f":-1.{VISA}")
@example({"a": 1, "b": f'x,"c":0.{VISA}'})
@example([0.5, f'\\\\":0.{VISA}'])
@example(f'a":0.5e-{VISA}')
def test_what_the_walk_finds_is_suspected(document: Any) -> None:
    if _is_found(document):
        assert _is_suspected(document)


@pytest.mark.parametrize(
    "document",
    [
        "7b0a411111111111111112f9c8d47b0a411111111111111112f9c8d4",
        "019c7a2e-4b10-7111-9111-111111111111",
        "4111111111111112",
        "+4111111111111111",
        "2024-01-02 2024-01-02 2024-01-02",
        {"at": 1780000000123, "text": "Zürich, 12 €, 中文 \U0001f600"},
        list(range(100, 200)),
        f"{'-' * 40} 1",
        {"confidence": 0.4111111111111111},
    ],
)
def test_hashes_ids_dates_and_numbers_of_another_kind_are_not_suspected(document: Any) -> None:
    assert not _is_suspected(document)


def test_a_megabyte_of_one_word_is_looked_through_once() -> None:
    assert not _is_suspected("1234567890123a" * 70_000)


def test_no_block_called_free_of_digits_has_any() -> None:
    characters = map(chr, (*range(0x80, 0xD800), *range(0xE000, 0x20000)))
    free = [one for one in characters if not suspects._PERHAPS_DIGIT.search(one)]

    assert [] == [one for one in free if re.search("[0-9]", plain_character.__wrapped__(one))]


@given(texts=st.lists(TEXTS, min_size=1, max_size=3), is_escaped=st.booleans(), data=st.data())
def test_the_door_lets_in_the_same_whether_it_looks_or_walks(
    texts: list[str], is_escaped: bool, data: st.DataObject, door: Door
) -> None:
    messages = [{"role": "customer", "content": text} for text in texts]
    conversation = {"id": "c", "messages": messages, "variables": {texts[0]: texts}}
    body = json.dumps({"conversation": conversation}, ensure_ascii=is_escaped)
    if not is_escaped and data.draw(st.booleans()):
        body = body.replace("41111111", "\\u00341111111").replace("/", "\\/")

    looked = door(body.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(protect, "may_hold_card", lambda *_: True)
        walked = door(body.encode())

    assert walked.package == looked.package
    assert walked.raw == looked.raw
    assert walked.redactions == looked.redactions
