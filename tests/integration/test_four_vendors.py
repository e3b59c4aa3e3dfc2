"""Two hundred handoffs to four vendors over sockets: every leaf proved, or accounted for."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.cli.examples import load_examples
from gateway.intake.repair import Reading
from gateway.intake.settling import settle
from gateway.schema.codec import encode_handoff
from tests.integration.four_vendors import VENDORS, Four, four_vendors
from tests.research.recorded import RESEARCH, SHIPPED, conversations, dialect_of

# What a vendor's own bounds force on a leaf; everything else must stand somewhere whole.
ACCOUNTED = {"exact", "reformatted", "translated", "note", "shortened", "narrowed", "capsule"}


def bodies(shared: Path) -> Iterator[bytes]:
    """The 197 recorded conversations, research corpora made canonical, and the examples."""
    for file in SHIPPED:
        for document in conversations(shared, file):
            yield json.dumps(document).encode()
    for file in RESEARCH:
        for document in conversations(shared, file):
            settled = settle(dialect_of(file), Reading(document=document), strict=False)
            yield encode_handoff(settled.handoff)
    yield from dict(load_examples()).values()


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Four]:
    with four_vendors(tmp_path_factory.mktemp("four")) as running:
        yield running


def test_two_hundred_handoffs_arrive_at_four_vendors_leaf_by_leaf(four: Four, shared: Path) -> None:
    statuses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    proofs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    fates: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for body in bodies(shared):
        for delivery in four.hand_over(body)["deliveries"]:
            vendor = delivery["destination"]
            statuses[vendor][delivery["status"]] += 1
            proofs[vendor].update(delivery["proofs"])
            fates[vendor].update(delivery["fates"])

    for vendor in VENDORS:
        print(f"{vendor}: {dict(statuses[vendor])}, {dict(proofs[vendor])}, {dict(fates[vendor])}")
    assert {vendor: {"verified": 200} for vendor in VENDORS} == statuses
    assert {vendor: {"verified"} for vendor in VENDORS} == {v: set(proofs[v]) for v in VENDORS}
    assert all(set(fates[vendor]) <= ACCOUNTED for vendor in VENDORS)
    assert dict.fromkeys(VENDORS, 200) == {v: four.work_items(v) for v in VENDORS}
