"""A text that is no TOML is told why in words of somebody who writes mappings."""

from __future__ import annotations

import tomllib

import pytest

from mappings.syntax import why_not


def why(text: str) -> tuple[int, str]:
    with pytest.raises((ValueError, RecursionError)) as refused:
        tomllib.loads(text)
    return why_not(refused.value, text)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a = 1\nas = file", 2, "a text stands in straight quotes"),
        ("to = ”Subject”", 1, "curly quotes"),
        ("”to” = 1", 1, "curly quotes"),
        ('to: "Subject"', 1, 'like name = "value"'),
        ("to", 1, 'like name = "value"'),
        ("= 3", 1, "no setting, no table and no comment"),
        ('a = "x" "y"', 1, "more behind the value"),
        ("a = 1\na = 2", 2, "keep one of the two"),
        ('[field]\nto = "a"\n[[field]]\nto = "b"', 3, "begin each with [[field]]"),
        ('[[field]]\nto = "a"\n[field]\nto = "b"', 3, "double brackets, [[field]]"),
        ('[field]\nto = "a"\n[field]\nto = "b"', 3, "double brackets, [[field]]"),
        ("[capsule]\n[capsule]", 2, "the table [capsule] is there already"),
        ("[lookup.a]\n[lookup.a]", 2, "the table [lookup.a] is there already"),
        ('a = "x', 1, "no quotes at its end"),
        ('a = "x\nb = 1', 1, "no quotes at its end"),
        ("a = [1\nb = 2", 2, "no ] at its end"),
        ("a = { b = 1\n", 1, "no } at its end"),
        ("[capsule", 1, "no ] at its end"),
        ("[[field]", 1, "no ]] at its end"),
        ('a = "C:\\x"', 1, "write \\\\"),
        ("a = " + "[" * 9_999, 0, "nested too deeply"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_its_cure(text: str, line: int, says: str) -> None:
    found = why(text)

    assert line == found[0]
    assert says in found[1]


@pytest.mark.parametrize("text", ["[capsule]\n[capsule]", "[a.'b c']\n[a.'b c']", "a = [", "\0"])
def test_no_word_of_a_program_is_in_it(text: str) -> None:
    assert not set("()'") & set(why(text)[1]) - set("'" if "\0" in text else "")
