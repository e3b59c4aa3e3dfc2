"""Checks plain JSON against msgspec types and finds everything that is wrong at once.

msgspec stops at the first error and names it in its own terms; this walk is what a refused body
pays for. It also takes out what the types do not know, so that the caller can keep it elsewhere.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeAlias, cast

from msgspec import MsgspecError, Struct, convert, inspect

from gateway.schema.kinds import is_closed, is_kind
from gateway.schema.leaves import escape, unescape
from gateway.schema.scalars import Json
from gateway.schema.wording import accepts, bare, noun, objection

MOST_PROBLEMS = 1000
"""A check stops looking when it has found this many."""

# A type that refers to itself could follow a value down to any depth.
_DEEPEST = 100


class Flaw(Struct, frozen=True, kw_only=True):
    """One value that its type does not accept, in plain words that never quote it."""

    pointer: str
    detail: str


class Checked(Struct, frozen=True, kw_only=True):
    """What a check found.

    ``value`` is the copy without unknown members and with unknown variants wrapped; without
    ``problems`` it converts. ``unknown`` holds each removed member by its pointer, ``siblings`` the
    names that are known in its place, ``wrapped`` the tag of each variant that became "other".
    """

    value: Json
    problems: tuple[Flaw, ...] = ()
    unknown: dict[str, Json] = {}
    siblings: dict[str, tuple[str, ...]] = {}
    wrapped: dict[str, str] = {}


class _Findings(Struct, kw_only=True):
    problems: list[Flaw]
    unknown: dict[str, Json]
    siblings: dict[str, tuple[str, ...]]
    wrapped: dict[str, str]


def check(value: Json, type_: Any) -> Checked:
    """All problems of a JSON value as ``type_``, which may be anything msgspec can inspect; the
    first ``MOST_PROBLEMS`` where there are more.
    """
    found = _findings()
    cleaned = _walk(value, _inspected(type_), "", found)
    return Checked(
        value=cleaned,
        problems=tuple(found.problems),
        unknown=found.unknown,
        siblings=found.siblings,
        wrapped=found.wrapped,
    )


def fits(value: Json, type_: Any) -> bool:
    """Whether msgspec accepts the value as ``type_``, unchanged and in strict mode."""
    try:
        convert(value, type_)
    except (MsgspecError, RecursionError):
        return False
    return True


def did_you_mean(checked: Checked, pointer: str) -> str | None:
    """The known member whose name is closest to the unknown one at ``pointer``, if any is."""
    name = unescape(pointer.rpartition("/")[2])
    close = difflib.get_close_matches(name[:64], checked.siblings.get(pointer, ()), n=1)
    return close[0] if close else None


def _findings() -> _Findings:
    return _Findings(problems=[], unknown={}, siblings={}, wrapped={})


@cache
def _inspected(type_: Any) -> inspect.Type:
    return inspect.type_info(type_)


def _walk(value: Json, node: inspect.Type, pointer: str, found: _Findings) -> Json:
    if len(found.problems) >= MOST_PROBLEMS:
        return value
    if pointer.count("/") > _DEEPEST:
        return _flaw(value, pointer, "is nested too deeply", found)
    walker = _WALKERS.get(type(bare(node)))
    if walker is not None:
        return walker(value, bare(node), pointer, found)
    if not accepts(value, node):
        _flaw(value, pointer, objection(value, node), found)
    return value


def _flaw(value: Json, pointer: str, detail: str, found: _Findings) -> Json:
    if len(found.problems) < MOST_PROBLEMS:
        found.problems.append(Flaw(pointer=pointer, detail=detail))
    return value


def _struct(value: Json, node: inspect.StructType, pointer: str, found: _Findings) -> Json:
    if not isinstance(value, dict):
        return _flaw(value, pointer, "must be an object", found)
    if is_closed(node.cls) and fits(value, node.cls):
        return cast("Json", value)
    members = cast("dict[str, Json]", value)
    fields = {field.encode_name: field for field in node.fields}
    kept: dict[str, Json] = {}
    for name, child in members.items():
        place = f"{pointer}/{escape(name)}"
        if name in fields:
            kept[name] = _walk(child, fields[name].type, place, found)
        elif name == node.tag_field:
            kept[name] = _tag(child, node, place, found)
        else:
            found.unknown[place] = child
            found.siblings[place] = tuple(fields)
    for name, field in fields.items():
        if field.required and name not in members:
            _flaw(None, f"{pointer}/{escape(name)}", "is required", found)
    return kept


def _tag(value: Json, node: inspect.StructType, pointer: str, found: _Findings) -> Json:
    if value == node.tag:
        return value
    return _flaw(value, pointer, f"must be {node.tag}", found)


def _union(value: Json, node: inspect.UnionType, pointer: str, found: _Findings) -> Json:
    options = [option for option in node.types if is_kind(value, bare(option))]
    if not options:
        return _flaw(value, pointer, f"must be {noun(node)}", found)
    if len(options) == 1:
        return _walk(value, options[0], pointer, found)
    structs = [option for option in options if isinstance(option, inspect.StructType)]
    if len(structs) == len(options):
        return _variant(cast("dict[str, Json]", value), structs, pointer, found)
    return _first_that_fits(value, options, pointer, found)


def _first_that_fits(
    value: Json, options: list[inspect.Type], pointer: str, found: _Findings
) -> Json:
    for option in options:
        tried = _findings()
        cleaned = _walk(value, option, pointer, tried)
        if not tried.problems:
            found.unknown.update(tried.unknown)
            found.siblings.update(tried.siblings)
            found.wrapped.update(tried.wrapped)
            return cleaned
    return _walk(value, options[0], pointer, found)


def _variant(
    value: dict[str, Json], structs: list[inspect.StructType], pointer: str, found: _Findings
) -> Json:
    """One of several structs, told apart by their tag; "other" takes the tags nobody knows."""
    tag_field = structs[0].tag_field or ""
    by_tag = {struct.tag: struct for struct in structs}
    place = f"{pointer}/{escape(tag_field)}"
    if tag_field not in value:
        return _flaw(value, place, "is required", found)
    tag = value[tag_field]
    if not isinstance(tag, str):
        return _flaw(value, place, "must be text", found)
    if tag in by_tag:
        return _struct(value, by_tag[tag], pointer, found)
    if "other" not in by_tag:
        known = ", ".join(str(known) for known in by_tag)
        return _flaw(value, place, f"must be one of {known}", found)
    found.wrapped[pointer] = tag
    rest = {name: child for name, child in value.items() if name != tag_field}
    wrapped = {tag_field: "other", "original_type": tag, "data": rest}
    return _struct(wrapped, by_tag["other"], pointer, found)


def _mapping(value: Json, node: inspect.DictType, pointer: str, found: _Findings) -> Json:
    if not isinstance(value, dict):
        return _flaw(value, pointer, "must be an object", found)
    cleaned: dict[str, Json] = {}
    for name, child in cast("dict[str, Json]", value).items():
        place = f"{pointer}/{escape(name)}"
        if not accepts(name, node.key_type):
            _flaw(name, place, f"its name {objection(name, node.key_type)}", found)
        cleaned[name] = _walk(child, node.value_type, place, found)
    return cleaned


def _list(value: Json, node: inspect.CollectionType, pointer: str, found: _Findings) -> Json:
    if not isinstance(value, list | tuple):
        return _flaw(value, pointer, "must be a list", found)
    items = cast("Sequence[Json]", value)
    if node.min_length is not None and len(items) < node.min_length:
        _flaw(value, pointer, f"must have at least {node.min_length} items", found)
    if node.max_length is not None and len(items) > node.max_length:
        _flaw(value, pointer, f"must have at most {node.max_length} items", found)
    return [
        _walk(item, node.item_type, f"{pointer}/{index}", found) for index, item in enumerate(items)
    ]


def _tuple(value: Json, node: inspect.TupleType, pointer: str, found: _Findings) -> Json:
    if not isinstance(value, list | tuple):
        return _flaw(value, pointer, "must be a list", found)
    items = cast("Sequence[Json]", value)
    if len(items) != len(node.item_types):
        return _flaw(value, pointer, f"must have {len(node.item_types)} items", found)
    return [
        _walk(item, item_type, f"{pointer}/{index}", found)
        for index, (item, item_type) in enumerate(zip(items, node.item_types, strict=True))
    ]


_Walker: TypeAlias = Callable[[Json, Any, str, _Findings], Json]

_WALKERS: dict[type[inspect.Type], _Walker] = {
    inspect.StructType: _struct,
    inspect.UnionType: _union,
    inspect.DictType: _mapping,
    inspect.ListType: _list,
    inspect.VarTupleType: _list,
    inspect.SetType: _list,
    inspect.FrozenSetType: _list,
    inspect.TupleType: _tuple,
}
