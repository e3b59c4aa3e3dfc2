"""The reference of the dialects is made from the dialects."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.intake.dialects import load, names

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "dialects.md"
HEAD = """\
# Dialects

The native forms that come in as they are; `GET /v1/dialects` has the same list. Which one a body is
in is decided in this order:

1. `?dialect=NAME` in the request.
2. The media type: `application/vnd.readback.NAME+json`, or `application/vcon+json`.
3. What the configuration says of the client: [`[clients.NAME]`](configuration.md#clientsname).
4. Recognition by the body's members. A body that looks like more than one dialect is refused with
   422 and the candidates; so is one that looks like none.

Naming the dialect is the safer way: a member that a vendor adds tomorrow cannot make another
dialect of it. `readback normalize FILE` shows what a body becomes. How to teach Readback another
dialect: [the guide](../guides/add-a-dialect.md). This page is made from the dialects themselves;
the version is that of the library, or of the format, in which each was read.

| Name | Version | Looks like |
|---|---|---|
"""


def _page() -> str:
    dialects = map(load, names())
    return HEAD + "".join(
        f"| `{one.name}` | {one.version} | {_cell(one.looks_like)} |\n" for one in dialects
    )


def _cell(text: str) -> str:
    """A sentence as a cell: bars and underscores are letters."""
    return text.replace("|", r"\|").replace("__", r"\_\_")


def test_the_page_is_the_dialects(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("golden") == "write":
        PAGE.write_text(_page(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == _page()
