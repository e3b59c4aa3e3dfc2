"""The configurations that the guides show load, and their destinations can be opened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contract_tests.stand_ins.salesforce.keys import PRIVATE_KEY
from gateway.config.load import load_settings
from gateway.config.settings import SecretSource
from gateway.delivery.destination import open_destination
from tests.docs.fenced import ROOT, of_language

SNIPPETS = [
    pytest.param(text, id=f"{path.name} {number}")
    for path in sorted((ROOT / "docs" / "guides").glob("*.md"))
    for number, text in enumerate(of_language(path.relative_to(ROOT).as_posix(), "toml"), 1)
    if "[destinations." in text
]

# By the names that the guides give them, where not every text is one.
SECRETS = {
    "DESK_SECRET": "whsec_" + "A" * 32,
    "DESK_SECRET_BEFORE": "whsec_" + "B" * 32,
    "SALESFORCE_KEY": PRIVATE_KEY,
    "readback.pem": PRIVATE_KEY,
}


# The mappings that the guides write for their own destinations, by file name.
MAPPINGS = {
    f"{name[1]}.toml": text
    for path in sorted((ROOT / "docs" / "guides").glob("*.md"))
    for text in of_language(path.relative_to(ROOT).as_posix(), "toml")
    if (name := re.search(r'^schema .*?^name +(?:= )"(.+?)"', text, re.DOTALL | re.MULTILINE))
}


def secret(source: SecretSource) -> str:
    return SECRETS.get(source.env or source.file or "", "s-0")


def test_there_is_something_to_look_at() -> None:
    assert SNIPPETS


@pytest.mark.parametrize("snippet", SNIPPETS)
async def test_a_destination_of_a_guide_can_be_opened(snippet: str, tmp_path: Path) -> None:
    path = tmp_path / "readback.toml"
    path.write_text(snippet, encoding="utf-8")
    for name, text in MAPPINGS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = load_settings(path)

    assert settings.destinations
    for name, configured in settings.destinations.items():
        opened = open_destination(name, configured, folder=tmp_path, secrets=secret)
        await opened.transport.aclose()
