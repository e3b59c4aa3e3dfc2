"""Edits change what they should and no other byte."""

from __future__ import annotations

import difflib
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mappings
from mappings.edit import (
    EditRefused,
    add_acceptance,
    add_field,
    add_table,
    remove_setting,
    remove_table,
    set_setting,
)

PRESETS = sorted((Path(mappings.__file__).parent / "presets").glob("*.toml"))
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in PRESETS}
FILE = """\
# The head
schema = 'x'   # the version

[target]
vendor = "desk" # who

# the title
[[field]]   # first
to   = "title"       # where
from = [
  "customer.name",   # the name
  'customer.email',  # or this
]
when = { field = "id", is = 'x' }   # only then

[template.note]
body = '''
{{ id }}   # no comment
'''

# about the second
[[field]]
to = "tags"
number = 1_000
[field.when]
field = "id"
# behind the second

[lookup.tier]
gold = "g"   # best
"*" = "x"
# the end
"""


def changed(before: str, after: str) -> list[str]:
    """The lines that went and the lines that came."""
    lines = difflib.ndiff(before.split("\n"), after.split("\n"))
    return [line for line in lines if line.startswith(("-", "+"))]


def test_a_text_is_changed_where_it_stands() -> None:
    assert ['- to   = "title"       # where', '+ to   = "text"       # where'] == changed(
        FILE, set_setting(FILE, ("field", 0), "to", "text")
    )


@pytest.mark.parametrize(
    ("where", "name", "value", "expected"),
    [
        ((), "schema", "y", "schema = 'y'   # the version"),
        (("target",), "vendor", "it", 'vendor = "it" # who'),
        (("field", 0), "from", ["customer.name", "id"], "  'id',  # or this"),
        (("field", 0), "when", {"field": "id", "is": "y"},
         "when = { field = \"id\", is = 'y' }   # only then"),
        (("field", 0), "when", {"not": {}}, "when = { not = {} }   # only then"),
        (("field", 1), "number", 7, "number = 7"),
        (("field", 1), "when", {"field": "name"}, 'field = "name"'),
        (("lookup", "tier"), "gold", "G", 'gold = "G"   # best'),
        (("lookup", "tier"), "*", 3, '"*" = 3'),
        (("lookup", "tier"), "a b", "c", '"a b" = "c"'),
        (("field", 0), "overflow", "stop", 'overflow = "stop"'),
        (("field", 1), "join", "; ", 'join = "; "'),
        (("template", "note"), "body", "new\n", "new"),
        (("defaults",), "unmapped", "stop", "[defaults]"),
    ],
)  # fmt: skip
def test_only_the_line_of_a_setting_changes(
    where: tuple[str | int, ...], name: str, value: Any, expected: str
) -> None:
    after = set_setting(FILE, where, name, value)

    lines = changed(FILE, after)
    assert f"+ {expected}" in lines
    assert 3 >= len(lines)
    table: Any = tomllib.loads(after)
    for key in where:
        table = table[key]
    assert value == table[name]


def test_the_same_value_again_changes_nothing() -> None:
    assert FILE == set_setting(FILE, ("field", 1), "number", 1000)


def test_true_is_not_one() -> None:
    assert "number = true" in set_setting(FILE, ("field", 1), "number", True)


def test_a_setting_can_be_removed() -> None:
    after = remove_setting(FILE, ("field", 0), "from")

    assert ["- from = [", '-   "customer.name",   # the name',
            "-   'customer.email',  # or this", "- ]"] == changed(FILE, after)  # fmt: skip


def test_a_field_can_be_added_at_each_place_and_removed_again() -> None:
    for index in (None, 0, 1, 2):
        after = add_field(FILE, {"to": "x", "from": ["id"]}, index)
        at = 2 if index is None else index
        assert "x" == tomllib.loads(after)["field"][at]["to"]
        assert {"+ [[field]]", '+ to = "x"', '+ from = ["id"]', "+ "} == set(changed(FILE, after))
        assert FILE == remove_table(after, ("field", at))


def test_tables_can_be_added_and_removed_again() -> None:
    after = add_table(FILE, ("template", "mail"), {"format": "text", "body": "a\nb\n"})

    assert "\n[template.mail]\nformat = \"text\"\nbody = '''\na\nb\n'''\n" in after
    assert FILE == remove_table(after, ("template", "mail"))
    assert ["- [lookup.tier]", '- gold = "g"   # best', '- "*" = "x"'] == [
        line for line in changed(FILE, remove_table(FILE, ("lookup", "tier"))) if line != "- "
    ]


def test_what_is_accepted_can_be_added() -> None:
    once = add_acceptance(FILE, "id", "no use")

    assert 2 == len(tomllib.loads(add_acceptance(once, "name", "none"))["accept"])


def test_line_ends_stay_what_they_are() -> None:
    text = FILE.replace("\n", "\r\n")

    for after in (
        set_setting(text, ("field", 0), "overflow", "stop"),
        set_setting(text, ("template", "note"), "body", "a\nb\n"),
        add_field(text, {"to": "x"}),
        add_field(text.rstrip(), {"to": "x"}),
    ):
        assert "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize(
    "edit",
    [
        lambda: set_setting("x = ", (), "x", 1),
        lambda: set_setting(FILE, ("field", 2), "to", "x"),
        lambda: set_setting("a = { b = 1 }", ("a",), "b", 2),
        lambda: set_setting("a.b.c = 1", ("a", "b"), "c", 2),
        lambda: remove_setting(FILE, ("field", 0), "pick"),
        lambda: remove_setting(FILE, ("budget",), "field"),
        lambda: remove_table(FILE, ("template", "mail")),
        lambda: add_table(FILE, ("template", "note"), {}),
        lambda: add_field(FILE, {}, 3),
        lambda: add_field("field = [{ to = 'x' }]", {"to": "y"}),
    ],
)  # fmt: skip
def test_what_a_form_cannot_do_is_refused(edit: Any) -> None:
    with pytest.raises(EditRefused):
        edit()


def _settings(text: str) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    document = tomllib.loads(text)
    for index, field in enumerate(document["field"]):
        yield from ((("field", index), name, value) for name, value in field.items())
    for kind in ("lookup", "template"):
        for table, values in document.get(kind, {}).items():
            yield from (((kind, table), name, value) for name, value in values.items())


def _other(value: Any) -> Any:
    """Another value of the same form."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, list):
        return [_other(one) for one in value]
    return {k: _other(v) for k, v in value.items()} if isinstance(value, dict) else value + 1


ALL = [(stem, *place) for stem, text in TEXTS.items() for place in _settings(text)]


@settings(max_examples=100)
@given(st.sampled_from(ALL))
def test_any_setting_of_a_preset_can_be_changed_and_changed_back(
    place: tuple[str, tuple[str | int, ...], str, Any],
) -> None:
    stem, where, name, value = place
    text = TEXTS[stem]

    there = set_setting(text, where, name, _other(value))

    assert there != text
    assert text == set_setting(there, where, name, value)


@settings(max_examples=60)
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_any_rule_of_a_preset_can_go_and_no_other_line_changes(
    stem: str, data: st.DataObject
) -> None:
    text = TEXTS[stem]
    index = data.draw(st.integers(0, len(tomllib.loads(text)["field"]) - 1))

    lines = changed(text, remove_table(text, ("field", index)))

    assert not [line for line in lines if line.startswith("+")]
    assert not [line for line in lines if line.lstrip("- ").startswith("#")]


def test_tomlkit_is_loaded_for_edits_only() -> None:
    import subprocess

    code = "import sys, mappings.edit, mappings; sys.exit('tomlkit' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
