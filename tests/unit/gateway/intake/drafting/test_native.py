"""Walking down a native document."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET

from gateway.intake.drafting.native import Native

ROOT = Native("", {"a/b": [{"snake_name": 1, "text": "hi"}], "n": None, "cm": {"camelName": 2}})


def test_a_value_knows_its_pointer() -> None:
    native = ROOT["a/b"][0]["text"]

    assert ("/a~1b/0/text", "hi") == (native.at, native.value)


@pytest.mark.parametrize("found", [ROOT["x"], ROOT["x"]["y"][3], ROOT["n"]["z"], ROOT["a/b"][1]])
def test_a_path_that_leads_nowhere_is_absent(found: Native) -> None:
    assert not found.is_there
    assert UNSET is found.value
    assert "" == found.text


def test_null_is_there() -> None:
    assert ROOT["n"].is_there


@pytest.mark.parametrize(
    ("holder", "name", "expected"),
    [(ROOT["a/b"][0], "snakeName", 1), (ROOT["cm"], "camelName", 2)],
)
def test_a_member_is_found_in_both_cases(holder: Native, name: str, expected: Any) -> None:
    assert expected == holder.cased(name).value


def test_members_and_elements_are_walked_with_their_pointers() -> None:
    assert ["/a~1b", "/n", "/cm"] == [child.at for _, child in ROOT.members()]
    assert ["/a~1b/0"] == [child.at for child in ROOT["a/b"].elements()]


def test_a_scalar_has_neither_members_nor_elements() -> None:
    assert [] == [*ROOT["n"].members(), *ROOT["n"].elements()]
