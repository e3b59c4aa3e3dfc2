"""The bodies that the dialect's guide shows are received."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.intake.door import examine

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "dialect-openai-chat.md"
BODIES = re.findall(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("body", BODIES)
def test_a_body_of_the_guide_is_received_even_strictly(body: str) -> None:
    reception = examine(body.encode(), content_type="", dialect=None, strict=True)

    assert "openai_chat" == reception.dialect.name


def test_the_guide_shows_every_way_to_send() -> None:
    assert 3 == len(BODIES)
