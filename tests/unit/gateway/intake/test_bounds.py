"""How complex a document may be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake import bounds
from gateway.intake.bounds import MAX_DEPTH, check_bounds, depth
from gateway.intake.errors import BodyTooComplex

JSON = st.recursive(
    st.none() | st.integers() | st.text('[]{}"\\,:a', max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text('[]{}"\\', max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


@given(JSON, st.booleans())
def test_brackets_in_text_do_not_count(value: Any, is_ascii: bool) -> None:
    # Enough shallow brackets that counting them does not do.
    body = json.dumps([value, [[]] * MAX_DEPTH], ensure_ascii=is_ascii).encode()

    assert max(1 + _depth(value), 3) <= depth(body) <= MAX_DEPTH


@given(JSON, st.integers(1, 6))
def test_what_is_too_deep_is_told_exactly(value: Any, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounds, "MAX_DEPTH", most)
        patch.setattr(bounds, "_PASSES", 2)

        found = depth(json.dumps([value] * 20).encode())

    assert (_depth(value) >= most) == (found > most)


@pytest.mark.parametrize("inner", ["[{}]", "{}", '["]"]', '["\\\\"]', '["\\n\\"]"]', '["\\u005d"]'])
def test_one_deep_place_among_many_shallow_ones_is_refused(inner: str) -> None:
    levels = MAX_DEPTH - depth(inner.encode())
    deep = f"{'[' * levels}{inner}{']' * levels}"
    shallow = ",".join(['{"a":"}]"}'] * 1000)

    check_bounds(f"[{deep[1:-1]},{shallow}]".encode(), lambda: None)
    with pytest.raises(BodyTooComplex):
        check_bounds(f"[{deep},{shallow}]".encode(), lambda: None)


def test_a_million_brackets_take_no_million_passes() -> None:
    half = 500_000

    assert half == depth(b"[" * half + b"]" * half)


def test_a_few_brackets_are_not_looked_at_closer() -> None:
    assert 3 == depth(b"[[],[]]")


def test_a_document_as_deep_as_allowed_passes() -> None:
    check_bounds(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, lambda: None)


def test_a_deeper_document_is_refused() -> None:
    levels = MAX_DEPTH + 1

    with pytest.raises(BodyTooComplex, match="200 levels deep"):
        check_bounds(b"[" * levels + b"]" * levels, lambda: None)


def test_a_long_name_over_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_POINTERS", 10_000)
    document = {"k" * 100: [1] * 100}
    body = json.dumps(document).encode()

    with pytest.raises(BodyTooComplex, match="too long paths"):
        check_bounds(body, lambda: document)


@given(JSON)
def test_the_pointers_of_all_leaves_are_counted(value: Any) -> None:
    # Indexes count as if each had as many digits as their number has.
    sizes = (len(pointer) for pointer in _pointers(value))

    assert sum(sizes) == bounds._pointer_size(value)


def _pointers(value: Any, at: str = "") -> Iterator[str]:
    children: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        children = [(name, value[name]) for name in value]
    elif isinstance(value, list):
        children = [(str(len(value)), child) for child in value]
    for name, child in children:
        yield from _pointers(child, f"{at}/{name}")
    if not children:
        yield at


def test_many_values_at_short_paths_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MAX_POINTERS", 10_000)
    document = {"k": [1] * 1000}

    check_bounds(json.dumps(document).encode(), lambda: document)
