"""Ids and times of vCons."""

from __future__ import annotations

from uuid import UUID

import pytest

from gateway.intake.vcon.names import date_time, vcon_uuid


@pytest.mark.parametrize(
    "handoff_id",
    ["0190f2a0-1111-7222-8333-000000000037", "0190F2A0-1111-4222-0333-000000000037"],
)
def test_an_id_is_of_version_8_and_keeps_its_time(handoff_id: str) -> None:
    made = UUID(vcon_uuid(handoff_id))

    assert (8, "specified in RFC 4122") == (made.version, made.variant)
    assert UUID(handoff_id).bytes[:6] == made.bytes[:6]


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2026-03-07 10:00:00z", "2026-03-07T10:00:00Z"),
        ("2026-03-07t10:00:00+01:00", "2026-03-07T10:00:00+01:00"),
        ("2026-03-07T10:00:00.000Z", "2026-03-07T10:00:00.000Z"),
    ],
)
def test_a_time_has_one_spelling(time: str, expected: str) -> None:
    assert expected == date_time(time)
