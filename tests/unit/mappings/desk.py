"""A desk with every kind of field, and the shortest way to a mapping for it."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.schema.views import VIEWS, VIRTUAL_MEMBERS
from gateway.sdk.limits import fit
from mappings import CanonicalSchema, Compiled, Plan, Translation, VendorField, VendorSchema
from mappings import compile as compile_mapping
from mappings.accounting import account
from mappings.fate import Fate
from mappings.path import Paths
from mappings.problems import Problems
from mappings.translation import CapsuleResult, FieldResult, NoteResult

CANONICAL = CanonicalSchema(
    version="handoff/1", root=Handoff, views=VIEWS, members=VIRTUAL_MEMBERS, leaves=leaves
)
PATHS = Paths(CANONICAL)

DESK = VendorSchema(
    vendor="desk",
    title="The Desk",
    object="item",
    fields=(
        VendorField(name="title", label="Title", kind="text", length=20),
        VendorField(name="text", label="Long text", kind="text"),
        VendorField(name="bytes", label="Bytes", kind="text", length=10, unit="bytes"),
        VendorField(name="number", label="Number", kind="number"),
        VendorField(name="flag", label="Flag", kind="boolean"),
        VendorField(name="due", label="Due", kind="date"),
        VendorField(
            name="level", label="Level", kind="choice", choices=("low", "high"), restricted=True
        ),
        VendorField(
            name="mood",
            label="Mood",
            kind="choice",
            choices=("good", "bad"),
            labels={"good": "Happy"},
        ),
        VendorField(name="tags", label="Tags", kind="list", length=12),
        VendorField(name="locked", label="Locked", kind="text", writable=False),
        VendorField(name="key", label="Key", kind="text", external_id=True),
        VendorField(name="custom.*", label="Custom", kind="text"),
        VendorField(name="note", label="Note", kind="note", note_format="text", length=200),
        VendorField(name="page", label="Page", kind="note", note_format="html", neutralise=True),
        VendorField(name="paper", label="Paper", kind="note", note_format="markdown"),
    ),
)

FORM = VendorSchema(
    vendor="desk",
    title="The Desk",
    object="form",
    fields=(
        VendorField(name="must", label="Must", kind="text", required=True),
        VendorField(name="attributes.tags", label="Tags", kind="list"),
        VendorField(name="attributes.*", label="Attribute", kind="any"),
        VendorField(
            name="packed", label="Packed", kind="any", length=100, unit="bytes", writable=False
        ),
        VendorField(name="packed.*", label="Packed value", kind="any"),
    ),
)

HEAD = """\
schema = "readback-mapping/1"
canonical = "handoff/1"
name = "test"
[target]
vendor = "desk"
object = "item"
"""
CAPSULE = '[capsule]\nas = "file"\n'


def mapping(body: str, *, head: str = HEAD, capsule: str = CAPSULE) -> str:
    return f"{head}{body}\n{capsule}"


def rule(settings: str) -> str:
    """A mapping of one rule."""
    return mapping(f"[[field]]\n{settings}\n")


def compiled(text: str, desk: VendorSchema = DESK, *, published: bool = False) -> Compiled:
    return compile_mapping(text, CANONICAL, desk, fit, published=published)


def messages(text: str, code: str, desk: VendorSchema = DESK) -> list[str]:
    """What the compiler says under one code, as ``line: message``."""
    return [
        f"{problem.line}: {problem.message}"
        for problem in compiled(text, desk).problems
        if problem.code == code
    ]


def plan(text: str) -> Plan:
    made = compiled(text)
    assert made.plan is not None, made.problems
    return made.plan


def handoff(**members: Any) -> Handoff:
    """A handoff with these members; the conversation may be left out."""
    conversation = {"id": "c-1", "messages": [{"role": "customer", "content": "Hello"}]}
    return decode_handoff(msgspec.json.encode({"conversation": conversation, **members}))


class Applied(Struct, frozen=True, kw_only=True):
    """A translation with its account."""

    fields: tuple[FieldResult, ...]
    note: NoteResult | None
    capsule: CapsuleResult | None
    fates: dict[str, Fate]


def accounted(made: Translation, given: Handoff) -> Applied:
    fates = account(made, leaves(given))
    return Applied(fields=made.fields, note=made.note, capsule=made.capsule, fates=fates)


def applied(text: str, given: Handoff, **destination: Any) -> Applied:
    return accounted(plan(text).apply(given, destination), given)


def value(translation: Translation | Applied, name: str) -> Any:
    """What one field gets; ``UNSET`` where the mapping leaves it out."""
    found = (field.value for field in translation.fields if field.name == name)
    return next(found, msgspec.UNSET)


def said(problems: Problems) -> list[str]:
    return [f"{one.code} {one.line}" for one in problems.sorted()]
