"""Rules: one ``[[field]]`` of the file, compiled against both sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import UNSET, Struct
from msgspec.structs import replace

from mappings.choosing import Choosing, compile_choosing
from mappings.condition import Condition, compile_condition
from mappings.direct import Direct, direct_way
from mappings.document import Field, Overflow, WhenEmpty
from mappings.field_source import FieldSource, Given
from mappings.items import Change, Held, Mark, finish
from mappings.nodes import Context, is_blank
from mappings.path import Cursor
from mappings.problems import Refused, did_you_mean, listed, quoted
from mappings.template.engine import CompiledTemplate
from mappings.vendor_schema import VendorField
from mappings.vendor_side import VendorSide

Take: TypeAlias = Callable[[Context], Held | None]

# For a rule whose field nobody knows. A list takes one value and several, and every setting.
_UNKNOWN = VendorField(name="*", label="", kind="list")

# A template is all of its text; what should be done to values is done in it.
NOT_BESIDE_A_TEMPLATE = (
    "transform", "lookup", "bands", "number", "date", "pick", "join", "default", "tag_style",
)  # fmt: skip


class Taking(Struct, frozen=True, kw_only=True):
    """How a rule gets its value, and the paths it reads for it."""

    take: Take
    reads: tuple[Cursor, ...]
    narrows: bool = False
    changes: tuple[Change, ...] = ()


class Rule(Struct, frozen=True, kw_only=True):
    """One rule ready to run; ``take`` gives its value before the vendor's length is kept.

    ``narrows`` says that the value may not tell which of several its leaves had. ``direct`` is
    quicker where it gives a result at all.
    """

    to: str
    field: VendorField
    line: int
    when: Condition | None
    take: Take
    overflow: Overflow
    when_empty: WhenEmpty
    reads: tuple[Cursor, ...]
    narrows: bool = False
    direct: Direct | None = None


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
        if target is not None and target.kind == "note" and "template" not in self._sources():
            self._problems.add("V241", self._field.place.line, to=self._field.to)
            target = None
        if target is None:
            self._check_regardless()
            return None
        return self._note(target) if target.kind == "note" else self._rule(target)

    def _check_regardless(self) -> None:
        """Say what is wrong wherever the value goes; of a published rule, nothing is."""
        if self._problems.published:
            return
        found = self._problems.apart()
        RuleCompiler(self._field, replace(self._given, problems=found))._rule(_UNKNOWN)
        self._problems.extend(found, group="M")

    def _rule(self, target: VendorField) -> Rule | None:
        is_clear = self._check_sources()
        taking = self._taking(target)
        choosing = compile_choosing(
            self._field, target, self._given.vendor.title, self._given.problems
        )
        when, overflow = self._when(), self._overflow(target, taking.reads if taking else ())
        if taking is None or not is_clear:
            return None
        when_empty = self._field.when_empty or self._given.document.defaults.when_empty
        return Rule(
            to=self._field.to,
            field=target,
            line=self._field.place.line,
            when=when,
            take=_chosen(taking.take, choosing) if choosing else taking.take,
            overflow=overflow,
            when_empty="stop" if self._field.required else when_empty,
            reads=taking.reads,
            narrows=taking.narrows,
            direct=self._direct(target, taking),
        )

    def _direct(self, target: VendorField, taking: Taking) -> Direct | None:
        table = self._given.document.lookups.get(self._field.lookup or "")
        words = table.values if table else ()
        return direct_way(self._field, target, taking.reads, taking.changes, words)

    def _overflow(self, target: VendorField, reads: tuple[Cursor, ...]) -> Overflow:
        """A cut number or date would be another one."""
        is_open = self._field.lookup is None and self._field.value is UNSET
        overflow = self._vendor.overflow(target, reads, is_open=is_open and not self._is_figure())
        return "capsule" if self._is_figure() and not self._field.overflow else overflow

    def _is_figure(self) -> bool:
        return bool(self._field.number or self._field.date or self._field.bands)

    def _sources(self) -> tuple[str, ...]:
        """Those that are written, also where they are misspelt or could not be read."""
        place = self._field.place
        written = place.wrong.union(place.keys)
        return tuple(name for name in ("from", "value", "template") if name in written)

    def _check_sources(self) -> bool:
        written = self._sources()
        if len(written) != 1:
            found = listed(quoted(written)) or "none of them"
            self._problems.add("M007", self._field.place.line, found=found)
        return len(written) == 1

    def _when(self) -> Condition | None:
        if self._field.when is None:
            return None
        line = self._field.place.of("when")

        def refuse(refused: Refused) -> None:
            self._problems.refused(refused, line)

        return compile_condition(self._field.when, self._given.paths, refuse)

    def _check_beside_template(self) -> None:
        for name in self._field.place.keys:
            if name in NOT_BESIDE_A_TEMPLATE:
                self._problems.add("M114", self._field.place.of(name), setting=name)

    def _note(self, target: VendorField) -> NoteRule | None:
        if not self._check_sources():
            self._check_regardless()
            return None
        self._check_beside_template()
        template = self._template()
        wanted = target.note_format or "text"
        if template is not None and template.format != wanted:
            self._wrong_format(wanted, template)
        when, overflow = self._when(), self._vendor.note_overflow(wanted)
        if template is None:
            return None
        return NoteRule(
            to=self._field.to,
            field=target,
            line=self._field.place.line,
            when=when,
            template=template,
            overflow=overflow,
        )

    def _wrong_format(self, wanted: str, template: CompiledTemplate) -> None:
        line, name = self._field.place.of("template"), self._field.template
        self._problems.add(
            "V240", line, to=self._field.to, wanted=wanted, name=name, found=template.format
        )

    def _template(self) -> CompiledTemplate | None:
        name = self._field.template
        if name is UNSET:
            return None
        if name not in self._given.templates:
            hint = did_you_mean(name, self._given.templates)
            self._problems.add("M125", self._field.place.of("template"), name=name, hint=hint)
        return self._given.templates.get(name)

    def _taking(self, target: VendorField) -> Taking | None:
        """From what is written; of several, each is looked at."""
        written, taking = self._sources(), None
        if "template" in written:
            taking = self._from_template(target)
        return taking if written == ("template",) else self._from_items(target)

    def _from_template(self, target: VendorField) -> Taking | None:
        if len(self._sources()) == 1:
            self._check_beside_template()
        template = self._template()
        if template is None:
            return None
        if template.format != "text":
            self._wrong_format("text", template)
        if target.kind not in ("text", "date", "choice", "any"):
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

        return Taking(take=take, reads=template.printed)

    def _from_items(self, target: VendorField) -> Taking | None:
        made = FieldSource(self._field, self._given, self._vendor, target).compile()
        if made is None:
            return None
        join = self._field.join if self._field.join not in (None, "list") else "\n"
        keeps_apart = self._field.join == "list" and target.kind == "any"
        source, kind = made.source, "list" if keeps_apart else target.kind

        def take(context: Context) -> Held | None:
            return finish(source(context), kind, str(join))

        may_be_cut = kind == "any" and target.length is not None
        return Taking(
            take=_spread(take) if may_be_cut else take,
            reads=made.reads,
            narrows=made.narrows,
            changes=made.changes,
        )


def _spread(take: Take) -> Take:
    """A single text is what its leaves are, from end to end: a cut is one of them."""

    def spread(context: Context) -> Held | None:
        held = take(context)
        if held is None or not isinstance(held.value, str) or any(m.end for m in held.marks):
            return held
        length = len(held.value)
        return replace(held, marks=tuple(replace(mark, end=length) for mark in held.marks))

    return spread


def _chosen(take: Take, choosing: Choosing) -> Take:
    def chosen(context: Context) -> Held | None:
        held = take(context)
        return choosing(held) if held else None

    return chosen
