"""The bytes that are kept where something was taken out."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import pytest

from gateway.intake.privacy.raw_body import masked_body
from tests.unit.gateway.intake.conftest import Door

CARD = "4111 1111 1111 1111"


def _masked(text: str, spelling: str, **options: Any) -> tuple[str, str]:
    body = text.encode()
    kept = masked_body(body, body, {spelling: "[X:1]"}, **{"is_form": False, **options})
    return kept.body.decode(), kept.state


def test_a_body_of_which_nothing_was_taken_is_kept_as_it_was_sent(door: Door) -> None:
    body = b'{"conversation": {"id": "c", "messages": []}}'

    received = door(body)

    assert (body, "as_sent") == (received.raw, received.raw_state)


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        (CARD, CARD),
        ("\\u0034111 1111 1111 1111", CARD),
        ("\uff14\uff11\uff11\uff11", "\uff14\uff11\uff11\uff11"),
        ("\\uff14\\uff11\\uff11\\uff11", "\uff14\uff11\uff11\uff11"),
        ('{\\\\\\"a\\\\\\": \\\\u0034111', "4111"),
        ("p\\u00e4ss\\n1", "päss\n1"),
        ("\\ud83d\\ude00secret", "😀secret"),
    ],
)
def test_a_value_is_masked_however_its_characters_are_escaped(written: str, spelling: str) -> None:
    text, state = _masked(f'{{"a": "{written}"}}', spelling)

    assert "masked" == state
    assert "[X:1]" in text
    assert written not in text


def test_a_value_in_a_form_is_masked(door: Door) -> None:
    text, state = _masked(urlencode({"a": f"Grüße {CARD}", "b": "ü"}), CARD, is_form=True)

    assert ("masked", "a=Gr%C3%BC%C3%9Fe+[X:1]&b=%C3%BC") == (state, text)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ('{"a": "yes", "b": "yes"}', "yes"),
        ('{"a": "4111-1111-1111-1111", "b": "4111 1111 1111 1111"}', CARD),
        ('{"at": 1716900000}', "[never]"),
    ],
)
def test_a_body_is_not_kept_where_masking_is_not_sure(text: str, spelling: str) -> None:
    body = text.encode()
    tokens = {spelling: "[SENSITIVE:1]"}

    assert "not_kept" == masked_body(body, body, tokens, is_form=False).state


def test_a_body_in_another_charset_is_not_kept(door: Door) -> None:
    document = {"conversation": {"id": "c", "messages": [{"role": "customer", "content": CARD}]}}

    received = door(json.dumps(document).encode("utf-16"))

    assert (b"", "not_kept") == (received.raw, received.raw_state)


def test_the_digest_is_of_the_body_as_it_was_sent(door: Door) -> None:
    document = {"conversation": {"id": "c", "messages": [{"role": "customer", "content": CARD}]}}
    body = json.dumps(document).encode()

    received = door(body)

    assert sha256(body).hexdigest() == received.raw_sha256
    assert body.replace(CARD.encode(), b"[CARD:1]") == received.raw
