"""Faults are told with key, cure, file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.config.faults import Fault, key_path, refusal
from gateway.config.lines import Lines

FILE = Path("/etc/readback.toml")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("gateway", "listen"), "gateway.listen"),
        (("routes", "0", "to", "1"), "routes[0].to[1]"),
        (("destinations", "my desk", "rate"), 'destinations."my desk".rate'),
    ],
)
def test_a_key_is_written_as_in_the_file(path: tuple[str, ...], expected: str) -> None:
    assert expected == key_path(path)


def test_faults_come_in_the_order_of_their_lines_with_file_and_line() -> None:
    faults = [
        Fault(code="x.b", path=("b",), cure="Second."),
        Fault(code="x.a", path=("a",), cure="First."),
        Fault(code="x.c", path=("c",), cure="Nowhere."),
    ]
    error = refusal(FILE, Lines("a = 1\nb = 2"), faults)
    assert "The configuration /etc/readback.toml has 3 problems." == str(error)
    assert [
        "Nowhere. (readback.toml)",
        "First. (readback.toml, line 1)",
        "Second. (readback.toml, line 2)",
    ] == [problem.detail for problem in error.problems]


def test_one_fault_is_one_problem() -> None:
    error = refusal(FILE, Lines(""), [Fault(code="x.a", path=("a",), cure="First.")])
    assert "has 1 problem." in str(error)
