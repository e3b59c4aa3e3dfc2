"""Where a field's value comes from, compiled: paths, fixed values, the destination's settings."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import UNSET, Struct

from mappings import drift
from mappings.canonical import Fit
from mappings.conversion import ConversionCompiler
from mappings.document import Document, Field, Scalar
from mappings.items import Change, Items
from mappings.nodes import Context
from mappings.path import Cursor, Paths, demand_single
from mappings.problems import Problems, Refused
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


def _never(_: Cursor) -> bool:
    return False


class Given(Struct, frozen=True, kw_only=True):
    """What every rule is compiled with; a template with an error stands for None.

    ``is_accepted`` says of a path that what a rule loses of it is accepted.
    """

    document: Document
    paths: Paths
    vendor: VendorSchema
    templates: dict[str, CompiledTemplate | None]
    problems: Problems
    fit: Fit
    is_accepted: Callable[[Cursor], bool] = _never


class Made(Struct, frozen=True, kw_only=True):
    """A field's items before they become one value, and the paths they are read from.

    ``narrows`` says that something of those can be lost on the way; ``changes`` is the way.
    """

    source: Source
    reads: tuple[Cursor, ...]
    narrows: bool
    changes: tuple[Change, ...]


class FieldSource:
    """Compiles one field's source; what is wrong with it goes to ``problems``."""

    def __init__(self, field: Field, given: Given, vendor: VendorSide, target: VendorField) -> None:
        self._field = field
        self._given = given
        self._problems = given.problems
        self._vendor = vendor
        self._target = target

    def compile(self) -> Made | None:
        """None where something is wrong; ``problems`` says what."""
        cursors = self._cursors()
        source = self._source(cursors)
        default = self._field.default
        if default is not UNSET:
            self._vendor.check_literal(self._target, default, "default")
        conversion = ConversionCompiler(
            self._field, self._given.document, self._target, self._vendor, self._problems
        ).compile(cursors, is_accepted=self._given.is_accepted)
        if source is None:
            return None
        source = _changed(source, conversion.changes)
        if default is not UNSET:
            source = or_default(source, default)
        return Made(
            source=source, reads=cursors, narrows=conversion.narrows, changes=conversion.changes
        )

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
                self._refused(refused, path)
        if not paths:
            self._problems.add(
                "M005", self._field.place.of("from"), name="from", expected="at least one field"
            )
        many = any(cursor.many or cursor.shape.json for cursor in found)
        unused = "pick" if self._field.pick else "join" if self._field.join else None
        if unused and found and not many and len(found) == len(paths):
            self._of_no_use(unused)
        return tuple(found)

    def _of_no_use(self, setting: str) -> None:
        """A list becomes one text or several; of a field that was one, it is no harm."""
        if self._target.kind != "list" and not self._problems.published:
            line = self._field.place.of(setting)
            self._problems.add("M111", line, setting=setting, to=self._field.to)

    def _refused(self, refused: Refused, path: str) -> None:
        """A path that was fine when the mapping was published yields more than the field takes."""
        line, target = self._field.place.of("from"), self._target
        if self._problems.published and refused.code in drift.OF_SEVERAL:
            self._problems.add("D415", line, to=self._field.to, label=target.label, path=path)
        else:
            self._problems.refused(refused, line)

    def _takes_many(self) -> bool:
        field = self._field
        is_asked = field.pick or field.join is not None or field.place.wrong & {"pick", "join"}
        return bool(is_asked or self._target.kind == "list")

    def _cursor(self, path: str) -> Cursor:
        cursor = self._given.paths.compile(path)
        field, takes_many = self._field, self._takes_many()
        is_list = cursor.spread or (cursor.shape.item is not None and not cursor.shape.text)
        if takes_many and is_list:
            cursor = self._given.paths.each(cursor)
        demand_single(cursor, self._given.paths.names(cursor.shape))
        if cursor.many and not takes_many:
            raise Refused("M106", path=path, to=field.to)
        if field.join == "list" and self._target.kind not in ("list", "any"):
            raise Refused("M106", path=path, to=field.to)
        is_translated = bool(field.lookup or field.bands or field.place.wrong & {"lookup", "bands"})
        self._vendor.check_shape(self._target, cursor, has_lookup=is_translated)
        return cursor


def _changed(source: Source, changes: tuple[Change, ...]) -> Source:
    if not changes:
        return source

    def changed(context: Context) -> Items:
        items = source(context)
        for change in changes:
            items = change(items)
        return items

    return changed
