"""The reference of what the compiler says is made from its catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mappings.problems import CATALOGUE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "mapping-problems.md"
GROUPS = {
    "M0": "The file",
    "M1": "The handoff's side, and templates",
    "V2": "The vendor's side",
    "C3": "Coverage: what has no place",
    "D4": "Drift: what the vendor changed",
}
HEAD = """\
# Messages about a mapping

Everything that the compiler can say. An **error** keeps a mapping from being published, a
**warning** should be put right, a **note** is worth knowing. What stands here in *italics* is a
word of your mapping. How to go about the usual ones is in
[the guide](../guides/mapping-messages.md). This page is made from the compiler's own catalogue.
"""


def _sentence(text: str) -> str:
    """A sentence of the catalogue as Markdown: its placeholders in italics, the rest as it is."""
    escaped = re.sub(r"([*|_<>])", r"\\\1", text.replace("{hint}", ""))
    words = re.sub(r"\{(\w[\w\\]*)\}", lambda m: f"*{m[1].replace(chr(92), '')}*", escaped)
    return words.replace("{{", "{").replace("}}", "}")


def _page() -> str:
    parts = [HEAD]
    for prefix, title in GROUPS.items():
        rows = [
            f"| `{code}` | {severity} | {_sentence(text)} |"
            for code, (severity, text) in sorted(CATALOGUE.items())
            if code.startswith(prefix)
        ]
        parts.append(f"\n## {title}\n\n| Code | Kind | It says |\n|---|---|---|\n")
        parts.append("\n".join(rows) + "\n")
    return "".join(parts)


def test_the_page_is_the_catalogue(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("golden") == "write":
        PAGE.write_text(_page(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == _page()


def test_every_code_belongs_to_a_group() -> None:
    assert [] == [code for code in CATALOGUE if code[:2] not in GROUPS]
