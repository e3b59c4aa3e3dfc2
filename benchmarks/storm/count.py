"""What a storm did: nothing may be lost, doubled, out of order, or called verified that is not.

A delivery that is visibly dead or failed is not lost: everything is kept, and a person is told.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from benchmarks.storm.vendors import Held

_VISIBLE = ("dead", "failed")


class Sent(Struct, frozen=True):
    """One acknowledged handoff, in the order of its conversation."""

    handoff_id: str
    conversation_id: str


class Toll(Struct, frozen=True, kw_only=True):
    """Of one vendor: handoffs it never got and that nobody is told of, work items too many, pairs
    in the wrong order, and deliveries called verified that it does not hold."""

    vendor: str
    expected: int
    lost: int
    doubled: int
    out_of_order: int
    false_verified: int
    statuses: Mapping[str, int]

    @property
    def is_clean(self) -> bool:
        """Whether the promise was kept."""
        return not (self.lost or self.doubled or self.out_of_order or self.false_verified)


def toll(
    vendor: str, sent: Sequence[Sent], found: Iterable[Held], statuses: Mapping[str, str]
) -> Toll:
    """``statuses`` are those of the vendor's deliveries by handoff."""
    order = [item.handoff_id for item in found]
    counts = Counter(order)
    known = {one.handoff_id for one in sent}
    return Toll(
        vendor=vendor,
        expected=len(sent),
        lost=sum(
            not counts[one.handoff_id] and statuses.get(one.handoff_id) not in _VISIBLE
            for one in sent
        ),
        doubled=sum(count - 1 for id_, count in counts.items() if id_ in known),
        out_of_order=_out_of_order(sent, order),
        false_verified=sum(
            1 for id_, status in statuses.items() if status == "verified" and not counts[id_]
        ),
        statuses=Counter(statuses.values()),
    )


def _out_of_order(sent: Sequence[Sent], order: Sequence[str]) -> int:
    """Neighbours of a conversation that the vendor got the other way round."""
    place = {id_: number for number, id_ in reversed(list(enumerate(order)))}
    conversations: defaultdict[str, list[int]] = defaultdict(list)
    for one in sent:
        if one.handoff_id in place:
            conversations[one.conversation_id].append(place[one.handoff_id])
    return sum(
        earlier > later
        for places in conversations.values()
        for earlier, later in itertools.pairwise(places)
    )
