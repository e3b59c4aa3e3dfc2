"""What normalizing costs, against an untyped decode of the same body plus an encode of its result.

The floor is what any gateway pays that lets JSON in and hands JSON on: it reads the body without
types and writes the handoff that normalizing makes of it, with what stays unmapped, and does
nothing else. Normalizing starts from the decoded document, so its ratio is what it adds.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from benchmarks.native import FORMS, body
from benchmarks.report import Goal, Table
from benchmarks.timing import Contender, race
from gateway.intake.dialects import load
from gateway.intake.door import receive

FLOOR = "msgspec decode + encode of the result"
MOST = 2.0
SIZES = (20_000, 100_000)

_TURNS = 60
_HANDOFF_ID = "019c7a2e-4b10-7c3d-9a51-6f0e2d8b4c17"


def tables() -> tuple[Table, ...]:
    """One for each dialect and size: the floor, the normalizer alone, and the whole door."""
    return tuple(_table(name, size) for name in FORMS for size in SIZES)


def goals(found: Iterable[Table]) -> tuple[Goal, ...]:
    """That normalizing adds no more than twice the floor."""
    return tuple(
        Goal(what=f"normalizing, {table.title}", ratio=table.ratio("normalizing"), most=MOST)
        for table in found
    )


def _table(name: str, size: int) -> Table:
    sent = body(FORMS[name], size)
    seconds = race(_contenders(name, sent), turns=_TURNS)
    return Table(title=f"{name}, {len(sent):,} bytes", floor=FLOOR, seconds=seconds)


def _contenders(name: str, sent: bytes) -> dict[str, Contender]:
    document = msgspec.json.decode(sent)
    dialect = load(name)
    normalized = dialect.normalize(document)
    result = {**normalized.handoff, "unmapped": normalized.unmapped}
    return {
        FLOOR: lambda: (msgspec.json.decode(sent), msgspec.json.encode(result)),
        "normalizing": lambda: dialect.normalize(document),
        "the door: received and packed": lambda: _receive(sent, name),
    }


def _receive(sent: bytes, name: str) -> object:
    return receive(
        sent,
        content_type="application/json",
        dialect=name,
        strict=False,
        new_id=lambda: _HANDOFF_ID,
        received_at="2026-01-01T00:00:00Z",
        max_body=1 << 24,
    )
