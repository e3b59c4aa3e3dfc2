"""Every code of the catalogue: the mistake that provokes it, where it is said to be, and how.

Each stands in ``golden/<code>.txt``: what is said, a line of three dashes, and the whole mapping,
in which ``«x * 9»`` stands for nine of them. Codes D4xx are said of a mapping that is published.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mappings.problems import CATALOGUE, did_you_mean, listed
from tests.unit.mappings.desk import DESK, FORM, compiled, rule

GOLDEN = Path(__file__).resolve().parent / "golden"
CODES = sorted(path.stem for path in GOLDEN.glob("*.txt"))
MANY = re.compile(r"«(.) \* ([0-9]+)»")


def said(code: str, text: str) -> list[str]:
    """What the compiler says under one code, as ``line: message``."""
    whole = MANY.sub(lambda found: found[1] * int(found[2]), text)
    desk = FORM if 'object = "form"' in whole else DESK
    problems = compiled(whole, desk, published=code.startswith("D")).problems
    return [f"{one.line}: {one.message}" for one in problems if one.code == code]


@pytest.mark.parametrize("code", CODES)
def test_a_mistake_is_said_with_its_line_and_one_thing_to_do(
    code: str, request: pytest.FixtureRequest
) -> None:
    path = GOLDEN / f"{code}.txt"
    expected, _, text = path.read_text(encoding="utf-8").partition("\n---\n")

    found = said(code, text)

    if request.config.getoption("--golden") == "write":
        path.write_text("\n".join(found) + f"\n---\n{text}", encoding="utf-8")
        expected = "\n".join(found)
    assert [expected] == found


def test_every_code_of_the_catalogue_has_a_mistake_that_provokes_it() -> None:
    assert sorted(CATALOGUE) == CODES


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_problem_is_said_in_two_sentences_at_most_and_in_nobody_elses_words(code: str) -> None:
    sentence = CATALOGUE[code][1]

    assert 2 >= len(re.findall(r"[.?](?: |$)", sentence.replace('"…"', "")))
    assert not re.search(r"\b(str|int|float|dict|tuple|None|null|list of str)\b", sentence)


def test_all_problems_are_said_at_once_in_the_order_of_lines() -> None:
    text = rule('to = "titel"\nfrom = "sumary"\noverflow = "cut"\nbands = 1')
    text += '[[field]]\nto = "level"\nvalue = "x"\n'

    found = [(one.line, one.code) for one in compiled(text).problems]

    assert [(8, "V201"), (9, "M101"), (10, "M005"), (11, "M005"), (17, "V230")] == found


def test_an_error_leaves_no_plan_and_a_warning_leaves_one() -> None:
    wrong = compiled(rule('to = "titel"\nvalue = "x"'))
    doubtful = compiled(rule('to = "title"\nfrom = "summary.headline"'))

    assert wrong.plan is None
    assert doubtful.plan is not None
    assert {"warning", "note"} == {one.severity for one in doubtful.problems}


def test_what_was_probably_meant_ignores_case() -> None:
    assert ' Did you mean "Subject"?' == did_you_mean("subjekt", ["Subject", "Priority"])


def test_nothing_near_gives_no_hint() -> None:
    assert "" == did_you_mean("xyz", ["Subject", "Priority"])


def test_words_are_listed_as_a_sentence_lists_them() -> None:
    assert "a, b or c" == listed(["a", "b", "c"], "or")
