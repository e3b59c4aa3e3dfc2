"""The receipt: one row a leaf, with its fate and a proof for every place it stands in.

Pure: what was sent on one side, what the vendor was read to hold on the other. Nothing here can
turn "sent" into "verified".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from gateway.delivery.proof import Place, Receipt, Rest, Row, whole
from gateway.delivery.prove_capsule import FIELD as CAPSULE
from gateway.delivery.prove_capsule import leaf_by_leaf, whole_capsule
from gateway.delivery.prove_digests import by_digest
from gateway.delivery.prove_fields import field_places, leaf_places, own_places
from gateway.delivery.prove_note import note_places
from gateway.sdk.consignment import Consignment, Stored
from gateway.sdk.manifest import Target
from mappings.accounting import Account, brief_account
from mappings.translation import Translation

_Placed: TypeAlias = dict[str, list[Place]]


def prove(
    translation: Translation,
    consignment: Consignment,
    stored: Stored,
    *,
    target: Target,
    leaves: Mapping[str, Any],
) -> Receipt:
    """Compare what was sent with what is stored, leaf by leaf, in the order of the leaves."""
    return whole(proved(translation, consignment, stored, target=target, leaves=leaves), leaves)


def proved(
    translation: Translation,
    consignment: Consignment,
    stored: Stored,
    *,
    target: Target,
    leaves: Mapping[str, Any],
    account: Account | None = None,
) -> Receipt:
    """``prove``, with the leaves that stand in the capsule alone and share its proof as the rest.

    One hash proves all of them; naming each would cost more than everything else. ``account`` is
    the translation's, where it is known.
    """
    question = _Question(translation, consignment, stored, target, leaves)
    placed: _Placed = {}
    fixed: list[Place] = []
    for pointer, place in question.places():
        if pointer is None:
            fixed.append(place)
        else:
            placed.setdefault(pointer, []).append(place)
    account = account or brief_account(translation, leaves)
    judged = question.capsule()
    if judged is None:
        for pointer, place in question.capsule_leaves():
            placed.setdefault(pointer, []).append(place)
        rows = _rows(leaves, placed, account)
        return Receipt(rows=rows, fixed=tuple(fixed), stale=translation.stale)
    named = dict.fromkeys([*placed, *account.named])
    for pointer in named:
        if pointer not in question.withheld:
            placed.setdefault(pointer, []).append(judged)
    count = len(leaves) - len(named)
    rows = _rows(named if count else leaves, placed, account)
    rest = Rest(count=count, fate=account.otherwise, place=judged) if count else None
    return Receipt(rows=rows, fixed=tuple(fixed), stale=translation.stale, rest=rest)


def _rows(pointers: Iterable[str], placed: _Placed, account: Account) -> tuple[Row, ...]:
    named, otherwise = account.named, account.otherwise
    return tuple(
        [
            Row(
                pointer=pointer,
                fate=named.get(pointer, otherwise),
                places=tuple(placed.get(pointer, ())),
            )
            for pointer in pointers
        ]
    )


class _Question:
    """What was sent and what is stored, asked place by place."""

    def __init__(
        self,
        translation: Translation,
        consignment: Consignment,
        stored: Stored,
        target: Target,
        leaves: Mapping[str, Any],
    ) -> None:
        self._translation = translation
        self._stored = stored
        self._target = target
        self._leaves = leaves
        self._digested = by_digest(stored, consignment)
        self._capsule = consignment.capsule if translation.capsule else None
        self.withheld = frozenset(translation.capsule.withheld if translation.capsule else ())

    def places(self) -> Iterator[tuple[str | None, Place]]:
        """Every place but those in the capsule; None for a place without a leaf."""
        object_ = self._target.object
        yield from field_places(self._translation, self._stored, self._target, self._digested)
        yield from own_places(self._stored, object_)
        if self._translation.note:
            yield from note_places(self._translation.note, self._stored, object_, self._digested)
        if self._capsule:
            yield from leaf_places(self._stored, self._is_shown, object_)

    def capsule(self) -> Place | None:
        """The one place of every leaf in it; None where each has to be looked for."""
        if self._capsule is None:
            return None
        digested = self._digested.get(CAPSULE)
        return whole_capsule(self._capsule, self._stored, self._target.object, digested)

    def capsule_leaves(self) -> Iterator[tuple[str, Place]]:
        """Each leaf in a capsule that came back otherwise than it was sent."""
        if self._capsule is None or self._stored.capsule is None:
            return iter(())
        kept = {name: value for name, value in self._leaves.items() if self._is_shown(name)}
        return leaf_by_leaf(self._stored.capsule, kept, self._target.object)

    def _is_shown(self, pointer: str) -> bool:
        return pointer not in self.withheld and pointer in self._leaves
