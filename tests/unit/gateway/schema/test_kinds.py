"""What is told about a type without looking at a value's bounds."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from msgspec import Struct, inspect

from gateway.schema.handoff import Handoff
from gateway.schema.kinds import is_closed, is_kind


class Open(Struct):
    a: int = 0


class HoldsOpen(Struct, forbid_unknown_fields=True):
    inside: dict[str, list[Open | None]] = {}


class HoldsPair(Struct, forbid_unknown_fields=True):
    pair: tuple[int, str] = (0, "")


def test_a_struct_is_closed_if_all_within_it_are() -> None:
    assert is_closed(Handoff)
    assert is_closed(HoldsPair)
    assert not is_closed(Open)
    assert not is_closed(HoldsOpen)


@pytest.mark.parametrize(
    ("type_", "kinds"),
    [
        (int, [1]),
        (float, [1, 1.5]),
        (bool, [True]),
        (str, [""]),
        (None, [None]),
        (dict[str, int], [{}]),
        (Open, [{}]),
        (list[int], [[]]),
        (tuple[int, str], [[]]),
        (Literal["a", 2], ["", 1]),
        (Any, [1, 1.5, True, "", None, {}, []]),
    ],
)
def test_the_kinds_of_json_that_a_type_reads(type_: Any, kinds: list[Any]) -> None:
    node = inspect.type_info(type_)

    read = [value for value in (1, 1.5, True, "", None, {}, []) if is_kind(value, node)]

    assert sorted(map(repr, kinds)) == sorted(map(repr, read))
