"""The vendor's side of one rule: what its field can hold, and what happens to more than that."""

from __future__ import annotations

import math
from collections.abc import Iterable

from mappings.document import Field, Overflow, Scalar
from mappings.nodes import plain_text
from mappings.path import Cursor
from mappings.problems import Problems, did_you_mean, listed, nearest, quoted
from mappings.shape import Shape
from mappings.vendor_schema import LengthUnit, VendorField, VendorFieldKind, VendorSchema

HOLDS: dict[VendorFieldKind, str] = {
    "text": "a text",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date",
    "choice": "one of its listed values",
    "list": "a list of texts",
    "note": "the note",
    "any": "any value",
}
_KEPT = "Nothing is lost (the capsule keeps it), but the agent sees a cut text."
_LOST = "The agent sees a cut text, and nothing keeps the rest."
_OVERFLOWS: dict[VendorFieldKind, tuple[Overflow, ...]] = {
    "text": ("shorten", "note", "capsule", "stop"),
    "choice": ("note", "capsule", "stop"),
    "date": ("note", "capsule", "stop"),
    "list": ("capsule", "stop"),
    "any": ("shorten", "note", "capsule", "stop"),
}
# Where a text may be cut.
_PROSE: tuple[VendorFieldKind, ...] = ("text", "any")
_CURES: dict[VendorFieldKind, str] = {
    "number": "Write a number.",
    "boolean": "Write true or false.",
    "any": "Write another number, or put it in quotes.",
}
_LIMIT = 2**63
_MOST_SHOWN = 40
_LARGEST: dict[LengthUnit, int] = {"bytes": 4, "utf16": 2, "characters": 1}
UNITS: dict[LengthUnit, str] = {
    "bytes": "bytes",
    "utf16": "UTF-16 units",
    "characters": "characters",
}


class VendorSide:
    """Checks one rule against the vendor's schema and says what does not fit."""

    def __init__(
        self, field: Field, vendor: VendorSchema, problems: Problems, *, has_capsule: bool
    ) -> None:
        self._field = field
        self._has_capsule = has_capsule
        self._vendor = vendor
        self._problems = problems

    def target(self) -> VendorField | None:
        """The vendor's field for the rule."""
        to, line = self._field.to, self._field.place.of("to")
        if "to" in self._field.place.wrong:
            return None
        target = self._vendor.field(to)
        if target is None:
            self._problems.add("V201", line, vendor=self._title(), to=to, hint=self._near(to))
        elif not target.writable:
            why = f": {target.why_not}" if target.why_not else ""
            self._problems.add("V202", line, to=to, label=target.label, why=why)
        return target

    def _title(self) -> str:
        return self._vendor.title

    def _near(self, to: str) -> str:
        """A field that was probably meant, by its name or by what people call it."""
        labels = {field.name: field.label for field in self._vendor.fields}
        words = {
            **{label: name for name, label in labels.items()},
            **{name: name for name in labels},
        }
        word = to if to in words else nearest(to, words)
        return f' Did you mean "{words[word]}" ({labels[words[word]]})?' if word else ""

    def does_not_hold(
        self, target: VendorField, source: str, given: str, cure: str, line: int | None = None
    ) -> None:
        self._problems.add(
            "V210",
            self._field.place.line if line is None else line,
            to=self._field.to,
            label=target.label,
            holds=HOLDS[target.kind],
            source=source,
            given=given,
            cure=cure,
        )

    def check_shape(self, target: VendorField, cursor: Cursor, *, has_lookup: bool) -> None:
        """Whether what the handoff holds fits the kind; a lookup's outputs are checked instead."""
        shape, line = cursor.shape, self._field.place.of("from")
        if has_lookup or shape.json:
            return
        fits = {
            "number": shape.number or (shape.text and not shape.closed),
            "boolean": shape.boolean,
        }
        if not fits.get(target.kind, True):
            cure = "Use a lookup, or another field."
            self.does_not_hold(target, f'"{cursor.path}"', _given(shape), cure, line)
        if shape.closed:
            for member in shape.members:
                self._check_choice(target, member, line)

    def check_literal(
        self, target: VendorField, value: Scalar, setting: str, line: int | None = None
    ) -> None:
        """A value that the file itself gives has to fit as it is."""
        at = self._field.place.of(setting) if line is None else line
        fits = {
            "number": _is_number(value),
            "boolean": isinstance(value, bool),
            "any": isinstance(value, str | bool) or _is_number(value),
        }
        if not fits.get(target.kind, isinstance(value, str)):
            given = "a text" if isinstance(value, str) else plain_text(value)[:_MOST_SHOWN]
            cure = _CURES.get(target.kind, "Put it in quotes.")
            if isinstance(value, str):
                cure = "Write it without quotes."
            self.does_not_hold(target, "the fixed value", given, cure, at)
        elif isinstance(value, str):
            self._check_choice(target, value, at)
            if target.length is not None and _size(value, target.unit) > target.length:
                unit = UNITS[target.unit]
                self._problems.add("V222", at, to=self._field.to, length=target.length, unit=unit)

    def _check_choice(self, target: VendorField, value: str, line: int) -> None:
        if not (target.choices or target.restricted) or value in target.choices:
            return
        self._problems.add(
            "V230" if target.restricted else "V231",
            line,
            to=self._field.to,
            label=target.label,
            value=value,
            choices=listed(target.choices, "and"),
            vendor=self._vendor.title,
            hint=_near_choice(target, value),
        )

    def overflow(
        self, target: VendorField, reads: tuple[Cursor, ...], *, is_open: bool
    ) -> Overflow:
        """What happens to a text that is too long; said when the rule does not say it."""
        chosen = self._field.overflow
        keeps_apart = target.kind == "any" and self._field.join == "list"
        kind = "list" if keeps_apart else target.kind
        choices = _OVERFLOWS.get(kind, ())
        if chosen is not None and chosen not in choices:
            self._no_overflow(chosen, choices)
        if chosen is None and is_open and kind in _PROSE:
            self._warn_of_length(target, reads)
        return chosen or ("shorten" if kind in _PROSE else "capsule")

    def _warn_of_length(self, target: VendorField, reads: tuple[Cursor, ...]) -> None:
        length = target.length
        if length is None:
            return
        joined = self._field.join is not None
        for cursor in reads:
            if joined or _can_exceed(cursor.shape, length // _LARGEST[target.unit]):
                self._problems.add(
                    "V220",
                    self._field.place.line,
                    path=cursor.path,
                    length=length,
                    unit=UNITS[target.unit],
                    to=self._field.to,
                    kept=_KEPT if self._has_capsule else _LOST,
                )
                return

    def note_overflow(self, format_: str) -> Overflow:
        """A note goes on in further comments; only plain text can be cut anywhere."""
        chosen = self._field.overflow or "continue"
        choices = ("continue", "shorten", "stop") if format_ == "text" else ("continue", "stop")
        if chosen not in choices:
            self._no_overflow(chosen, choices)
        return chosen

    def _no_overflow(self, overflow: str, choices: Iterable[str]) -> None:
        self._problems.add(
            "V221",
            self._field.place.of("overflow"),
            overflow=overflow,
            to=self._field.to,
            choices=listed(quoted(choices), "or") or "another field, or remove it",
        )


def _size(text: str, unit: LengthUnit) -> int:
    if unit == "characters":
        return len(text)
    if unit == "bytes":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _near_choice(target: VendorField, value: str) -> str:
    """What people read is not always what is sent."""
    values = {label: choice for choice, label in target.labels.items()}
    label = nearest(value, values)
    if label is None or value.lower() in map(str.lower, target.choices):
        return did_you_mean(value, target.choices)
    return f' Did you mean "{values[label]}" ({label})?'


def _can_exceed(shape: Shape, characters: int) -> bool:
    if shape.json:
        return True
    if shape.max_length is None:
        return shape.text and not shape.bounded
    return shape.max_length > characters


def _is_number(value: Scalar) -> bool:
    """One that every JSON can carry: TOML writes nan, inf and numbers of any length."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LIMIT


def _given(shape: Shape) -> str:
    if shape.number:
        return "a number"
    return "true or false" if shape.boolean else "a text"
