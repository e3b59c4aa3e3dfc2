"""Coverage: where each kind of leaf can go, known before any handoff is delivered."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from mappings.plan import Plan
from mappings.problems import Problems, listed
from mappings.reach import Reach, path_of

_MOST_NAMED = 6


class Coverage(Struct, frozen=True, kw_only=True):
    """Counts of the handoff's leaf paths, a list counting once.

    A path may be in fields and in the note; ``capsule`` counts those that are only there and
    ``nowhere`` those that have no place. ``unplaced`` names both, as mappings write them, and
    ``accepted`` those among them that the mapping accepts. ``narrowed`` names what is in fields
    that may not tell which of several values it was, and in no other.
    """

    total: int = 0
    fields: int = 0
    note: int = 0
    capsule: int = 0
    withheld: int = 0
    nowhere: int = 0
    unplaced: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    narrowed: tuple[str, ...] = ()


def coverage_of(plan: Plan, reach: Reach, accepted: frozenset[str] = frozenset[str]()) -> Coverage:
    """What a plan reaches of everything a handoff can hold."""
    fields = reach.of(path for rule in plan.rules for path in rule.reads)
    kept = reach.of(path for rule in plan.rules if not rule.narrows for path in rule.reads)
    note = reach.of(plan.note.template.printed if plan.note else ())
    rest = reach.every - fields - note
    withheld = rest & _redacted(plan, reach)
    if plan.unmapped == "note" and plan.note:
        note, rest = note | (rest - withheld), withheld
    return Coverage(
        total=len(reach.every),
        fields=len(fields),
        note=len(note),
        capsule=len(rest - withheld) if plan.capsule else 0,
        withheld=len(withheld),
        nowhere=0 if plan.capsule else len(rest),
        unplaced=_paths(rest - withheld),
        accepted=_paths((rest - withheld) & accepted),
        narrowed=_paths(fields - kept - note),
    )


def say_coverage(coverage: Coverage, line: int, problems: Problems) -> None:
    """Say what has no place at all, and what only the capsule on its ``line`` keeps."""
    total, accepted = coverage.total, frozenset(coverage.accepted)
    unplaced = [path for path in coverage.unplaced if path not in accepted]
    if coverage.nowhere:
        problems.add("C301", 0, count=coverage.nowhere, total=total)
    elif unplaced:
        fields = listed(unplaced, most=_MOST_NAMED)
        problems.add("C302", line, count=len(unplaced), total=total, fields=fields)


def _redacted(plan: Plan, reach: Reach) -> frozenset[str]:
    if plan.capsule is None:
        return frozenset()
    return frozenset(leaf for cursor in plan.capsule.redacted for leaf in reach.below(cursor))


def _paths(patterns: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(path_of, patterns)))
