"""The JSON Schema of a mapping file, for editors: what may stand where, and what it is for.

Built from the structs that read the file, so that the two cannot disagree. An editor shows it while
the file is written; what needs the vendor's schema or the handoff's only the compiler can say.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any, cast

import msgspec
from msgspec import Struct

from mappings.condition import LIST_TESTS, NUMBER_TESTS, VALUE_TESTS
from mappings.conversion import FINAL
from mappings.document import (
    SCHEMA,
    Accept,
    Budget,
    Capsule,
    Defaults,
    Field,
    Head,
    Match,
    Scalar,
    Target,
    Template,
)
from mappings.rule import NOT_BESIDE_A_TEMPLATE
from mappings.settings import settings_of
from mappings.times import DIRECTIVES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = "urn:readback:mapping:1"

Json = dict[str, Any]

_NAME = "[A-Za-z_][A-Za-z0-9_-]*"
_PATH = rf'^{_NAME}(\.{_NAME}|\[\*\]|\[[0-9]{{1,6}}\]|\["[^"\\]+"\])*$'
_VALUE = rf"^(?!@)|^@destination\.{_NAME}$"
_DATE = rf"^(date|date-time|(?=[^%]*%)([^%]|%[{DIRECTIVES}])+)$"
_DEFS = "#/$defs/{name}"


def mapping_json_schema(canonical: str = "handoff/1") -> Json:
    """The schema as JSON values, new for each call; ``canonical`` is the handoff's version."""
    head = _table(Head)
    head["properties"]["schema"]["const"] = SCHEMA
    head["properties"]["canonical"]["const"] = canonical
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": "Readback mapping",
        **head,
        "description": "How one handoff becomes one object of a vendor.",
        "properties": {**head["properties"], **_tables()},
        "required": [*head["required"], "target"],
        "$defs": {
            "Condition": _condition(),
            "Field": _field(),
            "Path": {"type": "string", "maxLength": 500, "pattern": _PATH},
            **_definitions(),
        },
    }


def _tables() -> Json:
    target, capsule, accept = _table(Target), _table(Capsule), _table(Accept)
    match = _table(Match)
    match["properties"]["from"] |= {"$ref": "#/$defs/Path"}
    target["properties"]["match"] = match
    capsule["properties"]["redact"]["items"] = {"$ref": "#/$defs/Path"}
    accept["properties"]["field"] |= {"$ref": "#/$defs/Path"}
    values, _ = _schema_of(Scalar)
    return {
        "target": target,
        "defaults": _table(Defaults),
        "field": {"type": "array", "items": {"$ref": "#/$defs/Field"}},
        "template": {"type": "object", "additionalProperties": _table(Template)},
        "lookup": {
            "type": "object",
            "description": 'Tables of values; "*" stands for anything else.',
            "additionalProperties": {"type": "object", "additionalProperties": values},
        },
        "capsule": capsule,
        "budget": _table(Budget),
        "accept": {"type": "array", "items": accept},
    }


def _field() -> Json:
    field = _table(Field)
    settings = field["properties"]
    path = {"$ref": "#/$defs/Path"}
    several = {"type": "array", "minItems": 1, "items": path}
    settings["from"]["anyOf"] = [path, several]
    settings["value"]["pattern"] = _VALUE
    settings["date"]["pattern"] = _DATE
    settings["bands"] |= {
        "contains": {"not": {"required": ["below"]}},
        "minContains": 0,
        "maxContains": 1,
    }
    settings["when"] = {
        "description": settings["when"]["description"],
        "$ref": "#/$defs/Condition",
    }
    no_default = {"properties": {"not_in_list": {"not": {"const": "default"}}}}
    return field | {
        "oneOf": [{"required": [name]} for name in ("from", "value", "template")],
        "not": {"anyOf": [{"required": list(pair)} for pair in combinations(FINAL, 2)]},
        "dependentSchemas": {"template": _none_of(NOT_BESIDE_A_TEMPLATE)},
        "anyOf": [{"required": ["default"]}, no_default],
    }


def _none_of(names: tuple[str, ...]) -> Json:
    return {"not": {"anyOf": [{"required": [name]} for name in names]}}


def _condition() -> Json:
    """One test of one field, or conditions joined by all, any or not."""
    inner = {"$ref": "#/$defs/Condition"}
    value, _ = _schema_of(Scalar)
    tests: Json = dict.fromkeys(VALUE_TESTS, value)
    tests |= {name: {"type": "number"} for name in NUMBER_TESTS}
    tests |= {name: {"type": "array", "items": value} for name in LIST_TESTS}
    tests["has_value"] = {"type": "boolean"}
    many = {"type": "array", "items": inner}
    groups = (("all", many), ("any", many), ("not", inner))
    return {
        "type": "object",
        "oneOf": [
            *(_exactly({"field": {"$ref": "#/$defs/Path"}, name: tests[name]}) for name in tests),
            *(_exactly({name: schema}) for name, schema in groups),
        ],
    }


def _exactly(members: Json) -> Json:
    return {"properties": members, "required": list(members), "additionalProperties": False}


def _table(struct: type[Struct]) -> Json:
    """A table by its struct: its settings, each with what it is for."""
    settings = settings_of(struct)
    return {
        "type": "object",
        "description": struct.__doc__ or "",
        "properties": {
            name: {"description": setting.description, **_schema_of(setting.type)[0]}
            for name, setting in settings.items()
        },
        "required": [name for name, setting in settings.items() if setting.required],
        "additionalProperties": False,
    }


def _definitions() -> Json:
    """The small tables that stand as the value of a setting."""
    found: Json = {}
    for setting in settings_of(Field).values():
        found |= _schema_of(setting.type)[1]
    return found


def _schema_of(type_: Any) -> tuple[Json, Json]:
    """The schema of one type and the definitions it refers to; TOML has no null."""
    (schema,), definitions = msgspec.json.schema_components([type_], ref_template=_DEFS)
    alternatives = cast("list[Json]", schema.get("anyOf", []))
    given = [one for one in alternatives if one != {"type": "null"}]
    if len(given) < len(alternatives):
        del schema["anyOf"]
        schema |= given[0] if len(given) == 1 else {"anyOf": given}
    return schema, definitions
