"""The one compiler, for studio, command line, CI and server: a text becomes a plan, or problems."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from msgspec import UNSET, Struct
from msgspec.structs import replace

from mappings.acceptance import compile_acceptance
from mappings.budget import compile_budget
from mappings.canonical import CanonicalSchema, Fit
from mappings.capsule import compile_capsule
from mappings.coverage import Coverage, coverage_of, say_coverage
from mappings.document import SCHEMA, Document, Field, Template, Unmapped
from mappings.drift import is_stale
from mappings.field_source import Given
from mappings.path import Paths
from mappings.plan import Plan
from mappings.problems import (
    MappingProblem,
    Problems,
    Refused,
    did_you_mean,
    listed,
    quoted,
)
from mappings.reach import Reach
from mappings.reading import read_document
from mappings.rule import NoteRule, Rule, RuleCompiler
from mappings.template.engine import CompiledTemplate, Rendering, compile_template
from mappings.times import zone_of
from mappings.vendor_schema import VendorSchema


class Compiled(Struct, frozen=True, kw_only=True):
    """``plan`` is None exactly where ``problems`` has an error; problems are sorted by line."""

    plan: Plan | None
    problems: tuple[MappingProblem, ...]
    coverage: Coverage


def compile(  # noqa: A001 - the contract's name; nothing here needs the builtin
    text: str,
    canonical: CanonicalSchema,
    vendor: VendorSchema,
    fit: Fit,
    *,
    published: bool = False,
) -> Compiled:
    """Compile a mapping against both sides. Never raises, whatever the text is.

    A ``published`` mapping compiled once: what the vendor no longer takes of it is a warning (D4xx)
    and its rule is left out of the plan, so that deliveries go on.
    """
    problems = Problems(published=published)
    document = read_document(text, problems)
    if document is None:
        return Compiled(plan=None, problems=problems.sorted(), coverage=Coverage())
    _check_head(document, canonical, vendor, problems)
    paths, reach = Paths(canonical), Reach(canonical)
    acceptance = compile_acceptance(document, paths, reach, problems)
    plan = _plan(
        document,
        canonical,
        Given(
            document=document,
            paths=paths,
            vendor=vendor,
            templates={},
            problems=problems,
            fit=fit,
            is_accepted=acceptance.covers,
        ),
        text,
    )
    coverage = coverage_of(plan, reach, acceptance.leaves)
    # What is in the capsule only is of interest once all else is right; no place at all is wrong.
    is_asked = document.capsule is None or not problems.has_errors()
    if is_asked and not published:
        say_coverage(coverage, document.capsule.place.line if document.capsule else 0, problems)
    kept = None if problems.has_errors() else plan
    return Compiled(plan=kept, problems=problems.sorted(), coverage=coverage)


def _plan(document: Document, canonical: CanonicalSchema, given: Given, text: str) -> Plan:
    given.templates.update(_templates(document, given))
    compiled = [_rule(field, given) for field in document.fields]
    repeated = _check_targets(document, given)
    rules = tuple(rule for rule in compiled if isinstance(rule, Rule) and rule.line not in repeated)
    notes = tuple(rule for rule in compiled if isinstance(rule, NoteRule))
    match = _match(document, given, {rule.to for rule in rules})
    _check_notes(rules, notes, given.problems)
    _check_unused(document, given.problems)
    capsule = compile_capsule(document.capsule, given) if document.capsule else None
    _check_defaults(document, notes, given.problems)
    return Plan(
        name=document.head.name,
        object=document.target.object,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        match=match,
        rules=rules,
        note=notes[0] if notes else None,
        capsule=capsule,
        unmapped=_unmapped(document, given, has_note=bool(notes)),
        budget=compile_budget(document, given.vendor, given.problems),
        leaves=canonical.leaves,
        fit=given.fit,
        stale=given.problems.stale(),
    )


def _check_defaults(document: Document, notes: tuple[NoteRule, ...], problems: Problems) -> None:
    defaults = document.defaults
    if defaults.unmapped == "note" and not notes and not problems.stale():
        problems.add("V224", defaults.place.of("unmapped"))
    try:
        zone_of(defaults.time_zone)
    except Refused as refused:
        problems.refused(refused, defaults.place.of("time_zone"))


def _unmapped(document: Document, given: Given, *, has_note: bool) -> Unmapped:
    """A leaf that only a stale rule had a place for must not stop the handoff."""
    unmapped = document.defaults.unmapped
    is_open = unmapped == "stop" or (unmapped == "note" and not has_note)
    is_kept = is_open and document.capsule is not None and given.problems.stale()
    return "capsule" if is_kept else unmapped


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
        name: _template(template, rendering, given.problems)
        for name, template in document.templates.items()
    }


def _template(
    template: Template, rendering: Rendering, problems: Problems
) -> CompiledTemplate | None:
    made = compile_template(
        template.body, template.format, template.place.body, rendering, problems
    )
    return None if template.place.wrong else made


def _rule(field: Field, given: Given) -> Rule | NoteRule | None:
    """One rule, unless the vendor no longer takes it or something is wrong with it."""
    problems = given.problems.apart()
    rule = RuleCompiler(field, replace(given, problems=problems)).compile()
    given.problems.extend(problems)
    codes = (problem.code for problem in problems.sorted())
    return None if is_stale(codes, needs_every_value=_may_stop(field, given)) else rule


def _may_stop(field: Field, given: Given) -> bool:
    """Whether the rule gives one value only, or stops a handoff that has none for it."""
    when_empty = field.when_empty or given.document.defaults.when_empty
    stops = field.required or "stop" in (when_empty, field.not_in_list)
    return field.value is not UNSET or stops


def _check_targets(document: Document, given: Given) -> frozenset[int]:
    """One rule a field, but for lists; what the vendor demands is filled. The lines too many."""
    first: dict[str, int] = {}
    repeated: set[int] = set()
    for field in document.fields:
        target = given.vendor.field(field.to) if field.to else None
        if field.to in first and target is not None and target.kind != "list":
            repeated.add(field.place.line)
            given.problems.add("V204", field.place.line, to=field.to, first=first[field.to])
        first.setdefault(field.to, field.place.line)
    if any("to" in field.place.wrong for field in document.fields):
        return frozenset(repeated)  # one of those may be what seems to be missing
    for wanted in given.vendor.fields:
        if wanted.required and wanted.name not in first:
            line, title = document.target.place.line, given.vendor.title
            given.problems.add("V203", line, vendor=title, to=wanted.name, label=wanted.label)
    return frozenset(repeated)


def _match(document: Document, given: Given, filled: Collection[str]) -> str | None:
    """The field by which a retry finds its work, if it is filled and the vendor finds by it."""
    match, problems = document.target.match, given.problems
    if match is None:
        return None
    line, target = match.place.line, given.vendor.field(match.field)
    names = {field.to for field in document.fields}
    if match.field not in names and "" not in (match.field, *names):
        problems.add("V205", line, to=match.field)
    elif target is not None and not target.external_id:
        words = {"label": target.label, "vendor": given.vendor.title, "cure": _keys(given.vendor)}
        problems.add("V206", line, to=match.field, **words)
    try:
        if match.from_:
            given.paths.compile(match.from_)
    except Refused as refused:
        problems.refused(refused, line)
    is_key = target is not None and target.external_id
    return match.field if is_key and match.field in filled else None


def _keys(vendor: VendorSchema) -> str:
    keys = listed(quoted(field.name for field in vendor.fields if field.external_id), "or")
    return f"Choose {keys}." if keys else "Make an external ID for it there."


def _check_notes(rules: tuple[Rule, ...], notes: tuple[NoteRule, ...], problems: Problems) -> None:
    for extra in notes[1:]:
        problems.add("V204", extra.line, to=extra.to, first=notes[0].line)
    for rule in rules:
        if rule.overflow == "note" and not notes:
            problems.add("V223", rule.line)


def _check_unused(document: Document, problems: Problems) -> None:
    wrong = frozenset[str]().union(*(field.place.wrong for field in document.fields))
    lookups = {field.lookup for field in document.fields}
    templates = {field.template for field in document.fields}
    for name, lookup in document.lookups.items():
        if name not in lookups and "lookup" not in wrong:
            problems.add("M153", lookup.place.line, table=f"lookup.{name}")
    for name, template in document.templates.items():
        if name not in templates and "template" not in wrong:
            problems.add("M153", template.place.line, table=f"template.{name}")
