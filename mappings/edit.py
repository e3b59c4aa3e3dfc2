"""Edits of a mapping file: each changes one thing, and leaves every other byte as it was.

Only the lines of one table are given to tomlkit, which keeps its comments and spaces; of whole
files it loses some (0.15.2: a [[field]] behind another table, comments at a table's end). What an
edit made is read again, and an edit that did not do exactly what it should is refused.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, cast

from mappings.lines import Block, Key, blocks_of
from mappings.nodes import as_list, is_list
from mappings.toml import key_text, table_text, value_text

Change: TypeAlias = Callable[[Any], None]


class EditRefused(Exception):
    """A form cannot make this change; the text can be edited instead. Nothing was changed."""


def set_setting(text: str, where: Key, name: str, value: Any) -> str:
    """Set one setting of the table at ``where``, which is made where there is none.

    ``("field", 2)`` is the third [[field]], ``("lookup", "priority")`` a table of a lookup, ``()``
    what stands above all tables. Raises ``EditRefused``.
    """
    table = _table_at(_read(text), where)
    if table is None and where and isinstance(where[-1], str):
        return add_table(text, where, {name: value})
    if table is None:
        raise EditRefused("There is no such [[field]].")
    if name in table and _is_same(table[name], value):
        return text

    def change(inside: Any) -> None:
        _assign(inside, name, value)

    return _edited(text, where, change, lambda plain: plain.__setitem__(name, value))


def remove_setting(text: str, where: Key, name: str) -> str:
    """Remove one setting of a table. Raises ``EditRefused``, also where there is none."""
    if name not in (_table_at(_read(text), where) or {}):
        raise EditRefused(f'There is no "{name}" to remove.')
    return _edited(text, where, lambda inside: inside.remove(name), lambda plain: plain.pop(name))


def add_field(text: str, settings: Mapping[str, Any], index: int | None = None) -> str:
    """Add a [[field]] before the one at ``index``, or behind the last. Raises ``EditRefused``."""
    return _add_to_array(text, "field", settings, index)


def add_acceptance(text: str, field: str, reason: str) -> str:
    """Add an [[accept]] behind the last. Raises ``EditRefused``."""
    return _add_to_array(text, "accept", {"field": field, "reason": reason}, None)


def add_table(text: str, where: Key, settings: Mapping[str, Any]) -> str:
    """Add a table at the end of the file: ``("lookup", "tier")``. Raises ``EditRefused``."""
    before = _read(text)
    if _table_at(before, where) is not None:
        raise EditRefused("There is such a table already.")
    expected = copy.deepcopy(before)
    inner = expected
    for name in where[:-1]:
        inner = inner.setdefault(str(name), {})
    inner[str(where[-1])] = dict(settings)
    header = f"[{'.'.join(key_text(str(name)) for name in where)}]"
    return _inserted(text, blocks_of(text)[-1].end, table_text(header, settings), expected)


def remove_table(text: str, where: Key) -> str:
    """Remove a [[field]], a template, any table; comments around it stay.

    Raises ``EditRefused``.
    """
    expected = copy.deepcopy(_read(text))
    outer = _table_at(expected, where[:-1])
    if outer is None or _table_at(expected, where) is None:
        raise EditRefused("There is no such table to remove.")
    del outer[where[-1]]
    block, lines = _block(text, where), text.split("\n")
    first, end = block.first, block.end
    if first and not lines[first - 1].strip():
        first -= 1
    elif end < len(lines) and not lines[end].strip():
        end += 1
    return _checked("\n".join(lines[:first] + lines[end:]), expected)


def _add_to_array(text: str, name: str, settings: Mapping[str, Any], index: int | None) -> str:
    expected = copy.deepcopy(_read(text))
    tables = expected.setdefault(name, [])
    at = len(tables) if index is None else index
    if not 0 <= at <= len(tables):
        raise EditRefused(f"There is no [[{name}]] to add it before.")
    tables.insert(at, dict(settings))
    lines = table_text(f"[[{name}]]", settings)
    if at < len(tables) - 1 and at == 0:
        return _inserted(text, _block(text, (name, 0)).first, lines, expected, is_before=True)
    behind = _block(text, (name, at - 1)) if at else blocks_of(text)[-1]
    return _inserted(text, behind.end, lines, expected)


def _inserted(
    text: str, at: int, new: list[str], expected: dict[str, Any], *, is_before: bool = False
) -> str:
    """New lines at a line of the file, with an empty one between them and their neighbour."""
    lines, ending = text.split("\n"), "\r" if _has_crlf(text) else ""
    spaced = [*new, ""] if is_before else ["", *new] if at else new
    added = [f"{line}{ending}" for line in spaced]
    if at >= len(lines):  # the file's last line has no end
        return _checked("\n".join([*lines[:-1], lines[-1] + ending, *added, ""]), expected)
    return _checked("\n".join(lines[:at] + added + lines[at:]), expected)


def _edited(text: str, where: Key, change: Change, meant: Change) -> str:
    """The text with one table changed by tomlkit, and the same change made to what it means."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    expected = copy.deepcopy(_read(text))
    meant(_table_at(expected, where))
    block, lines = _block(text, where), text.split("\n")
    part = "".join(f"{line}\n" for line in lines[block.first : block.end])
    try:
        document = tomlkit.parse(part)
        change(_inside(document, where))
        new = tomlkit.dumps(document)
    except (TOMLKitError, ValueError, KeyError, TypeError) as error:
        raise EditRefused("This table is written in a way that a form cannot edit.") from error
    if _has_crlf(text):
        new = new.replace("\r\n", "\n").replace("\n", "\r\n")
    changed = new.removesuffix("\n").split("\n") if new else []
    return _checked("\n".join(lines[: block.first] + changed + lines[block.end :]), expected)


def _inside(document: Any, where: Key) -> Any:
    """The table at ``where`` in a document that holds only its block."""
    table = document
    for name in where:
        table = table[0 if isinstance(name, int) else name]
    return table


def _assign(table: Any, name: str, value: Any) -> None:
    """Give a setting another value, in the form of the one it had."""
    import tomlkit
    from tomlkit.items import AoT, Array, InlineTable, Table

    old = table.get(name)
    if isinstance(old, InlineTable | Table) and isinstance(value, Mapping):
        members = cast("Mapping[str, Any]", value)
        if isinstance(old, Table) or set(old) == set(members):
            _assign_members(old, members)
            return
    if isinstance(old, Array) and isinstance(value, list | tuple):
        items = list(cast("list[Any]", value))
        if len(old) == len(items):
            _assign_items(old, items)
            return
    if isinstance(old, Table | AoT):
        table.remove(name)
    like = old.as_string() if hasattr(old, "as_string") else ""
    table[name] = tomlkit.value(value_text(value, like))


def _assign_members(old: Any, new: Mapping[str, Any]) -> None:
    for name in [name for name in old if name not in new]:
        old.remove(name)
    for name, value in new.items():
        if name not in old or not _is_same(old[name], value):
            _assign(old, name, value)


def _assign_items(old: Any, new: list[Any]) -> None:
    import tomlkit

    for index, value in enumerate(new):
        if not _is_same(old[index], value):
            like = old[index].as_string() if hasattr(old[index], "as_string") else ""
            old[index] = tomlkit.value(value_text(value, like))


def _is_same(old: Any, new: Any) -> bool:
    """Equal and of one type: true is not 1, and 1 is not 1.0."""
    return value_text(_plain(old)) == value_text(_plain(new))


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise EditRefused("The file is not valid TOML, so only its text can be edited.") from error


def _table_at(whole: dict[str, Any], where: Key) -> Any:
    table: Any = whole
    for name in where:
        try:
            table = table[name]
        except (KeyError, IndexError, TypeError):
            return None
    return table


def _block(text: str, where: Key) -> Block:
    for block in blocks_of(text):
        if block.key == where:
            return block
    raise EditRefused("This table is written in a way that a form cannot edit.")


def _has_crlf(text: str) -> bool:
    return "\r\n" in text and "\n" not in text.replace("\r\n", "")


def _checked(text: str, expected: dict[str, Any]) -> str:
    if _meaning(_read(text)) != _meaning(expected):
        raise EditRefused("This table is written in a way that a form cannot edit.")
    return text


def _meaning(whole: dict[str, Any]) -> dict[str, str]:
    """What a file says, whatever the order, and without tables that have nothing in them."""
    return {name: value_text(_sorted(one)) for name, one in whole.items() if one not in ([], {})}


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        return {name: _sorted(members[name]) for name in sorted(members)}
    return [_sorted(one) for one in as_list(value)] if is_list(value) else value
