"""What every preset is applied to, and what comes out as the texts of its golden files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

import mappings
from gateway.cli.examples import load_examples
from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff
from gateway.sdk.limits import fit
from mappings import MappingProblem, Plan, Translation
from tests.unit.mappings.desk import CANONICAL, handoff
from tests.unit.mappings.presets.lengths import long_handoff
from tests.unit.mappings.presets.vendors import SCHEMAS

ID = "0197f9a4-0000-7000-8000-000000000001"
PRESETS = Path(mappings.__file__).parent / "presets"
NAMES = tuple(sorted(SCHEMAS))
GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "presets"


def _as_from_the_door(body: bytes) -> Handoff:
    given = decode_handoff(body)
    return given if isinstance(given.id, str) else replace(given, id=ID)


EVERYTHING = Path(__file__).with_name("everything.json").read_bytes()
EXAMPLES = {name: _as_from_the_door(body) for name, body in load_examples()}
CASES: Mapping[str, Handoff] = {
    **EXAMPLES,
    "bare": handoff(id=ID),
    "everything": decode_handoff(EVERYTHING),
    "long": long_handoff(EVERYTHING),
    "no-address": handoff(id=ID, customer={"email": "none"}),
}
DESTINATION: dict[str, Any] = {
    "owner_id": "00G000000000001",
    "group_id": 360001,
    "brand_id": 360002,
    "ticket_form_id": 360003,
    "workflow_sid": "WW00000000000000000000000000000001",
}
PANEL = "https://panel.example/h/1"


def preset_text(name: str) -> str:
    return (PRESETS / f"{name}.toml").read_text(encoding="utf-8")


def compiled(name: str, text: str) -> tuple[Plan | None, list[MappingProblem]]:
    """The plan, and what an admin has to do something about."""
    made = mappings.compile(text, CANONICAL, SCHEMAS[name], fit)
    return made.plan, [one for one in made.problems if one.severity != "note"]


def applied(plan: Plan, given: Handoff) -> Translation:
    return plan.apply(given, DESTINATION, PANEL)


def rendered(name: str, plan: Plan) -> Iterator[tuple[str, str]]:
    """The golden files of a preset, one by one: their names below ``GOLDEN`` and their texts."""
    for case, given in CASES.items():
        made = applied(plan, given)
        yield f"{name}/{case}.json", _json({**_document(made), "match": plan.match})
        yield f"{name}/{case}.txt", made.note.body if made.note else ""
    document = tomllib.loads(preset_text(name))
    yield f"{name}/alternatives.json", _json(dict(_alternatives(document, plan)))
    yield f"{name}/lookups.json", _json(dict(_lookups(document, plan)))


def _document(made: Translation) -> dict[str, Any]:
    capsule = msgspec.to_builtins(made.capsule) if made.capsule else None
    fields = {field.name: field.value for field in made.fields}
    return {"fields": fields, "note": made.note.field if made.note else None, "capsule": capsule}


def _alternatives(document: dict[str, Any], plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each field with several sources gets where the handoff has only one of them."""
    for rule in document["field"]:
        if isinstance(rule.get("from"), list):
            made = {path: _filled(plan, rule["to"], path, _sample(path)) for path in rule["from"]}
            yield rule["to"], made


def _lookups(document: dict[str, Any], plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each field with a [lookup] gets for every key of its table."""
    for rule in document["field"]:
        if "lookup" in rule:
            keys = document["lookup"][rule["lookup"]]
            to, path = rule["to"], rule["from"]
            yield f"{to} from {path}", {key: _filled(plan, to, path, _word(key)) for key in keys}


def _word(key: str) -> str:
    return "a word of the bot's own" if key == "*" else key


def _sample(path: str) -> str:
    return "de" if path.endswith("language") else f"the {path}"


def _filled(plan: Plan, to: str, path: str, value: str) -> Any:
    made = applied(plan, _with(path, value))
    return next((field.value for field in made.fields if field.name == to), None)


def _with(path: str, value: str) -> Handoff:
    """The least handoff, with one value."""
    conversation = {"id": "c-1", "messages": [{"role": "customer", "content": "Hello"}]}
    document: dict[str, Any] = {"conversation": conversation}
    *parents, last = path.split(".")
    place = document
    for name in parents:
        place = place.setdefault(name, {})
    place[last] = value
    if "intent" in document:
        document["intents"] = [{"name": "refund", **document.pop("intent")}]
    return decode_handoff(msgspec.json.encode(document))


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
