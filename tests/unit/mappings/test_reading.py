"""Reading: a table that is not all right is read as far as it goes, and the rest is checked."""

from __future__ import annotations

import pytest

from mappings.problems import Problems
from mappings.reading import MOST_CHARACTERS, read_document
from tests.unit.mappings.desk import CAPSULE, HEAD, compiled, mapping, rule

GOOD = rule('to = "title"\nvalue = "x"')


def codes(text: str) -> list[str]:
    return [one.code for one in compiled(text).problems if one.severity != "note"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('[capsule]\nredact = ["custmer"]\n', ["M006", "M101"]),
        ('[capsule]\nas = "disk"\nname = "{{ nme }}"\n', ["M005", "M101"]),
        ('[capsule]\nas = "file"\n[budget]\nfield = "titel"\n', ["M006", "V260"]),
        (f'{CAPSULE}[budget]\nmax_bytes = 1\ngive_up = ["titel"]\n', ["M006", "M005"]),
        (f'{CAPSULE}[[accept]]\nfield = "custmer"\n', ["M006", "M101"]),
        (f'{CAPSULE}[[accept]]\nfeld = "customer"\nreason = "x"\n', ["M004"]),
        (f'{CAPSULE}[template.n]\nbody = "{{{{ sumary }}}}"\n', ["M006", "M153", "M101"]),
        (f'{CAPSULE}[lookup.l]\nlow = []\nhigh = "x"\n', ["M153", "M005"]),
    ],
)
def test_a_table_that_lacks_something_is_checked_as_far_as_it_goes(
    table: str, expected: list[str]
) -> None:
    assert expected == codes(mapping('[[field]]\nto = "title"\nvalue = "x"', capsule=table))


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ('{ field = "title" }', ["M006"]),
        ('{ from = "id" }', ["M006"]),
        ('{ from = "custmer", field = 3 }', ["M005", "M101"]),
    ],
)
def test_a_match_that_lacks_something_is_checked_as_far_as_it_goes(
    match: str, expected: list[str]
) -> None:
    found = codes(GOOD.replace(HEAD, f"{HEAD}match = {match}\n"))

    assert expected == [code for code in found if code != "V206"]


@pytest.mark.parametrize("table", ['[capsul]\nas = "file"\n', "capsule = 3\n"])
def test_a_capsule_that_is_misspelt_is_not_said_to_be_missing(table: str) -> None:
    text = GOOD.replace(CAPSULE, "")
    whole = f"{table}{text}" if "=" in table.split("\n")[0] else f"{text}{table}"

    assert ["M004" if "capsul]" in table else "M005"] == codes(whole)


def test_a_template_with_a_wrong_setting_is_still_there_for_the_rule_that_names_it() -> None:
    text = '[[field]]\nto = "note"\ntemplate = "n"\n[template.n]\nformat = "txt"\nbody = "x"\n'

    assert ["M005"] == codes(mapping(text))


def test_a_line_of_a_lookup_that_cannot_be_read_is_not_said_to_be_missing() -> None:
    text = (
        '[[field]]\nto = "text"\nfrom = "urgency.level"\nlookup = "l"\n'
        '[lookup.l]\nlow = []\nnormal = "n"\nhigh = "h"\n'
    )

    found = [one for one in compiled(mapping(text)).problems if one.severity != "note"]

    assert ["M151", "M005"] == [one.code for one in found]
    assert "does not say what to do with critical." in found[0].message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('""', "a text that is not empty"),
        (f'"{"x" * 256}"', "a text of at most 255 characters"),
        ("3", "a text in quotes"),
    ],
)
def test_a_name_that_cannot_be_used_is_told_why(value: str, expected: str) -> None:
    (problem,) = compiled(rule(f'to = {value}\nvalue = "x"')).problems[:1]

    assert f'"to" must be {expected}.' == problem.message


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_as_windows_saves_it_is_read_with_its_lines(mark: str, end: str) -> None:
    text = mark + rule('to = "titel"\nfrom = "sumary"').replace("\n", end)

    found = [(one.line, one.code) for one in compiled(text).problems if one.severity == "error"]

    assert [(8, "V201"), (9, "M101")] == found


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("a = 1\n\0b = 2", 2, "no setting"),
        ("a = 1\na = 2", 2, "keep one of the two"),
        ('a = "b', 1, "no quotes at its end"),
        ("a = " + "[" * 5_000, 0, "nested too deeply"),
        ("a" + ".a" * 1_001 + " = 1", 1, "more than 1000 dots"),
    ],
)
def test_a_file_that_is_no_toml_says_where_and_why(text: str, line: int, why: str) -> None:
    (problem,) = compiled(text).problems

    assert ("M001", line) == (problem.code, problem.line)
    assert why in problem.message


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    problems = Problems()

    assert read_document("#" * (MOST_CHARACTERS + 1), problems) is None
    assert ["M009"] == [one.code for one in problems.sorted()]
