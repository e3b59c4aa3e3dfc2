"""Reading: from the text of a mapping file to its document, with every mistake at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct

from mappings.document import (
    MOST_NAME,
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
from mappings.problems import Problems, did_you_mean, nearest
from mappings.settings import Setting, settings_of
from mappings.syntax import why_not

T = TypeVar("T", bound=Struct)

# What stands for a required setting that is missing or wrong, so that the rest is checked as well.
_STAND_INS: dict[str, Any] = {"format": "text", "as_": "file", "max_bytes": 100_000_000}

MOST_CHARACTERS = 262_144
# A name of 60,000 dotted parts keeps tomllib busy for a minute.
_DOTS = 1_000

_TABLES = (
    "target", "defaults", "field", "template", "lookup", "capsule", "budget", "accept",
)  # fmt: skip


def read_document(text: str, problems: Problems) -> Document | None:
    """The document, or None where the file as a whole cannot be used; problems say why."""
    text = text.removeprefix("\ufeff")  # as some editors of Windows begin a file
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
        line, why = why_not(error, text)
        problems.add("M001", line, why=why)
        return None
    return _Reader(raw, LineIndex(text), problems).document()


class _Reader:
    """Turns the raw tables into structs, one setting at a time."""

    def __init__(self, raw: dict[str, Any], lines: LineIndex, problems: Problems) -> None:
        self._raw = raw
        self._lines = lines
        self._problems = problems

    def document(self) -> Document:
        meant = self._unknown_tables()
        head = self._head()
        target = self._target()
        templates = self._named("template", Template)
        fields = self._listed("field", Field)
        capsule = self._optional("capsule", Capsule)
        if capsule is None and ("capsule" in meant or "capsule" in self._raw):
            capsule = Capsule(as_="file", place=Place(wrong=frozenset({"as"})))
        budget = self._optional("budget", Budget)
        accepted = self._listed("accept", Accept)
        defaults = self._optional("defaults", Defaults) or Defaults()
        lookups = self._lookups()
        return Document(
            head=head,
            target=target,
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
        return tuple(
            self._table(type_, raw, (name, index), f"[[{name}]]")
            for index, raw in enumerate(self._array(name))
        )

    def _unknown_tables(self) -> set[str | None]:
        """Say which there are; the names that were probably meant."""
        known = (*settings_of(Head), *_TABLES)
        unknown = [name for name in self._raw if name not in known]
        for name in unknown:
            self._unknown(name, "the file", known, (name,))
        return {nearest(name, known) for name in unknown}

    def _head(self) -> Head:
        settings = {name: self._raw[name] for name in settings_of(Head) if name in self._raw}
        return self._table(Head, settings, (), "the file")

    def _target(self) -> Target:
        if "target" not in self._raw:
            self._problems.add("M006", 0, name="[target]", table="the file")
        table = dict(self._dict(self._raw, "target", ()) or {})
        raw_match = self._dict(table, "match", ("target",))
        table.pop("match", None)
        where = ("target", "match")
        match = self._table(Match, raw_match, where, "match") if raw_match is not None else None
        if not table:
            return Target(vendor="", object="", match=match)
        target = self._table(Target, table, ("target",), "[target]")
        return msgspec.structs.replace(target, match=match)

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
        return {
            key: self._table(type_, raw, (name, key), f"[{name}.{key}]")
            for key, raw in self._tables(name).items()
        }

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
    ) -> T:
        """One table; a wrong optional setting is left out, a required one has a stand-in."""
        known = settings_of(type_)
        good: dict[str, Any] = {}
        meant: set[str | None] = set()
        for name, value in raw.items():
            setting = known.get(name)
            if setting is None:
                self._unknown(name, table, known, (*where, name))
                meant.add(nearest(name, known))
                continue
            try:
                good[setting.attribute] = msgspec.convert(value, setting.type)
            except (msgspec.ValidationError, OverflowError):
                self._wrong(name, _expected(setting, value), (*where, name))
        for name in known:
            if known[name].required and name not in raw and name not in meant:
                self._problems.add("M006", self._lines.line(*where), name=name, table=table)
        lacking = {
            name: setting
            for name, setting in known.items()
            if setting.attribute not in good and (setting.required or name in raw or name in meant)
        }
        for setting in lacking.values():
            if setting.required:
                good[setting.attribute] = _STAND_INS.get(setting.attribute, "")
        return type_(**good, place=self._place(where, raw, lacking))

    def _place(
        self, where: tuple[str | int, ...], raw: Iterable[str], wrong: Iterable[str] = ()
    ) -> Place:
        return Place(
            line=self._lines.line(*where),
            keys={key: self._lines.line(*where, key) for key in raw},
            body=self._lines.body_line(*where, "body"),
            wrong=frozenset(wrong),
        )

    def _unknown(
        self, name: str, table: str, known: Iterable[str], where: tuple[str | int, ...]
    ) -> None:
        line, hint = self._lines.line(*where), did_you_mean(name, known)
        self._problems.add("M004", line, name=name[:80], table=table, hint=hint)

    def _wrong(self, name: str, wanted: str, where: tuple[str | int, ...]) -> None:
        self._problems.add("M005", self._lines.line(*where), name=name[:80], expected=wanted)


def _expected(setting: Setting, value: object) -> str:
    """What a setting takes, said about the value that it was given."""
    if not (isinstance(value, str) and setting.expected.startswith("a text in quotes")):
        return setting.expected
    return f"a text of at most {MOST_NAME} characters" if value else "a text that is not empty"
