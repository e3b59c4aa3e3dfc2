"""Proof of the note: every stretch in which a leaf was printed, found again where it was put.

The vendor may wrap markup or add text around a stretch; between the first and the last character
that differ nothing is believed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from gateway.delivery.proof import Place, Proof, worst
from gateway.delivery.prove_digests import NOTHING_DIGESTED, Digested
from gateway.sdk.consignment import NoteFormat, Stored, StoredNote
from gateway.sdk.html import VisibleText, visible_text
from mappings.translation import NoteResult, Print


class _Part(Struct, frozen=True):
    """One stretch of the note: what was to be seen, and how much of it was found at each end."""

    start: int
    end: int
    offset: int
    sent: VisibleText
    stored: str | None
    head: int
    tail: int


def note_places(
    note: NoteResult, stored: Stored, object_: str, digested: Digested = NOTHING_DIGESTED
) -> Iterator[tuple[str, Place]]:
    """Each printed leaf with its place; a leaf printed several times has the worst proof.

    A digest is of the whole note: one that is not right puts every leaf in it in doubt.
    """
    if proof := digested.get(note.field):
        judged = Place(object=object_, field=note.field, proof=proof)
        yield from ((pointer, judged) for pointer in _printed(note))
        return
    parts = [_part(piece, note.format) for piece in stored.note]
    for pointer, prints in _printed(note).items():
        yield pointer, _leaf_place(note, stored, object_, parts, prints)


def _printed(note: NoteResult) -> dict[str, list[Print]]:
    by_leaf: dict[str, list[Print]] = {}
    for printed in note.prints:
        by_leaf.setdefault(printed.pointer, []).append(printed)
    return by_leaf


def _leaf_place(
    note: NoteResult, stored: Stored, object_: str, parts: list[_Part], prints: list[Print]
) -> Place:
    if note.field in stored.unprovable:
        return Place(object=object_, field=note.field, proof="unprovable")
    judged: list[tuple[Proof, Print]] = [(_judge(printed, parts), printed) for printed in prints]
    if len(judged) == 1 and judged[0][0] == "verified":
        return Place(object=object_, field=note.field, proof="verified")
    proof = worst(found for found, _ in judged) or "missing"
    if proof == "verified":
        return Place(object=object_, field=note.field, proof=proof)
    if proof == "missing" and note.field in stored.pending:
        return Place(object=object_, field=note.field, proof="pending")
    failed = next(printed for found, printed in judged if found == proof)
    return Place(
        object=object_,
        field=note.field,
        proof=proof,
        sent=_seen(note.body[failed.start : failed.end], note.format).text,
        stored=_found(failed, parts),
    )


def _judge(printed: Print, parts: list[_Part]) -> Proof:
    """A stretch may run over several parts; each has to hold its share."""
    shares = [part for part in parts if part.start < printed.end and printed.start < part.end]
    if len(shares) == 1 and shares[0].start <= printed.start and printed.end <= shares[0].end:
        return _judge_share(printed, shares[0])
    covered = sum(min(part.end, printed.end) - max(part.start, printed.start) for part in shares)
    if covered < printed.end - printed.start:
        return "missing"
    proofs: list[Proof] = [_judge_share(printed, part) for part in shares]
    return worst(proofs) or "verified"


def _judge_share(printed: Print, part: _Part) -> Proof:
    first, last = _span(printed, part)
    if part.stored is None:
        return "missing" if last > first else "verified"
    if last <= part.head or first >= len(part.sent.text) - part.tail:
        return "verified"
    # What lies wholly behind the end of the stored text was cut off, not changed.
    cut_off = part.head == len(part.stored)
    return "missing" if cut_off and first >= part.head else "altered"


def _span(printed: Print, part: _Part) -> tuple[int, int]:
    """Where the stretch stands in the part's visible text."""
    first = bisect_left(part.sent.sources, max(printed.start, part.start) + part.offset)
    last = bisect_left(part.sent.sources, min(printed.end, part.end) + part.offset)
    return first, last


def _part(piece: StoredNote, format_: NoteFormat) -> _Part:
    sent = _seen(piece.sent, format_)
    stored = _stored(piece, sent, format_)
    head, tail = _common(sent.text, stored or "")
    return _Part(piece.start, piece.end, piece.lead - piece.start, sent, stored, head, tail)


def _stored(piece: StoredNote, sent: VisibleText, format_: NoteFormat) -> str | None:
    if piece.stored is None:
        return None
    # The usual case, which need not be read twice.
    return sent.text if piece.stored == piece.sent else _seen(piece.stored, format_).text


def _seen(body: str, format_: NoteFormat) -> VisibleText:
    if format_ == "html":
        return visible_text(body)
    return VisibleText(body, tuple(range(len(body))))


def _common(sent: str, stored: str) -> tuple[int, int]:
    """How many characters agree from the start, and from the end without overlapping those.

    A text the vendor put around ours (a signature, a wrapper) is found by containment first.
    """
    if sent in stored:
        return len(sent), 0
    limit = min(len(sent), len(stored))
    head = next((i for i in range(limit) if sent[i] != stored[i]), limit)
    rest = limit - head
    tail = next((i for i in range(rest) if sent[-1 - i] != stored[-1 - i]), rest)
    return head, tail


def _found(printed: Print, parts: list[_Part]) -> Any:
    """What stands at the stretch's place now; None where nothing does."""
    for part in parts:
        if part.start <= printed.start < part.end and part.stored is not None:
            first, last = _span(printed, part)
            return part.stored[first:last] or None
    return None
