"""JSON inside text."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from msgspec import UNSET

from contract_tests.strategies import json_values
from gateway.intake.embedded import embedded


@given(json_values())
def test_a_text_that_is_json_is_read(value: Any) -> None:
    assert value == embedded(msgspec.json.encode(value).decode())


@pytest.mark.parametrize(
    "text",
    [
        *("", "no", '{"a": NaN}', r'"\ud83d"', r'{"a": "\ud83d"}', "[" * 300 + "]" * 300),
        *('{"a": 1, "a": 2}', '{"a": "x", "a": "y:z"}', '{"a": {"b": "x", "b": "y"}}'),
        *('{"a": 0.1234567890123456789}', '{"a": 1e-400}', '{"a": "x", "a": "y"}'),
    ],
)
def test_what_cannot_be_taken_exactly_is_not_taken(text: str) -> None:
    assert UNSET is embedded(text)
