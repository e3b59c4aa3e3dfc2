"""Ids and sequence numbers for messages that came without."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake.numbering import message_ids, sequence_numbers


@pytest.mark.parametrize(
    ("given_ids", "expected"),
    [
        ([], []),
        ([None, None], ["m1", "m2"]),
        (["a", None], ["a", "m2"]),
        ([None, "m1"], ["m1.2", "m1"]),
        (["m2", None, "m2.2"], ["m2", "m2.3", "m2.2"]),
        (["a", "a"], ["a", "a"]),
    ],
)
def test_a_message_without_an_id_is_called_by_its_position(
    given_ids: list[Any], expected: list[str]
) -> None:
    assert expected == message_ids(given_ids)


@given(st.lists(st.none() | st.sampled_from(["m1", "m2", "m2.2", "m3"])))
def test_an_id_that_is_made_is_nobody_elses(given_ids: list[str | None]) -> None:
    ids = message_ids(given_ids)
    made = [id_ for id_, own in zip(ids, given_ids, strict=True) if own is None]

    assert len(made) == len(set(made))
    assert not set(made) & set(given_ids)


@pytest.mark.parametrize(
    ("given_numbers", "expected"),
    [([], []), ([None, None], [1, 2]), ([0, None], [0, 1]), ([None, 7, None], [1, 7, 8])],
)
def test_a_message_without_a_number_follows_the_one_before(
    given_numbers: list[Any], expected: list[int]
) -> None:
    assert expected == sequence_numbers(given_numbers)
