"""The configurations that the guides show load, and their destinations can be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.config.load import load_settings
from gateway.delivery.destination import open_destination
from tests.docs.fenced import ROOT, of_language

SNIPPETS = [
    pytest.param(text, id=f"{path.name} {number}")
    for path in sorted((ROOT / "docs" / "guides").glob("*.md"))
    for number, text in enumerate(of_language(path.relative_to(ROOT).as_posix(), "toml"), 1)
    if "[destinations." in text
]


def test_there_is_something_to_look_at() -> None:
    assert SNIPPETS


@pytest.mark.parametrize("snippet", SNIPPETS)
async def test_a_destination_of_a_guide_can_be_opened(snippet: str, tmp_path: Path) -> None:
    path = tmp_path / "readback.toml"
    path.write_text(snippet, encoding="utf-8")
    settings = load_settings(path)

    assert settings.destinations
    for name, configured in settings.destinations.items():
        opened = open_destination(name, configured, folder=tmp_path, secrets=lambda _: "s-0")
        await opened.transport.aclose()
