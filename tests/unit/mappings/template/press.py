"""The shortest way from a template's source to what it prints."""

from __future__ import annotations

from gateway.schema.handoff import Handoff
from gateway.sdk.limits import fit
from mappings.nodes import Context
from mappings.problems import Problems
from mappings.template.engine import CompiledTemplate, Rendering, compile_template
from mappings.translation import Print
from mappings.vendor_schema import NoteFormat
from tests.unit.mappings.desk import PATHS, handoff


def made(source: str, format_: NoteFormat = "text") -> CompiledTemplate:
    problems = Problems()
    template = compile_template(source, format_, 1, Rendering(PATHS, fit), problems)
    assert template is not None, problems.sorted()
    return template


def render(
    source: str, given_: Handoff, format_: NoteFormat = "text", *, neutralise: bool = False
) -> tuple[str, tuple[Print, ...]]:
    context = Context(handoff=given_, destination={}, handoff_url="https://panel")
    return made(source, format_).render(context, neutralise=neutralise).result()


def body(source: str, given_: Handoff, format_: NoteFormat = "text") -> str:
    return render(source, given_, format_)[0]


def ledger(
    source: str, given_: Handoff, format_: NoteFormat = "text"
) -> list[tuple[str, str, bool]]:
    """Pointer, printed stretch, and whether it is the whole leaf."""
    text, prints = render(source, given_, format_)
    return [(one.pointer, text[one.start : one.end], one.whole) for one in prints]


ANN = handoff(
    customer={"name": "Ann", "tier": "gold", "email": "", "needs": ["ramp", "", "calm"]},
    summary={"headline": "Charged\ntwice", "situation": "  wide  "},
    steps=[
        {"id": "s1", "description": "one", "status": "failed", "side_effect": True},
        {"id": "s2", "description": "two", "status": "completed", "result": {"n": [1, None, "x"]}},
        {"id": "s3", "description": "three", "status": "active"},
    ],
    urgency={"score": 0.5, "level": "high"},
    sentiment=[{"score": 0.5}, {"score": -0.5}],
)
