"""The settings of a table, read off its struct: names, types, and what to call them to an admin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, cast

import msgspec
import msgspec.inspect as types
from msgspec import Struct

from mappings.problems import listed, quoted


class Setting(Struct, frozen=True, kw_only=True):
    """One setting: the struct's attribute for it, its annotation, and that in the admin's words.

    ``description`` is what it is for.
    """

    attribute: str
    type: Any
    required: bool
    expected: str
    description: str


@cache
def settings_of(table: type[Struct]) -> Mapping[str, Setting]:
    """The settings that are single values, by the names the file gives them."""
    found = {
        field.encode_name: Setting(
            attribute=field.name,
            type=field.type,
            required=field.required,
            expected=_expected(types.type_info(field.type)),
            description=_description(types.type_info(field.type)),
        )
        for field in msgspec.structs.fields(table)
        if field.name not in ("place", "match")
    }
    return MappingProxyType(found)


def _description(info: types.Type) -> str:
    if isinstance(info, types.UnionType):
        found = [_description(kind) for kind in info.types]
        return next(filter(None, found), "")
    if not isinstance(info, types.Metadata):
        return ""
    said = cast("dict[str, str] | None", getattr(info, "extra_json_schema", None)) or {}
    return said.get("description") or _description(info.type)


def _expected(info: types.Type) -> str:
    """What a setting takes, in the admin's words."""
    if isinstance(info, types.Metadata):
        said = cast("dict[str, str] | None", getattr(info, "extra", None)) or {}
        return said.get("expected") or _expected(info.type)
    if isinstance(info, types.UnionType):
        kinds = [kind for kind in info.types if not isinstance(kind, types.NoneType)]
        return listed(dict.fromkeys(_expected(kind) for kind in kinds), "or")
    if isinstance(info, types.LiteralType):
        return f"one of {listed(quoted(str(value) for value in info.values), 'or')}"
    if isinstance(info, types.VarTupleType | types.ListType):
        return "a list in square brackets"
    if isinstance(info, types.BoolType):
        return "true or false"
    if isinstance(info, types.IntType | types.FloatType):
        return "a number"
    return "a table" if isinstance(info, types.DictType) else "a text in quotes"
