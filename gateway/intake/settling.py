"""From what a normalizer hands back to a handoff that holds, with every native leaf accounted for.

What the schema does not know moves to ``unmapped`` here, for every dialect alike, and problems are
told in the sender's own terms: by the pointers of the document that was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from gateway.intake.lifting.lift import Enriched, lift
from gateway.intake.lifting.table import DEFAULTS, Table
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.repair import Reading
from gateway.schema.check import MOST_PROBLEMS, Checked, check, did_you_mean
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import document_leaves
from gateway.schema.origin import Generated, Loss
from gateway.schema.scalars import Json
from gateway.sdk.errors import InvalidHandoff, Problem

# Of the body's SHA-256, in the id of a conversation that has none.
_DIGITS = 24


class Settled(Struct, frozen=True, kw_only=True):
    """A handoff before ids and provenance, and where each leaf of the native document went.

    ``unnamed`` are the leaves that the normalizer forgot: they are in ``unmapped`` too, but that
    there are any is a bug in it.
    """

    handoff: Handoff
    mapped: Mapping[str, tuple[str, ...]]
    unmapped: Mapping[str, Json]
    noise: Mapping[str, str]
    generated: tuple[Generated, ...] = ()
    loss: tuple[Loss, ...] = ()
    unnamed: tuple[str, ...] = ()


def settle(
    dialect: Dialect,
    reading: Reading,
    *,
    raw_sha256: str,
    strict: bool,
    table: Table = DEFAULTS,
    wants_scrubbed: bool = False,
) -> Settled:
    """Normalize, lift what tool traffic knows, check, and account for every leaf.

    A conversation without an id gets one made of ``raw_sha256``, the digest of the body. Raises
    ``InvalidHandoff`` with every problem; ``strict`` counts what was mended, and unknown members
    and parts.
    """
    normalize = (dialect.normalize_scrubbed if wants_scrubbed else None) or dialect.normalize
    normalized = _named(normalize(reading.document), dialect.name, raw_sha256)
    enriched = _enriched(normalized, table, dialect.name)
    checked = check(enriched.handoff, Handoff)
    native = _Native(normalized.mapped)
    unknown = {native.pointer(pointer): value for pointer, value in checked.unknown.items()}
    unmapped = {**normalized.unmapped, **unknown}
    problems = [*_invalid(checked, native)]
    if strict:
        problems += [*_mended(reading.loss), *_unknown(checked, native)]
        problems += _unread(normalized.unmapped)
    _refuse(problems)
    mapped = _relocated(normalized.mapped, checked)
    # Spelling out every leaf costs more than normalizing: only where leaves may be lost or moved.
    is_sure = normalized.is_swept and not checked.unknown
    unnamed = {} if is_sure else _unnamed(reading.document, mapped, unmapped, normalized.noise)
    return Settled(
        handoff=msgspec.convert(checked.value, Handoff),
        mapped=mapped,
        unmapped={**unmapped, **unnamed},
        noise=normalized.noise,
        generated=(*normalized.generated, *enriched.generated),
        loss=normalized.loss,
        unnamed=tuple(unnamed),
    )


def _named(normalized: Normalized, dialect: str, raw_sha256: str) -> Normalized:
    """The same body gives the same id, so that a retry is not another conversation."""
    if not normalized.is_unnamed:
        return normalized
    handoff = normalized.handoff
    named = {**handoff["conversation"], "id": f"{dialect}-{raw_sha256[:_DIGITS]}"}
    made = Generated(path="/conversation/id", rule=f"{dialect}.conversation_id")
    return replace(
        normalized,
        handoff={**handoff, "conversation": named},
        generated=(*normalized.generated, made),
    )


def _enriched(normalized: Normalized, table: Table, dialect: str) -> Enriched:
    if not normalized.lifts:
        return Enriched(handoff=normalized.handoff, generated=())
    return lift(normalized.handoff, table, dialect)


def _refuse(problems: list[Problem]) -> None:
    if not problems:
        return
    listed = problems[:MOST_PROBLEMS]
    if len(problems) >= MOST_PROBLEMS:
        detail = f"{MOST_PROBLEMS} problems are listed; there may be more"
        listed.append(Problem(code="handoff.more_problems", detail=detail))
    raise InvalidHandoff(problems=listed)


class _Native:
    """Finds the native pointer of a canonical one, of a leaf, of what holds it or is within."""

    def __init__(self, mapped: Mapping[str, tuple[str, ...]]) -> None:
        self._mapped = mapped
        self._native: dict[str, str] = {}

    def pointer(self, canonical: str) -> str:
        """The canonical pointer itself where nothing of the native document led there."""
        if not self._native:
            self._index()
        rest = ""
        at = canonical
        while at not in self._native and at:
            at, _, name = at.rpartition("/")
            rest = f"/{name}{rest}"
        return self._native.get(at, "") + rest

    def _index(self) -> None:
        for native, places in self._mapped.items():
            for canonical in places:
                self._add(native, canonical)

    def _add(self, native: str, canonical: str) -> None:
        """A leaf, and all that holds it as long as both pointers end in the same names."""
        self._native.setdefault(canonical, native)
        while canonical and native:
            native, _, native_name = native.rpartition("/")
            canonical, _, canonical_name = canonical.rpartition("/")
            if native_name != canonical_name or canonical in self._native:
                return
            self._native[canonical] = native


def _invalid(checked: Checked, native: _Native) -> Iterable[Problem]:
    for flaw in checked.problems:
        pointer = native.pointer(flaw.pointer)
        yield Problem(code="handoff.invalid_member", pointer=pointer, detail=flaw.detail)


def _mended(losses: Iterable[Loss]) -> Iterable[Problem]:
    for loss in losses:
        yield Problem(code="handoff.mended", pointer=loss.path, detail=loss.reason)


def _unknown(checked: Checked, native: _Native) -> Iterable[Problem]:
    for number, pointer in enumerate(checked.unknown):
        meant = did_you_mean(checked, pointer) if number < MOST_PROBLEMS else None
        detail = "is not a member that the schema has here"
        if meant:
            detail += f"; did you mean {meant}?"
        yield Problem(code="handoff.unknown_member", pointer=native.pointer(pointer), detail=detail)
    for pointer in checked.wrapped:
        detail = "is a part of a type that the schema does not have"
        yield Problem(code="handoff.unknown_part", pointer=native.pointer(pointer), detail=detail)


def _unread(unmapped: Mapping[str, Json]) -> Iterable[Problem]:
    for pointer in unmapped:
        detail = "is not a member that the dialect has here"
        yield Problem(code="handoff.unknown_member", pointer=pointer, detail=detail)


def _relocated(
    mapped: Mapping[str, tuple[str, ...]], checked: Checked
) -> Mapping[str, tuple[str, ...]]:
    """Where the leaves stand after unknown members left and unknown parts were wrapped."""
    if not checked.unknown and not checked.wrapped:
        return mapped
    moved: dict[str, tuple[str, ...]] = {}
    for native, places in mapped.items():
        now = tuple(_place_now(place, checked) for place in places)
        kept = tuple(place for place in now if place)
        if kept:
            moved[native] = kept
    return moved


def _place_now(pointer: str, checked: Checked) -> str:
    """The new place of a leaf, "" if it left with an unknown member."""
    at = pointer
    while at:
        if at in checked.unknown:
            return ""
        if at in checked.wrapped:
            rest = pointer.removeprefix(at)
            return f"{at}/original_type" if rest == "/type" else f"{at}/data{rest}"
        at = at.rpartition("/")[0]
    return pointer


def _unnamed(
    document: Json,
    mapped: Mapping[str, object],
    unmapped: Mapping[str, Json],
    noise: Mapping[str, str],
) -> dict[str, Json]:
    named = {*mapped, *noise}
    for pointer, value in unmapped.items():
        named.update(pointer + rest for rest in document_leaves(value))
    leaves = document_leaves(document)
    return {pointer: value for pointer, value in leaves.items() if pointer not in named}
