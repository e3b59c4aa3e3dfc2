"""A newcomer admin: a first mapping from the real account, three changes, five mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.gateway.cli.conftest import Ended

Run = Callable[..., Ended]

INIT = ("mapping", "init", "--vendor", "salesforce", "--object", "Case", "--output", "case.toml")

# What is written in the file, what the admin makes of it, and what each message has to say.
MISTAKES = (
    ('to       = "SuppliedName"', 'to       = "SupliedName"', ("V201", 'mean "SuppliedName"')),
    ('from   = "urgency.level"', 'from   = "urgencey.level"', ("M101", 'mean "urgency.level"')),
    ('lookup = "channel"', 'lookup = "chanel"', ("M150", 'mean "channel"')),
    ('overflow = "continue"', 'overflow = "continues"', ("M005", '"shorten" or "stop"')),
    ("{{ warning }}", "{{ warnings }}", ("M101", 'mean "warning"')),
)


@pytest.fixture
def describe(shared: Path) -> tuple[str, str]:
    return ("--describe", str(shared / "data" / "vendor" / "salesforce-case-describe.json"))


@pytest.fixture
def case(run: Run, describe: tuple[str, str], tmp_path: Path) -> Path:
    """The mapping that ``init`` wrote."""
    assert 0 == run(*INIT, *describe).code
    return tmp_path / "case.toml"


def replaced(case: Path, *changes: tuple[str, str]) -> list[int]:
    """Make changes; the line of each."""
    text, lines = case.read_text(), []
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
        lines.append(text[: text.index(new)].count("\n") + 1)
    case.write_text(text)
    return lines


def test_the_first_mapping_has_neither_errors_nor_warnings(run: Run, case: Path, describe) -> None:
    ended = run("mapping", "check", str(case), "--strict", *describe)
    assert 0 == ended.code
    assert "of 263 leaves: 12 in fields, " in ended.out
    assert ", 0 nowhere" in ended.out
    assert "narrowed: conversation.channel, reason.code, urgency.level" in ended.out


def test_after_three_changes_it_still_compiles(run: Run, case: Path, describe) -> None:
    replaced(
        case,
        ('critical = "High"', 'critical = "High"   # they all come from us'),
        ('to       = "SuppliedCompany"\nfrom     = "customer.company"', _tier()),
        ("[capsule]\n", '[capsule]\nredact = ["customer.phone"]\n'),
    )
    ended = run("mapping", "check", str(case), "--json", *describe)
    document = json.loads(ended.out)
    assert 0 == ended.code
    assert not [one for one in document["problems"] if one["severity"] == "error"]


def _tier() -> str:
    return 'to       = "SuppliedCompany"\nfrom     = ["customer.company", "customer.tier"]'


def test_each_of_five_mistakes_is_named_with_its_line_and_its_cure(
    run: Run, case: Path, describe
) -> None:
    lines = replaced(case, *((old, new) for old, new, _ in MISTAKES))
    ended = run("mapping", "check", str(case), *describe)
    told = [line for line in ended.out.splitlines() if line.startswith("error")]
    assert 1 == ended.code
    for line, (_, _, (code, cure)) in zip(lines, MISTAKES, strict=True):
        (message,) = [one for one in told if f" {code} line {line}: " in one]
        assert cure in message
    assert len(MISTAKES) == len(told)


def test_what_an_agent_would_see_can_be_looked_at_first(run: Run, case: Path, describe) -> None:
    ended = run("mapping", "preview", str(case), *describe)
    assert 0 == ended.code
    assert "Refund for a duplicate charge" in ended.out
    assert ended.out.index("DO NEXT") < ended.out.index("SITUATION") < ended.out.index("fates")
