"""What is added to a handoff before it is kept, and how it is told what was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gateway.cli.examples import load_examples
from gateway.intake.filling import Origin
from gateway.intake.packing import members_sent, pack
from gateway.schema.codec import decode_handoff, encode_handoff
from tests.unit.gateway.intake.conftest import HANDOFF_ID

SAID = {"role": "customer", "content": "a: b"}
CONVERSATION = {"id": "c", "messages": [SAID]}
ORIGIN = Origin(
    dialect="canonical", dialect_version="1.0", raw_sha256="0" * 64, media_type="a/b; c=d"
)
BODIES: tuple[Any, ...] = (
    {"conversation": CONVERSATION},
    {"conversation": {**CONVERSATION, "language": "EN_us"}, "provenance": None, "id": None},
    {"conversation": CONVERSATION, "customer": {"phone": "+44 20 7946 0018"}, "unmapped": {}},
    {"conversation": CONVERSATION, "provenance": {"dialect": "own"}, "unmapped": {"/a": {"b": 1}}},
    *(json.loads(body) for _, body in load_examples()),
)


@pytest.mark.parametrize("body", BODIES)
def test_what_was_added_is_told_from_what_was_sent(body: Any) -> None:
    read = decode_handoff(json.dumps(body).encode())

    packed = pack(read, ORIGIN, lambda: HANDOFF_ID, None)

    assert encode_handoff(read).count(b":") == members_sent(packed, read)
    assert encode_handoff(packed.handoff) == packed.package
