"""Coverage: where each kind of leaf can go, known before any handoff is delivered."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from mappings.canonical import CanonicalSchema
from mappings.nodes import Context
from mappings.path import Cursor, read_root
from mappings.plan import Plan
from mappings.sample import sample_of

_INDEX = re.compile(r"/\d+(?=/|$)")


class Coverage(Struct, frozen=True, kw_only=True):
    """Counts of the handoff's leaf paths, a list counting once.

    A path may be in fields and in the note; ``capsule`` counts those that are only there and
    ``nowhere`` those that have no place. ``unplaced`` names both, as mappings write them.
    """

    total: int = 0
    fields: int = 0
    note: int = 0
    capsule: int = 0
    withheld: int = 0
    nowhere: int = 0
    unplaced: tuple[str, ...] = ()


def coverage_of(plan: Plan, schema: CanonicalSchema) -> Coverage:
    """What a plan reaches of everything a handoff can hold."""
    sample = sample_of(schema.root)
    context = Context(handoff=sample, destination={}, handoff_url="x")
    every = {_pattern(pointer) for pointer in schema.leaves(sample)}
    fields = _reached((path for rule in plan.rules for path in rule.reads), context) & every
    note = _reached(plan.note.template.printed if plan.note else (), context) & every
    rest = every - fields - note
    withheld = rest & _redacted(plan, context, schema.leaves(sample))
    return Coverage(
        total=len(every),
        fields=len(fields),
        note=len(note),
        capsule=len(rest - withheld) if plan.capsule else 0,
        withheld=len(withheld),
        nowhere=0 if plan.capsule else len(rest),
        unplaced=tuple(sorted(map(_path, rest - withheld))),
    )


def _reached(cursors: Iterable[Cursor], context: Context) -> set[str]:
    return {
        _pattern(pointer)
        for cursor in cursors
        for _, pointers in read_root(cursor, context)
        for pointer in pointers
    }


def _redacted(plan: Plan, context: Context, leaves: Iterable[str]) -> set[str]:
    if plan.capsule is None:
        return set()
    return {_pattern(pointer) for pointer in plan.capsule.apply(context, leaves).withheld}


def _pattern(pointer: str) -> str:
    return _INDEX.sub("/*", pointer)


def _path(pattern: str) -> str:
    """A pattern as a mapping would write it: ``customer.refs[*].id``."""
    return pattern.replace("/*", "[*]").replace("/", ".").lstrip(".")
