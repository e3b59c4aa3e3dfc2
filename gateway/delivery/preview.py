"""Preview: what a mapping makes of one handoff, with nothing stored and nothing sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from gateway.delivery.consign import consign
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.sdk.consignment import Consignment
from mappings import MappingStopped, Plan
from mappings.accounting import account
from mappings.fate import Fate, best
from mappings.problems import MappingProblem
from mappings.translation import FieldResult, Translation
from mappings.vendor_schema import VendorSchema


class PreviewField(Struct, frozen=True, kw_only=True):
    """One field as it would be filled. ``leaves`` are the pointers that went into it, ``fate`` the
    best that happened to one of them; None for a fixed value. ``line`` is the rule's.
    """

    name: str
    label: str
    value: Any
    fate: Fate | None
    leaves: tuple[str, ...]
    line: int


class PreviewNote(Struct, frozen=True, kw_only=True):
    """The note as a person would find it."""

    field: str
    format: str
    body: str


class PreviewCapsule(Struct, frozen=True, kw_only=True):
    """The lossless copy, without its contents; ``withheld`` are the pointers left out of it."""

    kind: str
    name: str
    bytes: int
    sha256: str
    withheld: tuple[str, ...]


class PreviewLeaf(Struct, frozen=True, kw_only=True):
    """One leaf: what becomes of it, and every place it would stand in."""

    pointer: str
    fate: Fate
    places: tuple[str, ...]


class Preview(Struct, frozen=True, kw_only=True):
    """``fates`` counts leaves by fate. Where the mapping has an error or stops the handoff there
    are problems and nothing else.
    """

    object: str = ""
    fields: tuple[PreviewField, ...] = ()
    note: PreviewNote | None = None
    capsule: PreviewCapsule | None = None
    fates: dict[Fate, int] = {}
    leaves: tuple[PreviewLeaf, ...] = ()
    problems: tuple[MappingProblem, ...] = ()


class Previewed(Struct, frozen=True, kw_only=True):
    """A handoff as a mapping would send it, or the problem that keeps it from being sent."""

    translation: Translation
    fates: dict[str, Fate]
    consignment: Consignment


def translated(
    handoff: Handoff, package: bytes, plan: Plan, visible: Mapping[str, Any]
) -> Previewed | MappingProblem:
    """What a delivery would be made of; a problem where the mapping stops it."""
    try:
        made = plan.apply(handoff, visible)
        fates = account(made, leaves(handoff))
    except MappingStopped as stopped:
        return MappingProblem(
            code=stopped.code, severity="error", line=stopped.line, message=stopped.message
        )
    stranded = [pointer for pointer, fate in fates.items() if fate == "stranded"]
    if stranded:
        return _stranded(len(stranded))
    consignment = consign(
        made,
        fates=fates,
        package=package,
        delivery_id="preview",
        handoff_id=str(handoff.id or "preview"),
    )
    return Previewed(translation=made, fates=fates, consignment=consignment)


def _stranded(count: int) -> MappingProblem:
    message = (
        f"{count} values of this handoff have no place, so it would not be delivered."
        " Map them, or add a [capsule]."
    )
    return MappingProblem(code="S503", severity="error", line=0, message=message)


def preview(
    handoff: Handoff,
    package: bytes,
    plan: Plan,
    *,
    visible: Mapping[str, Any],
    vendor: VendorSchema,
    problems: tuple[MappingProblem, ...] = (),
) -> Preview:
    """All that a person would find at the vendor, and where each leaf went.

    ``visible`` is what ``@destination.x`` reads; ``problems`` are what compiling found.
    """
    made = translated(handoff, package, plan, visible)
    if isinstance(made, MappingProblem):
        return Preview(object=plan.object, problems=(*problems, made))
    return Preview(
        object=plan.object,
        fields=tuple(_field(field, vendor) for field in made.translation.fields),
        note=_note(made.translation),
        capsule=_capsule(made),
        fates=_counted(made.fates),
        leaves=_leaves(made),
        problems=problems,
    )


def _field(field: FieldResult, vendor: VendorSchema) -> PreviewField:
    declared = vendor.field(field.name)
    pointers = tuple(dict.fromkeys(placement.pointer for placement in field.placements))
    return PreviewField(
        name=field.name,
        label=declared.label if declared else field.name,
        value=field.value,
        fate=best(one.fate for one in field.placements) if pointers else None,
        leaves=pointers,
        line=field.line,
    )


def _note(made: Translation) -> PreviewNote | None:
    note = made.note
    return PreviewNote(field=note.field, format=note.format, body=note.body) if note else None


def _capsule(made: Previewed) -> PreviewCapsule | None:
    capsule, planned = made.consignment.capsule, made.translation.capsule
    if capsule is None or planned is None:
        return None
    return PreviewCapsule(
        kind=planned.kind,
        name=capsule.name,
        bytes=len(capsule.data),
        sha256=capsule.sha256,
        withheld=tuple(planned.withheld),
    )


def _counted(fates: Mapping[str, Fate]) -> dict[Fate, int]:
    return dict(Counter(fates.values()))


def _leaves(made: Previewed) -> tuple[PreviewLeaf, ...]:
    places: dict[str, list[str]] = {pointer: [] for pointer in made.fates}
    for field in made.translation.fields:
        for placement in field.placements:
            places[placement.pointer].append(field.name)
    note, capsule = made.translation.note, made.translation.capsule
    for one in note.prints if note else ():
        places[one.pointer].append("note")
    if capsule:
        for pointer in places.keys() - set(capsule.withheld):
            places[pointer].append("capsule")
    return tuple(
        PreviewLeaf(pointer=pointer, fate=made.fates[pointer], places=tuple(dict.fromkeys(found)))
        for pointer, found in places.items()
    )
