"""Reading: from the text of a mapping file to its document, with every mistake at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct

from mappings.document import (
    Accept,
    Budget,
    Capsule,
    Defaults,
    Document,
    Field,
    Head,
    Lookup,
    Match,
    Place,
    Scalar,
    Target,
    Template,
)
from mappings.lines import LineIndex
from mappings.nodes import as_list
from mappings.problems import Problems, did_you_mean
from mappings.settings import settings_of

_LINE = re.compile(r"line (\d+)")
T = TypeVar("T", bound=Struct)

MOST_CHARACTERS = 262_144
# A name of 60,000 dotted parts keeps tomllib busy for a minute.
_DOTS = 1_000

_TABLES = (
    "target", "defaults", "field", "template", "lookup", "capsule", "budget", "accept",
)  # fmt: skip


def read_document(text: str, problems: Problems) -> Document | None:
    """The document, or None where the file as a whole cannot be used; problems say why."""
    if len(text) > MOST_CHARACTERS:
        problems.add("M009", 0, limit=MOST_CHARACTERS // 1024)
        return None
    dotted = next((n for n, line in enumerate(text.split("\n"), 1) if line.count(".") > _DOTS), 0)
    if dotted:
        problems.add("M001", dotted, why=f"the line has more than {_DOTS} dots")
        return None
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line, why = _toml_error(error, text)
        problems.add("M001", line, why=why)
        return None
    return _Reader(raw, LineIndex(text), problems).document()


def _toml_error(error: Exception, text: str) -> tuple[int, str]:
    if isinstance(error, RecursionError):
        return 0, "it is nested too deeply"
    what, _, place = str(error).partition(" (at ")
    number = _LINE.match(place)
    last = text.rstrip().count("\n") + 1
    line = int(number.group(1)) if number else last if place else 0
    return line, what[:1].lower() + what[1:]


class _Reader:
    """Turns the raw tables into structs, one setting at a time."""

    def __init__(self, raw: dict[str, Any], lines: LineIndex, problems: Problems) -> None:
        self._raw = raw
        self._lines = lines
        self._problems = problems

    def document(self) -> Document:
        self._unknown_tables()
        head = self._head()
        target = self._target()
        templates = self._named("template", Template)
        fields = self._listed("field", Field)
        capsule = self._optional("capsule", Capsule)
        budget = self._optional("budget", Budget)
        accepted = self._listed("accept", Accept)
        defaults = self._optional("defaults", Defaults) or Defaults()
        lookups = self._lookups()
        # A stand-in for what is missing: the problem is known, and the rest is checked as well.
        return Document(
            head=head or Head(schema="", canonical="", name="?"),
            target=target or Target(vendor="", object=""),
            defaults=defaults,
            fields=fields,
            templates=templates,
            lookups=lookups,
            capsule=capsule,
            budget=budget,
            accepted=accepted,
        )

    def _listed(self, name: str, type_: type[T]) -> tuple[T, ...]:
        """The tables of an array that could be read."""
        read = [
            self._table(type_, raw, (name, index), f"[[{name}]]")
            for index, raw in enumerate(self._array(name))
        ]
        return tuple(table for table in read if table is not None)

    def _unknown_tables(self) -> None:
        known = (*settings_of(Head), *_TABLES)
        for name in self._raw:
            if name not in known:
                self._unknown(name, "the file", known, (name,))

    def _head(self) -> Head | None:
        settings = {name: self._raw[name] for name in settings_of(Head) if name in self._raw}
        return self._table(Head, settings, (), "the file")

    def _target(self) -> Target | None:
        if "target" not in self._raw:
            self._problems.add("M006", 0, name="[target]", table="the file")
        table = dict(self._dict(self._raw, "target", ()) or {})
        raw_match = self._dict(table, "match", ("target",))
        table.pop("match", None)
        where = ("target", "match")
        match = self._table(Match, raw_match, where, "match") if raw_match is not None else None
        target = self._table(Target, table, ("target",), "[target]") if table else None
        return msgspec.structs.replace(target, match=match) if target else None

    def _optional(self, name: str, type_: type[T]) -> T | None:
        raw = self._dict(self._raw, name, ())
        return None if raw is None else self._table(type_, raw, (name,), f"[{name}]")

    def _dict(
        self, raw: dict[str, Any], name: str, where: tuple[str, ...]
    ) -> dict[str, Any] | None:
        value = raw.get(name)
        if isinstance(value, dict):
            return cast("dict[str, Any]", value)
        if value is not None:
            self._wrong(name, "a table", (*where, name))
        return None

    def _named(self, name: str, type_: type[T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for key, raw in self._tables(name).items():
            table = self._table(type_, raw, (name, key), f"[{name}.{key}]")
            if table is not None:
                found[key] = table
        return found

    def _lookups(self) -> dict[str, Lookup]:
        found: dict[str, Lookup] = {}
        for name, raw in self._tables("lookup").items():
            where = ("lookup", name)
            values = {
                key: cast("Scalar", value)
                for key, value in raw.items()
                if self._is_scalar(value, key, (*where, key))
            }
            found[name] = Lookup(values=values, place=self._place(where, raw))
        return found

    def _is_scalar(self, value: object, key: str, where: tuple[str | int, ...]) -> bool:
        if isinstance(value, str | int | float):
            return True
        self._wrong(key, "a text in quotes, a number, or true or false", where)
        return False

    def _tables(self, name: str) -> dict[str, dict[str, Any]]:
        tables = self._dict(self._raw, name, ()) or {}
        for key, value in tables.items():
            if not isinstance(value, dict):
                self._wrong(key, f"a table: [{name}.{key}]", (name, key))
        return {key: value for key, value in tables.items() if isinstance(value, dict)}

    def _array(self, name: str) -> list[dict[str, Any]]:
        raw = self._raw.get(name, [])
        items = as_list(raw)
        if isinstance(raw, list) and all(isinstance(item, dict) for item in items):
            return items
        self._wrong(name, f"tables, each under [[{name}]]", (name,))
        return []

    def _table(
        self, type_: type[T], raw: dict[str, Any], where: tuple[str | int, ...], table: str
    ) -> T | None:
        """One table; a wrong optional setting is left out, a wrong required one drops the table."""
        known = settings_of(type_)
        good: dict[str, Any] = {"place": self._place(where, raw)}
        for name, value in raw.items():
            setting = known.get(name)
            if setting is None:
                self._unknown(name, table, known, (*where, name))
                continue
            try:
                good[setting.attribute] = msgspec.convert(value, setting.type)
            except (msgspec.ValidationError, OverflowError):
                self._wrong(name, setting.expected, (*where, name))
        missing = [name for name, setting in known.items() if setting.required and name not in raw]
        for name in missing:
            self._problems.add("M006", self._lines.line(*where), name=name, table=table)
        needed = {setting.attribute for setting in known.values() if setting.required}
        return type_(**good) if needed <= good.keys() else None

    def _place(self, where: tuple[str | int, ...], raw: Iterable[str]) -> Place:
        return Place(
            line=self._lines.line(*where),
            keys={key: self._lines.line(*where, key) for key in raw},
            body=self._lines.body_line(*where, "body"),
        )

    def _unknown(
        self, name: str, table: str, known: Iterable[str], where: tuple[str | int, ...]
    ) -> None:
        line, hint = self._lines.line(*where), did_you_mean(name, known)
        self._problems.add("M004", line, name=name[:80], table=table, hint=hint)

    def _wrong(self, name: str, wanted: str, where: tuple[str | int, ...]) -> None:
        self._problems.add("M005", self._lines.line(*where), name=name[:80], expected=wanted)
