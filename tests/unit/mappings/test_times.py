"""``date`` and time zones: setting, handoff, result."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from mappings.items import Item
from mappings.times import DIRECTIVES, date_change, moment, zone_of
from tests.unit.mappings.desk import applied, handoff, mapping, messages, rule, value

BERLIN = '[defaults]\ntime_zone = "Europe/Berlin"\n'


def written(at: str, date: str, zone: str = BERLIN) -> tuple[object, str]:
    """What a time becomes, and its fate."""
    text = mapping(f'{zone}[[field]]\nto = "due"\nfrom = "occurred_at"\ndate = "{date}"\n')
    made = applied(text, handoff(occurred_at=at))
    return value(made, "due"), made.fates["/occurred_at"]


@pytest.mark.parametrize(
    ("at", "date", "expected", "fate"),
    [
        ("2026-03-06T23:30:00Z", "date", "2026-03-07", "narrowed"),
        ("2026-07-06T22:30:00Z", "date", "2026-07-07", "narrowed"),
        ("2026-03-06T10:00:00Z", "date-time", "2026-03-06T11:00:00+01:00", "reformatted"),
        ("2026-03-06T11:00:00+01:00", "date-time", "2026-03-06T11:00:00+01:00", "exact"),
        ("2026-03-06T10:00:00.5Z", "date-time", "2026-03-06T11:00:00.5+01:00", "reformatted"),
        ("2016-12-31T23:59:60Z", "date-time", "2017-01-01T00:59:59+01:00", "narrowed"),
        ("2026-03-06T10:00:00Z", "%d.%m.%Y", "06.03.2026", "narrowed"),
        ("2026-03-06T10:00:00Z", "%d.%m.%Y %H:%M", "06.03.2026 11:00", "reformatted"),
        ("2026-03-06T10:00:07Z", "%d.%m.%Y %H:%M", "06.03.2026 11:00", "narrowed"),
        ("2026-03-06T10:00:00Z", "%d.%m.%Y %H:%M %Z", "06.03.2026 11:00 CET", "reformatted"),
        ("2026-03-06T10:00:00.123Z", "%Y-%m-%d %H:%M:%S.%f", "2026-03-06 11:00:00.123000",
         "reformatted"),
        ("2026-03-06T10:00:00.1234567Z", "%Y-%m-%d %H:%M:%S.%f%z",
         "2026-03-06 11:00:00.123456+0100", "narrowed"),
        ("1800-01-01T00:00:00Z", "date-time", "1800-01-01T00:00:00Z", "exact"),
    ],
)  # fmt: skip
def test_a_time_is_written_in_the_time_zone(at: str, date: str, expected: str, fate: str) -> None:
    assert (expected, fate) == written(at, date)


def test_the_hour_that_comes_twice_is_known_only_with_its_offset() -> None:
    twice = "2026-10-25T00:30:00Z"

    assert ("25.10.2026 02:30", "narrowed") == written(twice, "%d.%m.%Y %H:%M")
    assert "reformatted" == written(twice, "%d.%m.%Y %H:%M %z")[1]


def test_without_a_time_zone_times_are_written_in_utc() -> None:
    assert ("2026-03-06T10:00:00Z", "reformatted") == written(
        "2026-03-06T11:00:00+01:00", "date-time", zone=""
    )


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_day_that_the_time_zone_does_not_have_is_left_out(at: str) -> None:
    west, east = '[defaults]\ntime_zone = "Etc/GMT+11"\n', '[defaults]\ntime_zone = "Etc/GMT-14"\n'
    zone = west if at.startswith("0001") else east

    assert (UNSET, "capsule") == written(at, "date", zone)


def test_a_text_that_is_no_time_is_left_to_the_capsule() -> None:
    text = rule('to = "due"\nfrom = "customer.attributes.since"\ndate = "date"')

    made = applied(text, handoff(customer={"attributes": {"since": "2026-03-04"}}))

    assert UNSET is value(made, "due")


@pytest.mark.parametrize("pattern", ["%", "%-d.%m.%Y", "%e", "%q", "%s", "100 %%%"])
def test_a_directive_that_not_every_machine_knows_is_refused(pattern: str) -> None:
    assert messages(rule(f'to = "due"\nfrom = "occurred_at"\ndate = "{pattern}"'), "M116")


def test_a_word_that_is_no_pattern_is_refused() -> None:
    assert ['10: "date" must be "date", "date-time" or a pattern like "%d.%m.%Y".'] == messages(
        rule('to = "due"\nfrom = "occurred_at"\ndate = "day"'), "M005"
    )


@pytest.mark.parametrize("zone", ["Europe", "../UTC", "/etc/localtime", "Europe/Berlin\\u0000"])
def test_what_is_no_time_zone_is_refused(zone: str) -> None:
    assert messages(mapping(f'[defaults]\ntime_zone = "{zone}"\n'), "M115")


@given(
    st.datetimes(timezones=st.timezones()),
    st.lists(st.sampled_from(DIRECTIVES), max_size=8),
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"]),
)
def test_no_pattern_fails_on_any_time(at: object, letters: list[str], zone: str) -> None:
    style = " ".join(f"%{letter}" for letter in letters) or "%d"
    text = at.isoformat()[:26]  # type: ignore[attr-defined]

    items = date_change(style, zone_of(zone))((Item(value=f"{text}+02:00", pointers=("/x",)),))

    assert all(isinstance(item.value, str) for item in items)


@pytest.mark.parametrize(
    "text", ["", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00", "0000-01-01T00:00:00Z"]
)
def test_what_no_calendar_has_is_no_moment(text: str) -> None:
    assert moment(text) is None
