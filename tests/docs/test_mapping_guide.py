"""The examples of the mapping guide come out as shown, and no setting is without one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec.inspect as types
import pytest
from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from gateway.api import dry_runs, preview, publishing
from gateway.api import mappings as api_mappings
from gateway.cli.mapping.command import command
from mappings import condition
from mappings.document import (
    Accept,
    Band,
    Budget,
    Capsule,
    Defaults,
    Field,
    Head,
    Match,
    Number,
    Target,
    Template,
)
from mappings.settings import settings_of
from tests.docs import acme
from tests.docs.examples import GUIDES, PAGES, examples_of, rewritten

EXAMPLES = [
    pytest.param(example, id=example.name) for page in PAGES for example in examples_of(page)
]
"""Triples only: what the compiler says about a mapping shows none of its settings at work."""
TRIPLES = [
    example for page in PAGES for example in examples_of(page) if example.kind in ("result", "note")
]

TABLES: dict[str, type[Struct]] = {
    "": Head,
    "target": Target,
    "target.match": Match,
    "defaults": Defaults,
    "field": Field,
    "field.bands": Band,
    "field.number": Number,
    "template": Template,
    "capsule": Capsule,
    "budget": Budget,
    "accept": Accept,
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_comes_out_as_the_page_shows(page: Path, pytestconfig: pytest.Config) -> None:
    actual = rewritten(page)
    if pytestconfig.getoption("golden") == "write":
        page.write_text(actual, encoding="utf-8")

    assert page.read_text(encoding="utf-8") == actual


def test_the_examples_are_found() -> None:
    assert len(TRIPLES) > 50
    assert len(EXAMPLES) > len(TRIPLES) + 15


def _tables(mapping: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a mapping with its settings, by its name in ``TABLES``."""
    document = tomllib.loads(mapping)
    yield "", {name: value for name, value in document.items() if not _is_table(value)}
    for name in ("target", "defaults", "capsule", "budget"):
        yield name, document.get(name, {})
    yield "target.match", document.get("target", {}).get("match", {})
    for name in ("field", "accept"):
        yield from ((name, table) for table in document.get(name, ()))
    for rule in document.get("field", ()):
        yield "field.number", rule.get("number", {})
        yield from (("field.bands", band) for band in rule.get("bands", ()))
    yield from (("template", table) for table in document.get("template", {}).values())


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict))


def _shown() -> Iterator[tuple[str, str, Any]]:
    """Table, setting and value of everything that an example sets; each value of a list."""
    for example in TRIPLES:
        for table, settings in _tables(example.mapping):
            for name, value in settings.items():
                for one in value if isinstance(value, list) else (value,):
                    yield table, name, one


def _choices(info: types.Type) -> Iterator[str]:
    """The words a setting may be, where it is one of a few."""
    if isinstance(info, types.LiteralType):
        yield from map(str, info.values)
    elif isinstance(info, types.UnionType):
        for kind in info.types:
            yield from _choices(kind)
    elif isinstance(info, types.Metadata):
        yield from _choices(info.type)
    elif isinstance(info, types.VarTupleType):
        yield from _choices(info.item_type)


def _known_choices() -> set[tuple[str, str, str]]:
    return {
        (table, name, choice)
        for table, struct in TABLES.items()
        for name, setting in settings_of(struct).items()
        for choice in _choices(types.type_info(setting.type))
    }


def test_every_setting_that_the_compiler_knows_has_an_example() -> None:
    known = {(table, name) for table, struct in TABLES.items() for name in settings_of(struct)}

    assert set() == known - {(table, name) for table, name, _ in _shown()}


def test_every_word_that_a_setting_may_be_has_an_example() -> None:
    shown = {(table, name, one) for table, name, one in _shown() if isinstance(one, str)}

    assert len(_known_choices()) > 30
    assert set() == _known_choices() - shown


def test_dates_joins_lookups_and_destinations_are_shown_in_all_their_ways() -> None:
    shown = {(name, one) for _, name, one in _shown() if isinstance(one, str)}
    mappings = " ".join(example.mapping for example in TRIPLES)

    assert {("date", "date"), ("date", "date-time"), ("join", "list"), ("join", "; ")} <= shown
    assert all(words in mappings for words in ('date = "%', '"*" ', '"@destination.', "[*]"))


def test_every_test_of_a_condition_has_an_example() -> None:
    shown = " ".join(str(one) for _, name, one in _shown() if name == "when")
    tests = (*condition._NAMES, *condition._GROUPS)

    assert [] == [test for test in tests if f"'{test}':" not in shown]


def test_the_fields_of_the_invented_vendor_are_those_of_the_page() -> None:
    page = (GUIDES / "mapping.md").read_text(encoding="utf-8")
    section = page.partition("## The examples")[2].partition("\n## ")[0]
    rows = set(re.findall(r"^\| `([a-z_.*]+)` \|", section, re.MULTILINE))

    assert {field.name for field in acme.REQUEST.fields} == rows


def test_every_address_of_the_guide_exists_and_none_is_left_out() -> None:
    page = (GUIDES / "mapping.md").read_text(encoding="utf-8")
    written = set(re.findall(r"^\| `((?:GET|PUT|POST) /v1/\S+)` \|", page, re.MULTILINE))
    handlers = [
        handler
        for module in (dry_runs, api_mappings, preview, publishing)
        for handler in vars(module).values()
        if isinstance(handler, HTTPRouteHandler)
    ]

    assert written == {
        f"{method} {path.replace('{name:str}', 'NAME')}"
        for handler in handlers
        for method in handler.http_methods
        for path in handler.paths
    }


def test_every_command_of_the_guide_exists_with_its_options() -> None:
    page = (GUIDES / "mapping.md").read_text(encoding="utf-8")
    lines = [line.split() for line in re.findall(r"^readback mapping (.+)$", page, re.MULTILINE)]
    context = click.Context(command)

    assert set(command.list_commands(context)) == {name for name, *_ in lines}
    for name, *words in lines:
        found = command.get_command(context, name)
        assert found is not None
        known = {option for parameter in found.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known
