"""Rules: one ``[[field]]`` of the file, compiled against both sides."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import UNSET, Struct

from mappings.condition import Condition, compile_condition
from mappings.document import Field, Overflow, WhenEmpty
from mappings.field_source import FieldSource, Given
from mappings.items import Held, Mark, among, finish
from mappings.nodes import Context, is_blank
from mappings.path import Cursor
from mappings.problems import Refused, did_you_mean, listed, quoted
from mappings.template.engine import CompiledTemplate
from mappings.vendor_schema import VendorField
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
        given = FieldSource(self._field, self._given, self._vendor, target).compile()
        if given is None:
            return None, ()
        source, cursors = given
        join = self._field.join if self._field.join not in (None, "list") else "\n"
        kind, choices = target.kind, target.choices if target.restricted else ()

        def take(context: Context) -> Held | None:
            held = finish(source(context), kind, str(join))
            return among(held, choices) if held and choices else held

        return take, cursors
