"""The published JSON Schema of a canonical handoff: what the door accepts, in 2020-12.

It is looser than the structs on purpose. The structs refuse unknown members and part types so
that the door can find, move and name them; a sender is allowed both.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any, cast, get_args

import msgspec

from gateway.schema.handoff import SCHEMA_VERSION, Handoff
from gateway.schema.parts import Part
from gateway.schema.scalars import END

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = f"urn:readback:handoff:{SCHEMA_VERSION}"

_UNKNOWN_PART = "UnknownPart"


def handoff_json_schema() -> dict[str, Any]:
    """The schema as JSON values, new for each call, so that a caller may change it."""
    generated = msgspec.json.schema(Handoff)
    definitions: dict[str, Any] = {
        name: _published(definition) for name, definition in sorted(generated["$defs"].items())
    }
    definitions[_UNKNOWN_PART] = _unknown_part()
    return {
        "$schema": DIALECT,
        "$id": SCHEMA_ID,
        "title": f"Readback handoff {SCHEMA_VERSION}",
        "description": "What a bot hands to a person: one customer, one conversation, and "
        "everything the person who takes over should know.",
        "$ref": generated["$ref"],
        "$defs": definitions,
    }


def _published(node: Any) -> Any:
    """A generated schema node as senders should read it."""
    if isinstance(node, list):
        return [_published(item) for item in cast("Iterable[Any]", node)]
    if not isinstance(node, dict):
        return node
    return _open_part(
        {
            name: _text(name, value) if isinstance(value, str) else _published(value)
            for name, value in cast("dict[str, Any]", node).items()
            if (name, value) != ("additionalProperties", False)
        }
    )


def _text(name: str, value: str) -> str:
    if name == "pattern":
        # ECMA's `$`, which JSON Schema means, needs no guard against a final newline.
        return value.replace(END, "$")
    return inspect.cleandoc(value) if name == "description" else value


def _open_part(node: dict[str, Any]) -> dict[str, Any]:
    """The union of parts, with a place for the part types of later versions."""
    if "discriminator" not in node:
        return node
    return {**node, "anyOf": [*node["anyOf"], {"$ref": f"#/$defs/{_UNKNOWN_PART}"}]}


def _unknown_part() -> dict[str, Any]:
    known = sorted(part.__struct_config__.tag for part in get_args(Part))
    return {
        "title": _UNKNOWN_PART,
        "description": "A part of a type that this version does not know; it is kept whole.",
        "type": "object",
        "properties": {"type": {"type": "string", "minLength": 1, "not": {"enum": known}}},
        "required": ["type"],
    }
