"""Mutants of a preset: its text with one thing taken away, each under a name that says which."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

import tomlkit

Document = dict[str, Any]

_PRINT = re.compile(r"\{\{.*?\}\}")


class Mutant(NamedTuple):
    """``name`` is unique among the mutants of one kind."""

    name: str
    text: str


def without_a_rule(text: str) -> Iterator[Mutant]:
    for index, rule in enumerate(_parsed(text)["field"]):
        yield Mutant(f"{index} {rule['to']}", _edited(text, lambda d, n=index: d["field"].pop(n)))


def without_a_lookup_entry(text: str) -> Iterator[Mutant]:
    for name, table in _parsed(text).get("lookup", {}).items():
        for key in table:
            changed = _edited(text, lambda d, n=name, k=key: d["lookup"][n].pop(k))
            yield Mutant(f"{name}.{key}", changed)


def without_a_setting(text: str) -> Iterator[Mutant]:
    """Settings that a rule can do without, and each alternative of its ``from``."""
    for index, rule in enumerate(_parsed(text)["field"]):
        for name in rule.keys() - {"to", "from", "value", "template"}:
            changed = _edited(text, lambda d, n=index, s=name: d["field"][n].pop(s))
            yield Mutant(f"{index} {rule['to']} {name}", changed)
        paths = rule.get("from")
        for place, path in enumerate(paths if isinstance(paths, list) else ()):
            changed = _edited(text, lambda d, n=index, p=place: d["field"][n]["from"].pop(p))
            yield Mutant(f"{index} {rule['to']} from {path}", changed)


def without_a_table(text: str) -> Iterator[Mutant]:
    """What stands beside the rules: the tables of which there is one, and the match."""
    for name in sorted({"capsule", "budget", "defaults"} & _parsed(text).keys()):
        yield Mutant(name, _edited(text, lambda d, n=name: d.pop(n)))
    if "match" in _parsed(text)["target"]:
        yield Mutant("target.match", _edited(text, lambda d: d["target"].pop("match")))
    for index, path in enumerate(_parsed(text).get("budget", {}).get("give_up", ())):
        changed = _edited(text, lambda d, n=index: d["budget"]["give_up"].pop(n))
        yield Mutant(f"budget.give_up {path}", changed)


def without_a_line(text: str) -> Iterator[Mutant]:
    """A line of the note that prints."""
    before, body, after = _note(text)
    lines = body.splitlines(keepends=True)
    for index, line in enumerate(lines):
        if "{{" in line:
            kept = "".join(lines[:index] + lines[index + 1 :])
            yield Mutant(f"{index} {line.strip()}", before + kept + after)


def without_a_print(text: str) -> Iterator[Mutant]:
    """One ``{{ … }}`` of the note: what a removed line could hide, each by itself."""
    before, body, after = _note(text)
    for found in _PRINT.finditer(body):
        kept = body[: found.start()] + body[found.end() :]
        line = body.count("\n", 0, found.start())
        yield Mutant(f"{line}:{found.start()} {found.group()}", before + kept + after)


KINDS: dict[str, Callable[[str], Iterator[Mutant]]] = {
    "rule": without_a_rule,
    "lookup entry": without_a_lookup_entry,
    "setting": without_a_setting,
    "table": without_a_table,
    "line": without_a_line,
    "print": without_a_print,
}


def _parsed(text: str) -> Document:
    return tomllib.loads(text)


def _edited(text: str, edit: Callable[[Document], object]) -> str:
    document = tomlkit.parse(text)
    edit(cast("Document", document))
    return tomlkit.dumps(document)


def _note(text: str) -> tuple[str, str, str]:
    """The text before the note's body, the body, and the rest."""
    before, body, after = text.split("'''")
    return f"{before}'''", body, f"'''{after}"
