"""Two hundred handoffs to four vendors over sockets: every leaf proved, or accounted for."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from gateway.cli.examples import load_examples
from gateway.schema.codec import encode_handoff
from tests.integration.four_vendors import VENDORS, four_vendors
from tests.research.recorded import RESEARCH, SHIPPED, conversations, settled

QUARTERS = 4
# What a vendor's own bounds force on a leaf; everything else must stand somewhere whole.
ACCOUNTED = {"exact", "reformatted", "translated", "note", "shortened", "narrowed", "capsule"}


def bodies(shared: Path) -> Iterator[bytes]:
    """The 197 recorded conversations, research corpora made canonical, and the examples."""
    for file in SHIPPED:
        for document in conversations(shared, file):
            yield json.dumps(document).encode()
    for file in RESEARCH:
        for document in conversations(shared, file):
            yield encode_handoff(settled(file, document).handoff)
    yield from dict(load_examples()).values()


@pytest.mark.parametrize("quarter", range(QUARTERS))
def test_fifty_of_two_hundred_handoffs_arrive_at_four_vendors_leaf_by_leaf(
    tmp_path: Path, shared: Path, quarter: int
) -> None:
    statuses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    proofs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    fates: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with four_vendors(tmp_path) as four:
        for body in islice(bodies(shared), quarter, None, QUARTERS):
            for delivery in four.hand_over(body)["deliveries"]:
                vendor = delivery["destination"]
                statuses[vendor][delivery["status"]] += 1
                proofs[vendor].update(delivery["proofs"])
                fates[vendor].update(delivery["fates"])
        items = {vendor: four.work_items(vendor) for vendor in VENDORS}

    for vendor in VENDORS:
        print(f"{vendor}: {dict(statuses[vendor])}, {dict(proofs[vendor])}, {dict(fates[vendor])}")
    assert {vendor: {"verified": 50} for vendor in VENDORS} == statuses
    assert {vendor: {"verified"} for vendor in VENDORS} == {v: set(proofs[v]) for v in VENDORS}
    assert all(set(fates[vendor]) <= ACCOUNTED for vendor in VENDORS)
    assert dict.fromkeys(VENDORS, 50) == items
