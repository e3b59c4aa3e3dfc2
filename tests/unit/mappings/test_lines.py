"""Which line of a mapping a setting stands in."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from mappings.lines import LineIndex, blocks_of

TEXT = """\
name = "x"   # [[field]]

[target]
"vendor" = "v"

[[field]]
to = "a"
from = [
  "x.y",
  "z",
]
when = { field = "q", is = "[" }

[[field]]
to = "b"
value = '''
to = "not a key"
[[field]]
'''
overflow = "stop"

[lookup."my table"]
"*" = "rest"

[template.note]
body = \"""one line\"""
"""


def test_a_setting_has_the_line_it_is_written_in() -> None:
    index = LineIndex(TEXT)

    assert 1 == index.line("name")
    assert 4 == index.line("target", "vendor")


def test_tables_of_an_array_are_counted() -> None:
    index = LineIndex(TEXT)

    assert [6, 7, 12] == [index.line("field", 0, *key) for key in ((), ("to",), ("when",))]
    assert [14, 15, 20] == [index.line("field", 1, *key) for key in ((), ("to",), ("overflow",))]


def test_what_looks_like_a_key_inside_a_text_is_none() -> None:
    assert 0 == LineIndex(TEXT).line("field", 2)


def test_quoted_names_are_found() -> None:
    assert 23 == LineIndex(TEXT).line("lookup", "my table", "*")


def test_a_setting_that_is_not_written_has_the_line_of_its_table() -> None:
    assert 14 == LineIndex(TEXT).line("field", 1, "transform")


def test_a_table_inside_an_array_belongs_to_its_last_table() -> None:
    assert 3 == LineIndex('[[field]]\nto = "a"\n[field.when]\nis = 1').line("field", 0, "when")


def test_a_text_begins_in_the_line_behind_its_quotes() -> None:
    index = LineIndex(TEXT)

    assert 17 == index.body_line("field", 1, "value")
    assert 26 == index.body_line("template", "note", "body")


@given(st.text(st.sampled_from("[]\"'=#.{}ab \n\\"), max_size=60))
def test_no_text_makes_the_index_fail(text: str) -> None:
    index = LineIndex(text)

    assert 0 <= index.line("a", "b") <= text.count("\n") + 1


@given(st.lists(st.sampled_from(["a = 1", "[t]", "[[f]]", 'b = """\nx = 1\n"""', "# c", ""])))
def test_every_table_of_an_array_is_where_the_parser_finds_it(lines: list[str]) -> None:
    text = "\n".join(f"{line}" for line in dict.fromkeys(lines)) + "\n[[f]]\nz = 1"
    tables = tomllib.loads(text)["f"]

    last = LineIndex(text).line("f", len(tables) - 1, "z")

    assert text.count("\n") + 1 == last


BLOCKS = """\
# head
a = 1   # one

[b]
c = '''
[no.table]
'''
# of what follows
[[field]]
to = [
  "x",  # ]
]
[field.when]
d = 1

[[field]]

# the end
"""


def test_a_block_ends_with_its_last_setting() -> None:
    blocks = [(block.key, block.first, block.end) for block in blocks_of(BLOCKS)]

    assert [((), 0, 2), (("b",), 3, 7), (("field", 0), 8, 14), (("field", 1), 15, 16)] == blocks
