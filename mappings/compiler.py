"""The one compiler, for studio, command line, CI and server: a text becomes a plan, or problems."""

from __future__ import annotations

import hashlib

from msgspec import Struct

from mappings.canonical import CanonicalSchema, Fit
from mappings.capsule import compile_capsule
from mappings.coverage import Coverage, coverage_of
from mappings.document import SCHEMA, Document
from mappings.field_source import Given
from mappings.path import Paths
from mappings.plan import Plan
from mappings.problems import MappingProblem, Problems, Refused, did_you_mean
from mappings.reading import read_document
from mappings.rule import NoteRule, Rule, RuleCompiler
from mappings.template.engine import CompiledTemplate, Rendering, compile_template
from mappings.vendor_schema import VendorSchema


class Compiled(Struct, frozen=True, kw_only=True):
    """``plan`` is None exactly where ``problems`` has an error; problems are sorted by line."""

    plan: Plan | None
    problems: tuple[MappingProblem, ...]
    coverage: Coverage


def compile(  # noqa: A001 - the contract's name; nothing here needs the builtin
    text: str, canonical: CanonicalSchema, vendor: VendorSchema, fit: Fit
) -> Compiled:
    """Compile a mapping against both sides. Never raises, whatever the text is."""
    problems = Problems()
    document = read_document(text, problems)
    if document is None:
        return Compiled(plan=None, problems=problems.sorted(), coverage=Coverage())
    _check_head(document, canonical, vendor, problems)
    plan = _plan(
        document,
        canonical,
        Given(
            document=document,
            paths=Paths(canonical),
            vendor=vendor,
            templates={},
            problems=problems,
            fit=fit,
        ),
        text,
    )
    coverage = coverage_of(plan, canonical)
    if document.capsule is None and not problems.has_errors():
        problems.add("C301", 0, count=coverage.nowhere, total=coverage.total)
    kept = None if problems.has_errors() else plan
    return Compiled(plan=kept, problems=problems.sorted(), coverage=coverage)


def _plan(document: Document, canonical: CanonicalSchema, given: Given, text: str) -> Plan:
    given.templates.update(_templates(document, given))
    compiled = [RuleCompiler(field, given).compile() for field in document.fields]
    rules = tuple(rule for rule in compiled if isinstance(rule, Rule))
    notes = tuple(rule for rule in compiled if isinstance(rule, NoteRule))
    _check_targets(document, given)
    _check_notes(rules, notes, given.problems)
    _check_unused(document, given.problems)
    capsule = compile_capsule(document.capsule, given) if document.capsule else None
    if document.defaults.unmapped == "note":
        line = document.defaults.place.of("unmapped")
        given.problems.add("M008", line, name='unmapped = "note"')
    return Plan(
        name=document.head.name,
        object=document.target.object,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        match=document.target.match.field if document.target.match else None,
        rules=rules,
        note=notes[0] if notes else None,
        capsule=capsule,
        unmapped=document.defaults.unmapped,
        leaves=canonical.leaves,
        fit=given.fit,
    )


def _check_head(
    document: Document, canonical: CanonicalSchema, vendor: VendorSchema, problems: Problems
) -> None:
    head, target = document.head, document.target
    if head.schema and head.schema != SCHEMA:
        problems.add("M002", head.place.of("schema"), version=SCHEMA)
    if head.canonical and head.canonical != canonical.version:
        hint = did_you_mean(head.canonical, [canonical.version])
        problems.add(
            "M003",
            head.place.of("canonical"),
            found=head.canonical,
            version=canonical.version,
            hint=hint,
        )
    for what, found, wanted in (
        ("vendor", target.vendor, vendor.vendor),
        ("object", target.object, vendor.object),
    ):
        if found and found != wanted:
            problems.add("V200", target.place.of(what), what=what, found=found, wanted=wanted)


def _templates(document: Document, given: Given) -> dict[str, CompiledTemplate | None]:
    rendering = Rendering(given.paths, given.fit)
    return {
        name: compile_template(
            template.body, template.format, template.place.body, rendering, given.problems
        )
        for name, template in document.templates.items()
    }


def _check_targets(document: Document, given: Given) -> None:
    """One rule a field, but for lists; what the vendor and the match demand is filled."""
    first: dict[str, int] = {}
    for field in document.fields:
        target = given.vendor.field(field.to)
        if field.to in first and target is not None and target.kind != "list":
            line = field.place.line
            given.problems.add("V204", line, to=field.to, first=first[field.to])
        first.setdefault(field.to, field.place.line)
    for wanted in given.vendor.fields:
        if wanted.required and wanted.name not in first:
            line, title = document.target.place.line, given.vendor.title
            given.problems.add("V203", line, vendor=title, to=wanted.name, label=wanted.label)
    _check_match(document, given, first)


def _check_match(document: Document, given: Given, filled: dict[str, int]) -> None:
    match = document.target.match
    if match is None:
        return
    line = match.place.line
    if match.field not in filled:
        given.problems.add("V205", line, to=match.field)
    try:
        given.paths.compile(match.from_)
    except Refused as refused:
        given.problems.refused(refused, line)


def _check_notes(rules: tuple[Rule, ...], notes: tuple[NoteRule, ...], problems: Problems) -> None:
    for extra in notes[1:]:
        problems.add("V204", extra.line, to=extra.to, first=notes[0].line)
    for rule in rules:
        if rule.overflow == "note" and not notes:
            problems.add("V223", rule.line)


def _check_unused(document: Document, problems: Problems) -> None:
    lookups = {field.lookup for field in document.fields}
    templates = {field.template for field in document.fields}
    for name, lookup in document.lookups.items():
        if name not in lookups:
            problems.add("M153", lookup.place.line, table=f"lookup.{name}")
    for name, template in document.templates.items():
        if name not in templates:
            problems.add("M153", template.place.line, table=f"template.{name}")
