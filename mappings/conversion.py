"""Conversions: what one rule does to each value between reading it and putting it in its field."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

from msgspec import UNSET, Struct

from mappings.document import Band, Document, Field
from mappings.items import TRANSFORMS, Change
from mappings.lookup import check_lookup, lookup_change
from mappings.numbers import band_change, number_change
from mappings.path import Cursor
from mappings.problems import Problems, Refused, did_you_mean, listed, quoted
from mappings.shape import Shape
from mappings.tags import underscore_change
from mappings.times import check_pattern, date_change, zone_of
from mappings.vendor_schema import VendorField
from mappings.vendor_side import HOLDS, VendorSide

# Which kinds of field a setting can write; the others may stand beside any kind.
_KINDS: dict[str, tuple[str, ...]] = {
    "number": ("text", "number", "choice", "list", "any"),
    "date": ("text", "date", "choice", "list", "any"),
    "tag_style": ("list",),
}
# Each of these gives the value its final form.
FINAL = ("lookup", "bands", "number", "date")


class Conversion(Struct, frozen=True, kw_only=True):
    """The changes of one rule, in their order. ``narrows`` says that one may lose something."""

    changes: tuple[Change, ...]
    narrows: bool


class ConversionCompiler:
    """Compiles one rule's conversions; what is wrong with them goes to ``problems``."""

    def __init__(
        self,
        field: Field,
        document: Document,
        target: VendorField,
        vendor: VendorSide,
        problems: Problems,
    ) -> None:
        self._field = field
        self._document = document
        self._target = target
        self._vendor = vendor
        self._problems = problems
        self._lossy: list[str] = []

    def compile(
        self, cursors: tuple[Cursor, ...], *, is_accepted: Callable[[Cursor], bool]
    ) -> Conversion:
        """``is_accepted`` says of a path that what is lost of it was accepted."""
        self._check_settings()
        open_ones = tuple(cursor for cursor in cursors if not is_accepted(cursor))
        changes = (
            *self._transforms(cursors),
            *self._lookup(cursors, open_ones),
            *self._bands(cursors),
            *self._number(cursors),
            *self._date(cursors),
            *self._tags(cursors),
        )
        for setting in self._lossy:
            for cursor in open_ones:
                line, to = self._field.place.of(setting), self._field.to
                self._problems.add("C311", line, setting=setting, path=cursor.path, to=to)
        return Conversion(changes=changes, narrows=bool(self._lossy) or bool(self._field.lookup))

    def _check_settings(self) -> None:
        final = [name for name in FINAL if self._is_set(name)]
        if len(final) > 1:
            line = self._field.place.of(final[1])
            self._problems.add("M113", line, found=listed(quoted(final)))
        for name, kinds in _KINDS.items():
            if self._is_set(name) and self._target.kind not in kinds:
                self._of_no_use(name)

    def _is_set(self, name: str) -> bool:
        return name in self._field.place.keys and bool(getattr(self._field, name))

    def _of_no_use(self, setting: str) -> None:
        self._problems.add(
            "V211",
            self._field.place.of(setting),
            setting=setting,
            to=self._field.to,
            label=self._target.label,
            holds=HOLDS[self._target.kind],
        )

    def _demand(
        self,
        setting: str,
        wanted: str,
        cursors: tuple[Cursor, ...],
        fits: Callable[[Shape], bool],
    ) -> None:
        line = self._field.place.of(setting)
        for cursor in cursors:
            if not (fits(cursor.shape) or cursor.shape.json):
                self._problems.add("M110", line, setting=setting, wanted=wanted, path=cursor.path)

    def _transforms(self, cursors: tuple[Cursor, ...]) -> Iterator[Change]:
        names = self._field.transform
        transforms = (names,) if isinstance(names, str) else names
        if transforms:
            self._demand("transform", "texts", cursors, lambda shape: shape.text)
        return (TRANSFORMS[name] for name in transforms)

    def _lookup(
        self, cursors: tuple[Cursor, ...], open_ones: tuple[Cursor, ...]
    ) -> Iterator[Change]:
        name = self._field.lookup
        if name is None:
            return
        table = self._document.lookups.get(name)
        line = self._field.place.of("lookup")
        if table is None:
            hint = did_you_mean(name, self._document.lookups)
            self._problems.add("M150", line, name=name, hint=hint)
            return
        for key, output in table.values.items():
            self._vendor.check_literal(self._target, output, "lookup", table.place.of(key))
        for cursor in cursors:
            to = None if cursor not in open_ones else self._field.to
            check_lookup(name, table, cursor.path, cursor.shape, to, line, self._problems)
        yield lookup_change(table)

    def _bands(self, cursors: tuple[Cursor, ...]) -> Iterator[Change]:
        bands, line = self._field.bands, self._field.place.of("bands")
        if not bands:
            return
        self._demand("bands", "numbers", cursors, _may_be_number)
        self._lossy.append("bands")
        for band in bands:
            self._vendor.check_literal(self._target, band.is_, "bands")
        if not _rises(bands):
            self._problems.add("M160", line, to=self._field.to)
            return
        if bands[-1].below is not UNSET:
            self._problems.add("M161", line, to=self._field.to, below=bands[-1].below)
        yield band_change(bands)

    def _number(self, cursors: tuple[Cursor, ...]) -> Iterator[Change]:
        number = self._field.number
        if number is None:
            return
        self._demand("number", "numbers", cursors, _may_be_number)
        if number.scale is not UNSET:
            self._lossy.append("number")
        yield number_change(number, as_text=self._target.kind not in ("number", "any"))

    def _date(self, cursors: tuple[Cursor, ...]) -> Iterator[Change]:
        style = self._field.date
        if style is None:
            return
        self._demand("date", "times", cursors, lambda shape: shape.text and not shape.closed)
        if style != "date-time":
            self._lossy.append("date")
        try:
            check_pattern(style)
            yield date_change(style, zone_of(self._document.defaults.time_zone))
        except Refused as refused:
            if refused.code != "M115":  # the file as a whole is told about its time zone
                self._problems.refused(refused, self._field.place.of("date"))

    def _tags(self, cursors: tuple[Cursor, ...]) -> Iterator[Change]:
        if self._field.tag_style == "underscore":
            is_open = not (self._field.lookup or self._field.bands)
            if is_open and not all(cursor.shape.closed for cursor in cursors):
                self._lossy.append("tag_style")
            yield underscore_change()


def _may_be_number(shape: Shape) -> bool:
    return shape.number or (shape.text and not shape.closed)


def _rises(bands: tuple[Band, ...]) -> bool:
    """Whether each band begins where the one before it ends; only the last may be open."""
    limits = [math.inf if band.below is UNSET else band.below for band in bands]
    return all(low < high for low, high in pairwise([-math.inf, *limits]))
