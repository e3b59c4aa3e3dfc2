"""What a type expects, in plain words."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import pytest
from msgspec import Meta, inspect

from gateway.schema import scalars
from gateway.schema.wording import accepts, noun, objection

PATTERNED = ("Time", "Dec", "Ccy", "Lang", "Uuid", "Version", "Pointer")


@pytest.mark.parametrize("name", PATTERNED)
def test_every_patterned_scalar_has_words_and_an_example_that_fits(name: str) -> None:
    node = inspect.type_info(getattr(scalars, name))
    words = noun(node)
    example = words.rsplit(" ", 1)[1]

    assert " like " in words
    assert accepts(example, node)


@pytest.mark.parametrize(
    ("type_", "value"),
    [(datetime, "tomorrow"), (UUID, "1"), (Annotated[float, Meta(le=1)], 10**400)],
)
def test_what_msgspec_refuses_is_not_accepted(type_: Any, value: Any) -> None:
    assert not accepts(value, inspect.type_info(type_))


def test_a_number_no_double_can_hold_is_objected_to_in_words() -> None:
    assert "must be a smaller number" == objection(10**400, inspect.type_info(float))


def test_a_bound_that_is_no_whole_number_is_told_exactly() -> None:
    node = inspect.type_info(Annotated[float, Meta(ge=0.5)])

    assert "must be at least 0.5" == objection(0.25, node)


def test_an_unknown_kind_of_type_is_left_to_msgspec() -> None:
    assert accepts(object(), inspect.type_info(memoryview))
