"""Where a field's value comes from, compiled: paths, fixed values, transforms and lookups."""

from __future__ import annotations

from msgspec import UNSET, Struct

from mappings.canonical import Fit
from mappings.document import Document, Field, Scalar
from mappings.items import TRANSFORMS, Change, Items
from mappings.lookup import check_lookup, lookup_change
from mappings.nodes import Context
from mappings.path import Cursor, Paths, demand_single
from mappings.problems import Problems, Refused, did_you_mean
from mappings.source import (
    Source,
    destination_key,
    fixed,
    from_destination,
    from_paths,
    or_default,
)
from mappings.template.engine import CompiledTemplate
from mappings.vendor_schema import VendorField, VendorSchema
from mappings.vendor_side import VendorSide


class Given(Struct, frozen=True, kw_only=True):
    """What every rule is compiled with; a template with an error stands for None."""

    document: Document
    paths: Paths
    vendor: VendorSchema
    templates: dict[str, CompiledTemplate | None]
    problems: Problems
    fit: Fit


class FieldSource:
    """Compiles one field's source; what is wrong with it goes to ``problems``."""

    def __init__(self, field: Field, given: Given, vendor: VendorSide, target: VendorField) -> None:
        self._field = field
        self._given = given
        self._problems = given.problems
        self._vendor = vendor
        self._target = target

    def compile(self) -> tuple[Source, tuple[Cursor, ...]] | None:
        """The items before they become one value, and the paths they are read from."""
        cursors = self._cursors()
        source = self._source(cursors)
        changes = (*self._transforms(cursors), *self._lookup(cursors))
        if source is None:
            return None
        source = _changed(source, changes)
        if self._field.default is not UNSET:
            self._vendor.check_literal(self._target, self._field.default, "default")
            source = or_default(source, self._field.default)
        return source, cursors

    def _source(self, cursors: tuple[Cursor, ...]) -> Source | None:
        value = self._field.value
        if value is UNSET:
            return from_paths(cursors, self._field.pick) if cursors else None
        key = destination_key(value)
        if key:
            return from_destination(key)
        if key is not None:
            self._problems.add("M112", self._field.place.of("value"), value=value)
            return None
        literals: tuple[Scalar, ...] = value if isinstance(value, tuple) else (value,)
        for literal in literals:
            self._vendor.check_literal(self._target, literal, "value")
        if isinstance(value, tuple) and self._target.kind != "list":
            cure = "Write one value."
            self._vendor.does_not_hold(self._target, "the fixed value", "a list", cure)
        return fixed(value)

    def _cursors(self) -> tuple[Cursor, ...]:
        written = self._field.from_
        if written is UNSET:
            return ()
        paths = (written,) if isinstance(written, str) else written
        found: list[Cursor] = []
        for path in paths:
            try:
                found.append(self._cursor(path))
            except Refused as refused:
                self._problems.refused(refused, self._field.place.of("from"))
        if not paths:
            self._problems.add(
                "M005", self._field.place.of("from"), name="from", expected="at least one field"
            )
        many = any(cursor.many or cursor.shape.json for cursor in found)
        unused = "pick" if self._field.pick else "join" if self._field.join else None
        if found and not many and unused and self._target.kind != "list":
            line = self._field.place.of(unused)
            self._problems.add("M111", line, setting=unused, to=self._field.to)
        return tuple(found) if len(found) == len(paths) else ()

    def _cursor(self, path: str) -> Cursor:
        cursor = self._given.paths.compile(path)
        field = self._field
        takes_many = bool(field.pick or field.join is not None or self._target.kind == "list")
        is_list = cursor.spread or (cursor.shape.item is not None and not cursor.shape.text)
        if takes_many and is_list:
            cursor = self._given.paths.each(cursor)
        demand_single(cursor, self._given.paths.names(cursor.shape))
        if cursor.many and not takes_many:
            raise Refused("M106", path=path, to=field.to)
        if field.join == "list" and self._target.kind != "list":
            raise Refused("M106", path=path, to=field.to)
        self._vendor.check_shape(self._target, cursor, has_lookup=field.lookup is not None)
        return cursor

    def _transforms(self, cursors: tuple[Cursor, ...]) -> tuple[Change, ...]:
        names = self._field.transform
        transforms = (names,) if isinstance(names, str) else names
        for cursor in cursors:
            if transforms and not (cursor.shape.text or cursor.shape.json):
                self._problems.add(
                    "M110",
                    self._field.place.of("transform"),
                    setting="transform",
                    wanted="texts",
                    path=cursor.path,
                )
        return tuple(TRANSFORMS[name] for name in transforms)

    def _lookup(self, cursors: tuple[Cursor, ...]) -> tuple[Change, ...]:
        name = self._field.lookup
        if name is None:
            return ()
        table = self._given.document.lookups.get(name)
        line = self._field.place.of("lookup")
        if table is None:
            hint = did_you_mean(name, self._given.document.lookups)
            self._problems.add("M150", line, name=name, hint=hint)
            return ()
        for key, output in table.values.items():
            self._vendor.check_literal(self._target, output, "lookup", table.place.of(key))
        for cursor in cursors:
            check_lookup(
                name, table, cursor.path, cursor.shape, self._field.to, line, self._problems
            )
        return (lookup_change(table),)


def _changed(source: Source, changes: tuple[Change, ...]) -> Source:
    def changed(context: Context) -> Items:
        items = source(context)
        for change in changes:
            items = change(items)
        return items

    return changed
