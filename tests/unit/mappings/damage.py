"""Damage to mapping files: lines and characters that go, come twice or change; wrong values."""

from __future__ import annotations

import copy
import datetime
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import mappings
from mappings.toml import key_text, value_text

PRESETS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((Path(mappings.__file__).parent / "presets").glob("*.toml"))
}
CHARACTERS = "[]{}\"'=#.,*|%-_ \n\té0aZ\u200b\u202e\ud800"

WRONG_VALUES: tuple[Any, ...] = (
    "", "x", "note", 0, -1, 2**70, 10**400, 1.5, float("nan"), float("-inf"), True, [], ["x"], [1],
    [[]], {}, {"x": 1}, {"field": "id"}, {"not": {}}, [{}], [{"is": "x"}], {"scale": -1},
    datetime.date(2026, 1, 1), datetime.time(1), "{{", "{% for %}", "@destination.", "a" * 300,
    "customer[*]", "customer..name", "%",
)  # fmt: skip

Place = tuple[str | int, ...]


def places_of(value: Any, where: Place = ()) -> Iterator[Place]:
    """Every key of a document, from the outside in."""
    if where:
        yield where
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places_of(inner, (*where, name))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places_of(inner, (*where, index))


DOCUMENTS: dict[str, Any] = {stem: tomllib.loads(text) for stem, text in PRESETS.items()}
PLACES = [(stem, place) for stem, whole in DOCUMENTS.items() for place in places_of(whole)]


def with_wrong_value(stem: str, place: Place, value: Any) -> str:
    """A preset with another value at one place; written without a table header."""
    whole = copy.deepcopy(DOCUMENTS[stem])
    inner = whole
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    return "".join(f"{key_text(name)} = {written(one)}\n" for name, one in whole.items())


def written(value: Any) -> str:
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        inner = ", ".join(f"{key_text(name)} = {written(one)}" for name, one in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return value_text(value)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """The name of a preset, and its text after a few accidents."""
    stem = draw(st.sampled_from(sorted(PRESETS)))
    lines = PRESETS[stem].split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        accident = draw(st.sampled_from(["gone", "twice", "moved", "character", "character"]))
        if accident == "gone":
            lines[at : at + 1] = []
        elif accident == "twice":
            lines.insert(at, lines[at])
        elif accident == "moved":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        else:
            lines[at] = draw(_flipped(lines[at]))
        lines = lines or [""]
    return stem, "\n".join(lines)


@st.composite
def _flipped(draw: st.DrawFn, line: str) -> str:
    at = draw(st.integers(0, len(line)))
    return line[:at] + draw(st.sampled_from(CHARACTERS)) + line[at + draw(st.integers(0, 1)) :]
