"""What the door costs for a well-formed canonical body, against one decode and encode of it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from benchmarks.report import Table
from benchmarks.timing import TURNS, Contender, race
from gateway.cli.examples import load_examples
from gateway.intake.door import receive
from gateway.schema.codec import decode_handoff, encode_handoff
from gateway.schema.leaves import leaves

FLOOR = "msgspec decode + encode"

_TARGET_BYTES = 20_000
_HANDOFF_ID = "019c7a2e-4b10-7c3d-9a51-6f0e2d8b4c17"


def body() -> bytes:
    """An example handoff with its conversation repeated until it has the size of a real one."""
    example = decode_handoff(dict(load_examples())["duplicate-charge"])
    talk = example.conversation
    size = len(encode_handoff(example))
    said = len(msgspec.json.encode(talk.messages))
    times = 1 + (_TARGET_BYTES - size) // said
    longer = replace(talk, messages=talk.messages * times)
    return encode_handoff(replace(example, conversation=longer))


def table() -> Table:
    """The floor, and what the door and naming all leaves cost."""
    seconds = race(contenders(), turns=TURNS)
    title = f"The door, a canonical handoff of {len(body()):,} bytes"
    return Table(title=title, floor=FLOOR, seconds=seconds)


def contenders() -> Mapping[str, Contender]:
    """The floor first; every other row is given as a multiple of it."""
    sent = body()
    handoff = decode_handoff(sent)
    return {
        FLOOR: lambda: encode_handoff(decode_handoff(sent)),
        "msgspec decode": lambda: decode_handoff(sent),
        "the door: received and packed": lambda: _receive(sent),
        "naming all leaves": lambda: leaves(handoff),
    }


def _receive(sent: bytes) -> object:
    return receive(
        sent,
        content_type="application/json",
        dialect="canonical",
        strict=False,
        new_id=lambda: _HANDOFF_ID,
        received_at="2026-01-01T00:00:00Z",
        max_body=1 << 24,
    )
