"""Rules: one ``[[field]]`` of the file, compiled against both sides."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import UNSET, Struct

from mappings.canonical import Fit
from mappings.condition import Condition, compile_condition
from mappings.document import Document, Field, Overflow, Scalar, WhenEmpty
from mappings.items import TRANSFORMS, Change, Held, Items, Mark, finish
from mappings.lookup import check_lookup, lookup_change
from mappings.nodes import Context, is_blank
from mappings.path import Cursor, Paths, demand_single
from mappings.problems import Problems, Refused, did_you_mean, listed, quoted
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


class Rule(Struct, frozen=True, kw_only=True):
    """One rule ready to run; ``take`` gives its value before the vendor's length is kept."""

    to: str
    field: VendorField
    line: int
    when: Condition | None
    take: Callable[[Context], Held | None]
    overflow: Overflow
    when_empty: WhenEmpty
    reads: tuple[Cursor, ...]


class NoteRule(Struct, frozen=True, kw_only=True):
    """The rule that fills the note."""

    to: str
    field: VendorField
    line: int
    when: Condition | None
    template: CompiledTemplate
    overflow: Overflow


class Given(Struct, frozen=True, kw_only=True):
    """What every rule is compiled with; a template with an error stands for None."""

    document: Document
    paths: Paths
    vendor: VendorSchema
    templates: dict[str, CompiledTemplate | None]
    problems: Problems
    fit: Fit


class RuleCompiler:
    """Compiles one rule; what is wrong with it goes to ``problems`` and makes it None."""

    def __init__(self, field: Field, given: Given) -> None:
        self._field = field
        self._given = given
        self._problems = given.problems
        self._vendor = VendorSide(
            field,
            given.vendor,
            given.problems,
            has_capsule=given.document.capsule is not None,
        )

    def compile(self) -> Rule | NoteRule | None:
        target = self._vendor.target()
        sources = self._sources()
        if target is None or sources != 1:
            return None
        if target.kind == "note":
            return self._note(target)
        made = self._from_template(target) if self._field.template is not UNSET else None
        take, reads = made or self._from_items(target)
        if take is None:
            return None
        when_empty = self._field.when_empty or self._given.document.defaults.when_empty
        return Rule(
            to=self._field.to,
            field=target,
            line=self._field.place.line,
            when=self._when(),
            take=take,
            overflow=self._vendor.overflow(target, reads, is_open=self._is_open()),
            when_empty="stop" if self._field.required else when_empty,
            reads=reads,
        )

    def _sources(self) -> int:
        given = {
            "from": self._field.from_,
            "value": self._field.value,
            "template": self._field.template,
        }
        named = [name for name, value in given.items() if value is not UNSET]
        if len(named) != 1:
            found = listed(quoted(named)) or "none of them"
            self._problems.add("M007", self._field.place.line, found=found)
        return len(named)

    def _is_open(self) -> bool:
        """Whether the value is of the handoff's own length."""
        return self._field.lookup is None and self._field.value is UNSET

    def _when(self) -> Condition | None:
        if self._field.when is None:
            return None
        try:
            return compile_condition(self._field.when, self._given.paths)
        except Refused as refused:
            self._problems.refused(refused, self._field.place.of("when"))
            return None

    def _note(self, target: VendorField) -> NoteRule | None:
        if self._field.template is UNSET:
            self._problems.add("V241", self._field.place.line, to=self._field.to)
            return None
        template = self._template()
        if template is None:
            return None
        wanted = target.note_format or "text"
        if template.format != wanted:
            self._wrong_format(wanted, template)
        return NoteRule(
            to=self._field.to,
            field=target,
            line=self._field.place.line,
            when=self._when(),
            template=template,
            overflow=self._vendor.note_overflow(wanted),
        )

    def _wrong_format(self, wanted: str, template: CompiledTemplate) -> None:
        line, name = self._field.place.of("template"), self._field.template
        self._problems.add(
            "V240", line, to=self._field.to, wanted=wanted, name=name, found=template.format
        )

    def _template(self) -> CompiledTemplate | None:
        name = str(self._field.template)
        if name not in self._given.templates:
            hint = did_you_mean(name, self._given.templates)
            self._problems.add("M125", self._field.place.of("template"), name=name, hint=hint)
        return self._given.templates.get(name)

    def _from_template(
        self, target: VendorField
    ) -> tuple[Callable[[Context], Held | None] | None, tuple[Cursor, ...]]:
        template = self._template()
        if template is None:
            return None, ()
        if template.format != "text":
            self._wrong_format("text", template)
        if target.kind not in ("text", "date", "choice"):
            self._vendor.does_not_hold(target, "a template", "a text", 'Use "from" instead.')

        def take(context: Context) -> Held | None:
            body, prints = template.render(context).result()
            if is_blank(body):
                return None
            marks = tuple(
                Mark(pointer=one.pointer, fate="note", start=one.start, end=one.end)
                for one in prints
                if one.whole
            )
            return Held(value=body, marks=marks)

        return take, template.printed

    def _from_items(
        self, target: VendorField
    ) -> tuple[Callable[[Context], Held | None] | None, tuple[Cursor, ...]]:
        cursors = self._cursors(target)
        source = self._source(target, cursors)
        changes = self._changes(target, cursors)
        if source is None:
            return None, cursors
        if self._field.default is not UNSET:
            self._vendor.check_literal(target, self._field.default, "default")
            source = or_default(_changed(source, changes), self._field.default)
        else:
            source = _changed(source, changes)
        join = self._field.join if self._field.join not in (None, "list") else "\n"
        kind, choices = target.kind, target.choices if target.restricted else ()

        def take(context: Context) -> Held | None:
            held = finish(source(context), kind, str(join))
            return held if held is None or not choices or held.value in choices else None

        return take, cursors

    def _source(self, target: VendorField, cursors: tuple[Cursor, ...]) -> Source | None:
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
            self._vendor.check_literal(target, literal, "value")
        if isinstance(value, tuple) and target.kind != "list":
            cure = "Write one value."
            self._vendor.does_not_hold(target, "the fixed value", "a list", cure)
        return fixed(value)

    def _cursors(self, target: VendorField) -> tuple[Cursor, ...]:
        written = self._field.from_
        if written is UNSET:
            return ()
        paths = (written,) if isinstance(written, str) else written
        found: list[Cursor] = []
        for path in paths:
            try:
                found.append(self._cursor(path, target))
            except Refused as refused:
                self._problems.refused(refused, self._field.place.of("from"))
        if not paths:
            self._problems.add(
                "M005", self._field.place.of("from"), name="from", expected="at least one field"
            )
        return tuple(found) if len(found) == len(paths) else ()

    def _cursor(self, path: str, target: VendorField) -> Cursor:
        cursor = self._given.paths.compile(path)
        field = self._field
        takes_many = bool(field.pick or field.join is not None or target.kind == "list")
        is_list = cursor.spread or (cursor.shape.item is not None and not cursor.shape.text)
        if takes_many and is_list:
            cursor = self._given.paths.each(cursor)
        demand_single(cursor, self._given.paths.names(cursor.shape))
        if cursor.many and not takes_many:
            raise Refused("M106", path=path, to=field.to)
        if field.join == "list" and target.kind != "list":
            raise Refused("M106", path=path, to=field.to)
        self._vendor.check_shape(target, cursor, has_lookup=field.lookup is not None)
        return cursor

    def _changes(self, target: VendorField, cursors: tuple[Cursor, ...]) -> tuple[Change, ...]:
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
        return (*(TRANSFORMS[name] for name in transforms), *self._lookup(target, cursors))

    def _lookup(self, target: VendorField, cursors: tuple[Cursor, ...]) -> tuple[Change, ...]:
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
            self._vendor.check_literal(target, output, "lookup", table.place.of(key))
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
