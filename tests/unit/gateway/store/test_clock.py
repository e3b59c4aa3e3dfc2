"""Times and ids of the store sort as text in order of time."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.store.clock import new_id, now, now_plus, rfc3339

moments = st.datetimes(timezones=st.just(UTC)).filter(lambda moment: moment.year >= 1970)


def test_a_moment_is_written_in_utc_with_six_decimals() -> None:
    moment = datetime(2026, 11, 20, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert "2026-11-20T09:30:00.000000Z" == rfc3339(moment)


@given(moments, moments)
def test_times_sort_as_text(one: datetime, other: datetime) -> None:
    assert (one < other) == (rfc3339(one) < rfc3339(other))


def test_a_pause_leads_into_the_future() -> None:
    assert now() < now_plus(timedelta(seconds=60))


def test_ids_are_uuids_of_version_7_and_never_equal() -> None:
    ids = {new_id() for _ in range(100)}
    assert {7} == {UUID(id_).version for id_ in ids}
    assert 100 == len(ids)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_makes_ids_of_its_own() -> None:
    new_id()
    there, here = os.pipe()
    child = os.fork()
    if not child:
        os.write(here, "".join(_random_parts()).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(here)
    with os.fdopen(there) as told:
        forked = told.read()

    assert 100 * 20 == len(forked)
    assert not set(_random_parts()) & {forked[at : at + 20] for at in range(0, len(forked), 20)}


def _random_parts() -> list[str]:
    """The last twelve digits of each id are random."""
    return [f"{new_id()[-12:]:>20}" for _ in range(100)]
