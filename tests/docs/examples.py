"""The examples of the mapping guide: fenced blocks that belong together, found and written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from tests.docs import acme

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
PAGES = tuple(sorted(GUIDES.glob("mapping*.md")))

_FENCE = re.compile(r"^```(\w+) (\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Example(NamedTuple):
    """A mapping with what stands behind it; ``shown`` is what the page says comes out.

    ``kind`` is the last fence's word: result, note or messages.
    """

    name: str
    mapping: str
    handoff: str
    kind: str
    shown: str

    def actual(self) -> str:
        """What comes out, in the form in which the page shows it."""
        if self.kind == "messages":
            return acme.messages(self.mapping)
        made = acme.result(self.mapping, self.handoff)
        if self.kind == "note":
            return f"{made['note']}\n"
        return _json(_as_far_as_shown(made, json.loads(self.shown)))


def examples_of(page: Path) -> list[Example]:
    """The examples of a page, in order."""
    found: list[Example] = []
    parts: dict[str, str] = {}
    text = page.read_text(encoding="utf-8")
    for fence in _FENCE.finditer(text):
        language, kind, body = fence.groups()
        if kind not in ("mapping", "handoff"):
            name = f"{page.stem} line {1 + text.count(chr(10), 0, fence.start())}"
            parts = {"handoff": "{}", **parts}
            found.append(Example(name=name, kind=kind, shown=body, **parts))
            parts = {}
        else:
            assert {"mapping": "toml", "handoff": "json"}[kind] == language
            parts[kind] = body
    return found


def rewritten(page: Path) -> str:
    """The page with every result as it is."""
    examples = iter(examples_of(page))

    def write(fence: re.Match[str]) -> str:
        language, kind, _ = fence.groups()
        if kind in ("mapping", "handoff"):
            return fence.group()
        return f"```{language} {kind}\n{next(examples).actual()}```"

    return _FENCE.sub(write, page.read_text(encoding="utf-8"))


def _as_far_as_shown(made: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    """Of the fates those that the page names, and else what it has a word for."""
    kept = {name: made[name] for name in shown if name in made} or made
    if "fates" in kept:
        kept["fates"] = {pointer: made["fates"].get(pointer) for pointer in shown["fates"]}
    return kept


def _json(value: dict[str, Any]) -> str:
    """One line for each member, and one for all of a group: short enough to take in."""
    lines = [f"  {_text(name)}: {_text(member)}" for name, member in value.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
