"""Keys are found on their lines."""

from __future__ import annotations

import pytest

from gateway.config.lines import Lines

TEXT = '''\
top = 1

[gateway]  # where it listens
listen = "a:1"
note = """
listen = "not a key"
[not.a.table]
"""
after = 1

[destinations."my desk"]
adapter = "acme"
settings.group.id = 7
tags = [
  "x = 1",
]
[destinations."my desk".auth]
scheme = "bearer"

[[routes]]
to = ["a"]
[[routes]]
to = ["b"]
[routes.when]
field = "reason.code"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("gateway",), 3),
        (("gateway", "listen"), 4),
        (("gateway", "after"), 9),
        (("destinations", "my desk"), 11),
        (("destinations", "my desk", "settings", "group", "id"), 13),
        (("destinations", "my desk", "auth", "scheme"), 18),
        (("routes", "0", "to"), 21),
        (("routes", "1"), 22),
        (("routes", "1", "to", "0"), 23),
        (("routes", "1", "when", "field"), 25),
    ],
)
def test_a_key_is_found_on_its_line(path: tuple[str, ...], line: int) -> None:
    assert line == Lines(TEXT).of(path)


def test_a_key_that_is_not_there_is_placed_at_the_table_around_it() -> None:
    assert 11 == Lines(TEXT).of(("destinations", "my desk", "base_url"))


def test_a_path_without_any_table_has_no_line() -> None:
    assert Lines(TEXT).of(("nowhere", "at", "all")) is None


def test_an_item_of_a_list_of_tables_stands_at_the_list() -> None:
    assert 20 == Lines(TEXT).of(("routes", "7"))
