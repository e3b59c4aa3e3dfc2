"""The scan: mistakes and bombs that never reach the parser."""

from __future__ import annotations

from mappings.problems import Problems
from mappings.template.scan import scan
from tests.unit.mappings.desk import said


def test_every_mistake_is_said_at_once_in_its_line() -> None:
    problems = Problems()

    passed = scan("{% assign a = 1 %}\n{% cycle %}\n{% endif %}\n{% for a in b %}", 5, problems)

    assert not passed
    assert ["M121 5", "M121 6", "M120 7", "M120 8"] == said(problems)


def test_six_levels_are_allowed_and_a_seventh_is_not() -> None:
    problems = Problems()

    assert scan("{% if a %}" * 6 + "{% endif %}" * 6, 1, problems)
    assert not scan("\n".join(["{% if a %}"] * 7 + ["{% endif %}"] * 7), 1, problems)
    assert ["M124 7"] == said(problems)


def test_what_a_comment_holds_is_not_looked_at() -> None:
    assert scan("{% comment %}{% assign x = 1 %}{% endcomment %}", 1, Problems())


def test_an_expression_has_a_longest_length() -> None:
    problems = Problems()

    assert not scan("{{ " + "a" * 1_000 + " }}", 1, problems)
    assert ["M124 1"] == said(problems)


def test_break_belongs_into_a_loop() -> None:
    assert scan("{% for a in b %}{% if a %}{% break %}{% endif %}{% endfor %}", 1, Problems())
    assert not scan("{% if a %}{% break %}{% endif %}", 1, Problems())
