"""Is a request one that a vendor's own OpenAPI 3.0 document knows? All that is wrong, in words.

Beyond what such validators do, members that nobody declares are wrong, and JSON inside a form has
to be JSON. Only what the adapters use of OpenAPI is understood.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import yaml
from msgspec import Struct

FORM = "application/x-www-form-urlencoded"


class Asked(Struct, frozen=True, kw_only=True):
    """One request, as it left."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    content_type: str = ""
    body: bytes = b""


@cache
def load(path: Path) -> dict[str, Any]:
    """An OpenAPI document, JSON or YAML."""
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return json.loads(text)
    return yaml.load(text, Loader=yaml.CSafeLoader)


def problems(
    spec: dict[str, Any], asked: Asked, *, json_members: frozenset[str] = frozenset()
) -> list[str]:
    """What the document says against a request; ``json_members`` of a form hold JSON as text."""
    return [f"{asked.method} {p}" for p in _Checker(spec, json_members).request(asked)]


class _Checker:
    def __init__(self, spec: dict[str, Any], json_members: frozenset[str]) -> None:
        self._spec = spec
        self._json_members = json_members

    def request(self, asked: Asked) -> Iterator[str]:
        found = self._operation(asked)
        if isinstance(found, str):
            yield found
            return
        template, values, declared, operation = found
        parameters = [self._follow(one) for one in (*declared, *operation.get("parameters", ()))]
        by_place = {(one["in"], one["name"]): one for one in parameters}
        for name, value in values.items():
            schema = by_place.get(("path", name), {}).get("schema", {})
            yield from self._text(f"{template} {name}", value, schema)
        for name, value in asked.query:
            parameter = by_place.get(("query", name))
            if parameter is None:
                yield f"{template}: nobody declares the query parameter {name}"
            else:
                yield from self._text(f"{template} ?{name}", value, parameter.get("schema", {}))
        yield from self._body(template, operation, asked)

    def _operation(self, asked: Asked) -> Any:
        """Of all paths that fit, the one with the fewest names in braces."""
        fits = []
        for template, item in self._spec["paths"].items():
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
            match = re.fullmatch(pattern, asked.path)
            if match:
                fits.append((template.count("{"), template, match.groupdict(), item))
        if not fits:
            return f"{asked.path}: there is no such path"
        for _, template, values, item in sorted(fits, key=lambda fit: fit[0]):
            if asked.method.lower() in item:
                operation = item[asked.method.lower()]
                return template, values, item.get("parameters", ()), operation
        return f"{fits[0][1]}: the path does not take this method"

    def _body(self, template: str, operation: dict[str, Any], asked: Asked) -> Iterator[str]:
        content = self._follow(operation.get("requestBody", {})).get("content", {})
        media = asked.content_type.partition(";")[0]
        if not asked.body:
            return
        if media not in content:
            # Some documents leave out the bodies of their writes; then there is nothing to hold.
            if content:
                yield f"{template}: it takes {', '.join(content)}, not {media}"
            return
        schema = content[media].get("schema", {})
        if media == FORM:
            yield from self._form(template, self._follow(schema), asked.body)
        else:
            yield from self._value(template, json.loads(asked.body), schema)

    def _form(self, template: str, schema: dict[str, Any], body: bytes) -> Iterator[str]:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
        given = dict(pairs)
        if len(given) != len(pairs):
            yield f"{template}: a member is given twice"
        for name in schema.get("required", ()):
            if name not in given:
                yield f"{template}: {name} is missing"
        for name, value in given.items():
            if name not in schema["properties"]:
                yield f"{template}: nobody declares the member {name}"
                continue
            yield from self._text(f"{template} {name}", value, schema["properties"][name])
            if name in self._json_members and not _is_json(value):
                yield f"{template} {name}: this is no JSON"

    def _text(self, place: str, text: str, schema: dict[str, Any]) -> Iterator[str]:
        """A value that stands as text in a path, query or form."""
        schema = self._follow(schema)
        value: Any = text
        if schema.get("type") in ("integer", "number", "boolean") and _is_json(text):
            value = json.loads(text)
        yield from self._value(place, value, schema)

    def _value(self, place: str, value: Any, schema: dict[str, Any]) -> Iterator[str]:
        schema = self._follow(schema)
        yield from self._shape(place, value, schema)
        if isinstance(value, dict):
            # Of several parts or shapes none knows all members: they are asked for together.
            yield from self._strange(place, value, schema)

    def _shape(self, place: str, value: Any, schema: dict[str, Any]) -> Iterator[str]:
        schema = self._follow(schema)
        if value is None and schema.get("nullable"):
            return
        for part in schema.get("allOf", ()):
            yield from self._shape(place, value, part)
        for choice in ("oneOf", "anyOf"):
            ways = schema.get(choice)
            if ways and all(list(self._shape(place, value, way)) for way in ways):
                yield f"{place}: none of the {len(ways)} shapes fits"
        yield from self._alone(place, value, schema)

    def _alone(self, place: str, value: Any, schema: dict[str, Any]) -> Iterator[str]:
        schema = self._follow(schema)
        type_ = schema.get("type")
        if type_ and not _TYPES[type_](value):
            yield f"{place}: it is no {type_}"
            return
        if "enum" in schema and value not in schema["enum"]:
            yield f"{place}: it is none of {schema['enum']}"
        if isinstance(value, str):
            yield from _string(place, value, schema)
        if type_ in ("integer", "number"):
            yield from _number(place, value, schema)
        yield from self._inside(place, value, schema)

    def _inside(self, place: str, value: Any, schema: dict[str, Any]) -> Iterator[str]:
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from self._value(f"{place}[{number}]", item, schema.get("items", {}))
        if not isinstance(value, dict):
            return
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{place}: {name} is missing"
        for name, inner in value.items():
            declared = self._follow(schema.get("properties", {}).get(name, {}))
            if declared.get("readOnly"):
                yield f"{place}.{name}: it is read only"
            yield from self._value(f"{place}.{name}", inner, declared)

    def _strange(self, place: str, value: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
        known = self._members(schema)
        if known is not None:
            for name in value.keys() - known:
                yield f"{place}: nobody declares the member {name}"

    def _members(self, schema: dict[str, Any]) -> set[str] | None:
        """The declared members; None where there are no declarations, or others may be added."""
        schema = self._follow(schema)
        if schema.get("additionalProperties") or "oneOf" in schema or "anyOf" in schema:
            return None
        found = set(schema.get("properties", ()))
        for part in schema.get("allOf", ()):
            inner = self._members(part)
            if inner is None:
                return None
            found |= inner
        return found or None

    def _follow(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            found: Any = self._spec
            for name in schema["$ref"].removeprefix("#/").split("/"):
                found = found[name.replace("~1", "/").replace("~0", "~")]
            schema = found
        return schema


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _string(place: str, value: str, schema: dict[str, Any]) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{place}: it does not match {schema['pattern']}"
    if len(value) < schema.get("minLength", 0):
        yield f"{place}: it is shorter than {schema['minLength']}"
    if len(value) > schema.get("maxLength", len(value)):
        yield f"{place}: it is longer than {schema['maxLength']}"
    if schema.get("format") == "date-time" and not _is_moment(value):
        yield f"{place}: it is no date-time"


def _number(place: str, value: float, schema: dict[str, Any]) -> Iterator[str]:
    if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{place}: it is out of bounds"


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


_TYPES: dict[str, Any] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
