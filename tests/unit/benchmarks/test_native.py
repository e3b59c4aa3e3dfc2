"""The bodies that are measured are what bots send."""

from __future__ import annotations

import msgspec
import pytest

from benchmarks.native import FORMS, body
from gateway.intake.dialects import choose
from gateway.intake.door import examine


@pytest.mark.parametrize("name", FORMS)
def test_a_body_is_of_its_dialect_and_about_as_long_as_wanted(name: str) -> None:
    sent = body(FORMS[name], 20_000)

    assert name == choose(msgspec.json.decode(sent), None).name
    assert 18_000 < len(sent) <= 20_000


@pytest.mark.parametrize("name", FORMS)
def test_most_of_it_is_read(name: str) -> None:
    settled = examine(
        body(FORMS[name], 5_000), content_type="application/json", dialect=name, strict=False
    ).settled

    assert len(settled.unmapped) < len(settled.mapped) / 4
    assert settled.handoff.conversation.messages
