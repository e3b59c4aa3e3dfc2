"""Values written as TOML say what they say when they are read."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.toml import key_text, table_text, value_text

SCALARS = st.text() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.booleans()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6
)


@given(VALUES, st.sampled_from(["", "'x'", '"x"', "'''\nx'''", '"""\nx"""', "'''x'''"]))
def test_any_value_is_read_back(value: Any, like: str) -> None:
    assert {"x": value} == tomllib.loads(f"x = {value_text(value, like)}")


@given(st.text())
def test_any_key_is_read_back(key: str) -> None:
    assert {key: 1} == tomllib.loads(f"{key_text(key)} = 1")


@pytest.mark.parametrize(
    ("value", "like", "expected"),
    [
        ("b", "'a'", "'b'"),
        ("it's", "'a'", '"it\'s"'),
        ("b\n", "'''\na\n'''", "'''\nb\n'''"),
        ("b", '"""a"""', '"""b"""'),
        ("'", "'''a'''", '"\'"'),
    ],
)
def test_a_text_keeps_the_quotes_of_the_one_it_replaces(
    value: str, like: str, expected: str
) -> None:
    assert expected == value_text(value, like)


def test_a_table_is_written_line_by_line() -> None:
    lines = table_text("[template.x]", {"format": "text", "body": "a\nb\n"})

    assert ["[template.x]", 'format = "text"', "body = '''", "a", "b", "'''"] == lines
