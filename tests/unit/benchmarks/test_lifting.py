"""What lifting finds in the recorded handoffs."""

from __future__ import annotations

from pathlib import Path

from benchmarks.lifting import found_in, main, read, report

FILE = Path("data") / "real" / "tau_airline_gpt4o.jsonl"


def test_what_the_tools_showed_is_in_records_and_customer(shared: Path) -> None:
    rows = [found_in(row) for row in read(shared / FILE)]

    text, reached = report(rows)

    assert reached, text
    assert 31 == sum(row.handed_over for row in rows)
    assert 20 < sum(row.handed_over and row.has_shown for row in rows)


def test_a_goal_that_is_missed_is_told(shared: Path) -> None:
    row = found_in(read(shared / FILE)[0])

    text, reached = report([row.__class__(**{**_members(row), "lifted_records": frozenset()})])

    assert not reached
    assert "MISSED" in text


def test_without_the_data_there_is_nothing_to_count(tmp_path: Path) -> None:
    assert 2 == main(["--shared", str(tmp_path)])


def _members(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__struct_fields__}
