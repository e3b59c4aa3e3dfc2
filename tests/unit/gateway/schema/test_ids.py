"""UUIDv7 from a clock reading and random bytes."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.schema.ids import RANDOM_BYTES, uuid7

TIMES = st.integers(0, 2**48 - 1)
RANDOMNESS = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)


def test_the_example_of_rfc_9562_comes_out() -> None:
    randomness = bytes.fromhex("0cc3" + "18c4dc0c0c07398f")

    assert "017f22e2-79b0-7cc3-98c4-dc0c0c07398f" == uuid7(0x017F22E279B0, randomness)


@given(TIMES, RANDOMNESS)
def test_version_and_variant_are_those_of_a_uuid_7(now_ms: int, randomness: bytes) -> None:
    id_ = UUID(uuid7(now_ms, randomness))

    assert (7, "specified in RFC 4122") == (id_.version, id_.variant)


@given(TIMES, RANDOMNESS)
def test_the_time_can_be_read_back(now_ms: int, randomness: bytes) -> None:
    assert now_ms == UUID(uuid7(now_ms, randomness)).int >> 80


@given(TIMES.filter(bool), RANDOMNESS, RANDOMNESS)
def test_later_ids_sort_after_earlier_ones(now_ms: int, one: bytes, other: bytes) -> None:
    assert uuid7(now_ms - 1, one) < uuid7(now_ms, other)


def test_another_number_of_random_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7(0, b"123456789")


@pytest.mark.parametrize("now_ms", [-1, 2**48])
def test_a_time_that_does_not_fit_is_refused(now_ms: int) -> None:
    with pytest.raises(ValueError, match="48 bits"):
        uuid7(now_ms, bytes(RANDOM_BYTES))
