"""The check of requests against OpenAPI documents finds what is wrong, and nothing else."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.openapi_check import FORM, Asked, problems

_ITEM = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]+$"},
        "number": {"type": "integer", "minimum": 1, "maximum": 9},
        "ratio": {"type": "number", "nullable": True},
        "flag": {"type": "boolean"},
        "kind": {"enum": ["a", "b"]},
        "at": {"type": "string", "format": "date-time"},
        "list": {"type": "array", "items": {"type": "integer"}},
        "id": {"type": "integer", "readOnly": True},
        "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
    },
}
_IN_FORM = {
    "type": "object",
    "required": ["Name"],
    "properties": {
        "Name": {"type": "string", "pattern": "^CH[0-9]+$"},
        "Attributes": {"type": "string"},
        "Count": {"type": "integer"},
    },
}
SPEC: dict[str, Any] = {
    "components": {"schemas": {"Item": _ITEM}},
    "paths": {
        "/items/{id}": {
            "parameters": [{"in": "path", "name": "id", "schema": {"type": "integer"}}],
            "get": {"parameters": [{"in": "query", "name": "size", "schema": {"type": "integer"}}]},
        },
        "/items": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Item"}}
                    }
                }
            }
        },
        "/form": {"post": {"requestBody": {"content": {FORM: {"schema": _IN_FORM}}}}},
    },
}


def against(method: str, path: str, body: bytes = b"", media: str = "", **query: str) -> list[str]:
    asked = Asked(
        method=method, path=path, body=body, content_type=media, query=tuple(query.items())
    )
    return problems(SPEC, asked, json_members=frozenset({"Attributes"}))


def of_json(document: Any) -> list[str]:
    return against("POST", "/items", json.dumps(document).encode(), "application/json")


def of_form(*members: tuple[str, str]) -> list[str]:
    return against("POST", "/form", urlencode(members).encode(), FORM)


def test_nothing_is_said_against_what_is_right() -> None:
    whole = {"name": "abc", "number": 9, "ratio": None, "flag": True, "kind": "a", "either": 1}
    more = {"at": "2026-01-05T10:00:00Z", "list": [1]}

    assert [] == of_json({**whole, **more})
    assert [] == of_form(("Name", "CH1"), ("Attributes", '{"a": 1}'), ("Count", "7"))
    assert [] == against("GET", "/items/7", size="100")


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"name": 7}, "it is no string"),
        ({"name": "a"}, "shorter than 2"),
        ({"name": "abcde"}, "longer than 4"),
        ({"name": "A1"}, "does not match"),
        ({"number": "1"}, "it is no integer"),
        ({"number": True}, "it is no integer"),
        ({"number": 1.5}, "it is no integer"),
        ({"number": 10}, "out of bounds"),
        ({"ratio": "1"}, "it is no number"),
        ({"flag": "true"}, "it is no boolean"),
        ({"kind": "c"}, "it is none of"),
        ({"at": "today"}, "it is no date-time"),
        ({"at": "2026-01-05T10:00:00"}, "it is no date-time"),
        ({"list": 1}, "it is no array"),
        ({"list": [1, "2"]}, "list[1]: it is no integer"),
        ({"id": 1}, "it is read only"),
        ({"either": []}, "none of the 2 shapes fits"),
        ({"other": 1}, "nobody declares the member other"),
    ],
)
def test_a_member_of_json_is_held_to_its_schema(members: dict[str, Any], why: str) -> None:
    assert any(why in one for one in of_json({"name": "abc", **members}))


def test_a_member_that_is_missing_is_named() -> None:
    assert ["POST /items: name is missing"] == of_json({})


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ((), "Name is missing"),
        ((("Name", "XX1"),), "does not match ^CH"),
        ((("Name", "CH1"), ("name", "x")), "nobody declares the member name"),
        ((("Name", "CH1"), ("Name", "CH2")), "a member is given twice"),
        ((("Name", "CH1"), ("Count", "many")), "it is no integer"),
        ((("Name", "CH1"), ("Attributes", "{")), "Attributes: this is no JSON"),
        ((("Name", "CH1"), ("Attributes", "{'a': 1}")), "Attributes: this is no JSON"),
    ],
)
def test_a_member_of_a_form_is_held_to_its_schema(members: Any, why: str) -> None:
    given = members or (("Count", "1"),)

    assert any(why in one for one in of_form(*given))


@pytest.mark.parametrize(
    ("method", "path", "query", "why"),
    [
        ("GET", "/nothing", {}, "there is no such path"),
        ("GET", "/items/7/more", {}, "there is no such path"),
        ("DELETE", "/items/7", {}, "does not take this method"),
        ("GET", "/items/seven", {}, "it is no integer"),
        ("GET", "/items/7", {"page": "1"}, "nobody declares the query parameter page"),
        ("GET", "/items/7", {"size": "all"}, "it is no integer"),
    ],
)
def test_paths_methods_and_queries_are_known_or_wrong(
    method: str, path: str, query: dict[str, str], why: str
) -> None:
    assert any(why in one for one in against(method, path, **query))


def test_a_body_of_another_kind_is_not_taken() -> None:
    assert ["POST /items: it takes application/json, not text/plain"] == against(
        "POST", "/items", b"x", "text/plain"
    )
