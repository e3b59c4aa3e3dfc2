"""What applying a mapping of 25 fields costs, against one decode and encode of the handoff."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

import mappings
from benchmarks.handoff import MESSAGES, handoff
from benchmarks.report import Goal, Table
from benchmarks.timing import TURNS, Contender, race
from gateway.delivery.vocabulary import CANONICAL
from gateway.schema.codec import decode_handoff, encode_handoff
from gateway.schema.leaves import leaves
from gateway.sdk.limits import fit
from mappings import Plan, VendorField, VendorSchema
from mappings.accounting import account

FLOOR = "msgspec decode + encode"
BARE = "25 fields and the capsule"
NOTE = "the same with the note"
ACCOUNT = "the same with the account"

# What the destination says of itself, for "@destination.queue".
DESTINATION = {"queue": "premium"}
SIZES = (10, 100, 1_000, 10_000)

_LENGTHS = {
    "subject": 80,
    "origin": 40,
    "queue": 40,
    "channel": 40,
    "customer_name": 80,
    "customer_email": 254,
    "customer_phone": 40,
    "customer_id": 255,
    "customer_tier": 255,
    "customer_language": 40,
    "customer_verified": 40,
    "conversation_id": 255,
    "intent": 255,
    "mood": 40,
    "warnings": 255,
    "recommendation": 255,
}
_DATES = ("started_at", "occurred_at", "next_promise_due")
_NUMBERS = ("confidence", "sentiment")

VENDOR = VendorSchema(
    vendor="bench",
    title="The bench",
    object="work",
    fields=(
        VendorField(name="handoff_id", label="Id", kind="text", length=40, external_id=True),
        *(
            VendorField(name=name, label=name, kind="text", length=length)
            for name, length in _LENGTHS.items()
        ),
        *(VendorField(name=name, label=name, kind="date") for name in _DATES),
        *(VendorField(name=name, label=name, kind="number") for name in _NUMBERS),
        VendorField(name="escalated", label="Escalated", kind="boolean"),
        VendorField(name="tags", label="Tags", kind="list", length=80),
        VendorField(
            name="priority",
            label="Priority",
            kind="choice",
            choices=("Low", "Medium", "High"),
            restricted=True,
        ),
        VendorField(name="note", label="Note", kind="note", note_format="html", neutralise=True),
    ),
)


def plan() -> Plan:
    """The mapping of mapping.toml, compiled. Raises ``ValueError`` where it does not compile."""
    text = Path(__file__).with_name("mapping.toml").read_text(encoding="utf-8")
    made = mappings.compile(text, CANONICAL, VENDOR, fit)
    if made.plan is None:
        raise ValueError([problem.message for problem in made.problems])
    return made.plan


def contenders(messages: int) -> Mapping[str, Contender]:
    """The floor first; every other row is given as a multiple of it."""
    whole = plan()
    bare = replace(whole, note=None)
    given = handoff(messages)
    sent = encode_handoff(given)
    return {
        FLOOR: lambda: encode_handoff(decode_handoff(sent)),
        BARE: lambda: bare.apply(given, DESTINATION),
        NOTE: lambda: whole.apply(given, DESTINATION),
        ACCOUNT: lambda: account(whole.apply(given, DESTINATION), leaves(given)),
    }


def tables() -> tuple[Table, ...]:
    """The handoff of 20 KB first, then growing conversations."""
    return tuple(_table(messages) for messages in (MESSAGES, *SIZES))


def goals(tables: tuple[Table, ...]) -> tuple[Goal, ...]:
    """What issue 3 promises, of these tables."""
    usual, *_, large, largest = tables
    grown = largest.seconds[ACCOUNT] / large.seconds[ACCOUNT]
    return (
        Goal(what=f"{BARE}, against {FLOOR}:", ratio=usual.ratio(BARE), most=0.5),
        Goal(what=f"{NOTE}, against {FLOOR}:", ratio=usual.ratio(NOTE), most=6),
        Goal(what="ten times the messages, times the cost:", ratio=grown, most=12),
    )


def _table(messages: int) -> Table:
    size = len(encode_handoff(handoff(messages)))
    return Table(
        title=f"Applying a mapping, {messages:,} messages, {size:,} bytes",
        floor=FLOOR,
        seconds=race(contenders(messages), turns=max(5, min(TURNS, 20_000 // messages))),
    )
