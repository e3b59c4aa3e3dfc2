"""Acme Help, the invented vendor of the mapping guide: its fields, and what a mapping makes."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from gateway.delivery.vocabulary import CANONICAL
from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.sdk.limits import fit
from mappings import Compiled, MappingStopped, VendorField, VendorSchema
from mappings import compile as compile_mapping
from mappings.accounting import account

REQUEST = VendorSchema(
    vendor="acme",
    title="Acme Help",
    object="request",
    fields=(
        VendorField(name="subject", label="Subject", kind="text", length=40),
        VendorField(name="memo", label="Memo", kind="text"),
        VendorField(name="code", label="Short code", kind="text", length=10, unit="bytes"),
        VendorField(name="email", label="E-mail", kind="text"),
        VendorField(name="phone", label="Phone", kind="text", length=20),
        VendorField(
            name="priority",
            label="Priority",
            kind="choice",
            choices=("Low", "Medium", "High"),
            restricted=True,
        ),
        VendorField(
            name="topic", label="Topic", kind="choice", choices=("Billing", "Delivery", "Other")
        ),
        VendorField(name="tags", label="Tags", kind="list"),
        VendorField(name="score", label="Score", kind="number"),
        VendorField(name="vip", label="Important", kind="boolean"),
        VendorField(name="due", label="Due", kind="date"),
        VendorField(name="handoff_id", label="Handoff", kind="text", external_id=True),
        VendorField(name="number", label="Number", kind="text", writable=False),
        VendorField(name="attributes.*", label="Attribute", kind="any"),
        VendorField(name="note", label="Note", kind="note", note_format="text", length=2_000),
    ),
    capsule=("file", "document", "field", "link"),
)


def _with_note(object_: str, **settings: Any) -> VendorSchema:
    *fields, note = REQUEST.fields
    return replace(REQUEST, object=object_, fields=(*fields, replace(note, **settings)))


OBJECTS = {
    "request": REQUEST,
    "letter": _with_note("letter", note_format="html"),
    "post": _with_note("post", note_format="markdown"),
}
HEAD = """\
schema = "readback-mapping/1"
canonical = "handoff/1"
name = "acme-request"
"""
TARGET = '[target]\nvendor = "acme"\nobject = "request"\n'
CAPSULE = '\n[capsule]\nas = "file"\n'
DESTINATION = {"team": 7}


def completed(snippet: str) -> tuple[str, int]:
    """A whole mapping of what an example shows, and how many lines stand before it."""
    before = "" if "schema " in snippet else HEAD
    before += "" if "[target]" in snippet else TARGET
    return before + snippet + ("" if "[capsule]" in snippet else CAPSULE), before.count("\n")


def compiled(snippet: str) -> Compiled:
    text, _ = completed(snippet)
    wanted = next((name for name in OBJECTS if f'object = "{name}"' in text), "request")
    return compile_mapping(text, CANONICAL, OBJECTS[wanted], fit)


def messages(snippet: str) -> str:
    """What the compiler says, with the lines as the example has them.

    Next to nothing of a handoff is in a few lines; only an example of ``[[accept]]`` is about that.
    """
    _, before = completed(snippet)
    found = [
        f"{one.code} {one.severity}, line {one.line - before}: {one.message}\n"
        for one in compiled(snippet).problems
        if one.code != "C302" or "[[accept]]" in snippet
    ]
    return "".join(found) or "No problems.\n"


def result(snippet: str, handoff: str) -> dict[str, Any]:
    """Everything an example's result may show of a mapping and a handoff."""
    plan = compiled(snippet).plan
    assert plan is not None, messages(snippet)
    given = _handoff(handoff)
    try:
        made = plan.apply(given, DESTINATION, "https://panel.example/h/1")
    except MappingStopped as stopped:
        return {"stopped": stopped.message}
    return {
        "fields": {field.name: field.value for field in made.fields},
        "note": made.note.body if made.note else None,
        "capsule": msgspec.to_builtins(made.capsule),
        "fates": account(made, leaves(given)),
    }


def _handoff(text: str) -> Handoff:
    """Every handoff has an id and a conversation; examples that are not about them do not."""
    document = msgspec.json.decode(text)
    conversation = {"id": "c-1", "messages": [{"role": "customer", "content": "Hello"}]}
    door = {"id": "0197f9a4-0000-7000-8000-000000000001", "conversation": conversation}
    return decode_handoff(msgspec.json.encode({**door, **document}))
