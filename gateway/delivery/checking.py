"""Checking a mapping's text against the schemas it would be delivered with."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gateway.delivery.destination import Destination
from gateway.delivery.schemas import (
    described_object,
    schema_sha256,
    vendor_object,
    vendor_objects,
)
from gateway.delivery.vocabulary import CANONICAL, schema_of
from gateway.sdk.errors import ConfigurationError
from gateway.sdk.limits import fit
from gateway.sdk.manifest import Target
from mappings import Compiled, Plan
from mappings import compile as compile_mapping
from mappings.coverage import Coverage
from mappings.problems import MappingProblem, Problems
from mappings.reading import read_document
from mappings.vendor_schema import VendorSchema


class VendorSide(Struct, frozen=True, kw_only=True):
    """What a text is compiled against: the vendor's object, and the hash of its schema."""

    schema: VendorSchema
    sha256: str


# For a text that does not say which object it is for; the vendor's side is not looked at.
_NO_VENDOR = VendorSide(schema=VendorSchema(vendor="", title="", object="", fields=()), sha256="")


class Checked(Struct, frozen=True, kw_only=True):
    """What a check found, all at once and sorted by line.

    ``side`` is what the text was compiled against, the first where several were given. ``plan``
    is None exactly where there is an error.
    """

    plan: Plan | None
    problems: tuple[MappingProblem, ...]
    coverage: Coverage
    side: VendorSide


def side_of(destination: Destination, target: Target | None = None) -> VendorSide:
    """What a destination's account takes, as far as it is known; ``target`` is what it said now."""
    manifest, target = destination.adapter.manifest, target or destination.target
    return VendorSide(
        schema=schema_of(manifest.name, manifest.title, target), sha256=schema_sha256(target)
    )


def known_side(vendor: str, object_: str, document: bytes | None = None) -> VendorSide:
    """What is known of an object without an account, or from the account's own describe document.

    Raises ``ConfigurationError``.
    """
    if document is None:
        target = vendor_object(vendor, object_)
    else:
        target = described_object(vendor, object_, document)
    title = vendor_objects(vendor).title
    return VendorSide(schema=schema_of(vendor, title, target), sha256=schema_sha256(target))


def check_text(text: str, sides: Sequence[VendorSide] = (), *, published: bool = False) -> Checked:
    """Compile a text against these; without any, against what is known of the object it names.

    ``published`` texts compiled once: what a vendor has changed since is a warning in them.
    """
    if sides:
        return _merged(sides, [_compiled(text, side, published) for side in sides])
    vendor, object_, line = target_of(text)
    if not (vendor and object_):
        return _without_vendor(text)
    try:
        side = known_side(vendor, object_)
    except ConfigurationError as error:
        unknown = MappingProblem(code="V200", severity="error", line=line, message=error.detail)
        return _without_vendor(text, unknown)
    return _merged([side], [_compiled(text, side, published)])


def target_of(text: str) -> tuple[str, str, int]:
    """The vendor and the object that a text names, and the line; empty where it names none."""
    document = read_document(text, Problems())
    if document is None:
        return "", "", 0
    target = document.target
    return target.vendor, target.object, target.place.line


def _compiled(text: str, side: VendorSide, published: bool = False) -> Compiled:
    return compile_mapping(text, CANONICAL, side.schema, fit, published=published)


def _merged(sides: Sequence[VendorSide], compiled: Sequence[Compiled]) -> Checked:
    """What is wrong for one destination is wrong; what is said of several is said once."""
    problems = dict.fromkeys(problem for one in compiled for problem in one.problems)
    first = compiled[0]
    return Checked(
        plan=first.plan if all(one.plan for one in compiled) else None,
        problems=tuple(sorted(problems, key=lambda problem: (problem.line, problem.code))),
        coverage=first.coverage,
        side=sides[0],
    )


def _without_vendor(text: str, unknown: MappingProblem | None = None) -> Checked:
    """Everything but the vendor's side, which cannot be known."""
    compiled = _compiled(text, _NO_VENDOR)
    found = [problem for problem in compiled.problems if not problem.code.startswith("V")]
    found.extend([unknown] if unknown else [])
    return Checked(
        plan=None,
        problems=tuple(sorted(found, key=lambda problem: (problem.line, problem.code))),
        coverage=compiled.coverage,
        side=_NO_VENDOR,
    )
