"""The note: rendered, with the texts that did not fit their fields, and within its length."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from mappings.canonical import Fit
from mappings.errors import MappingStopped
from mappings.items import Held
from mappings.nodes import Context
from mappings.rule import NoteRule, Rule
from mappings.template.writer import ESCAPES, Piece, Writer
from mappings.translation import NoteResult, Print
from mappings.unmapped import append_rest
from mappings.vendor_schema import NoteFormat

Rest: TypeAlias = Callable[[tuple[Print, ...]], Iterable[tuple[str, Any]]]

# What was looked up or cut is not the leaf itself.
_WHOLE = frozenset({"exact", "reformatted", "note"})
_HEADINGS: dict[NoteFormat, tuple[str, str]] = {
    "text": ("\n\n{label}:\n", ""),
    "html": ("<p><strong>{label}</strong><br>", "</p>"),
    "markdown": ("\n\n**{label}**\n\n", ""),
}


def note_result(
    rule: NoteRule,
    spilled: Iterable[tuple[Rule, Held]],
    context: Context,
    fit: Fit,
    rest: Rest | None = None,
) -> NoteResult | None:
    """None where the rule's condition does not hold. Raises ``MappingStopped``.

    ``rest`` gives the leaves to list at the end, for what was printed so far.
    """
    if rule.when is not None and not rule.when(context):
        return None
    writer = rule.template.render(context, neutralise=rule.field.neutralise)
    for field, held in spilled:
        _append(writer, rule.template.format, field, held)
    if rest is not None:
        append_rest(writer, rule.template.format, rest(writer.result()[1]))
    body, prints = writer.result()
    result = NoteResult(field=rule.to, format=rule.template.format, body=body, prints=prints)
    return _within(rule, result, fit)


def _append(writer: Writer, format_: NoteFormat, rule: Rule, held: Held) -> None:
    before, after = _HEADINGS[format_]
    writer.words(before.format(label=ESCAPES[format_](rule.field.label)))
    writer.pieces(_pieces(held))
    writer.words(after)


def _pieces(held: Held) -> Iterable[Piece]:
    """The value again, cut into its leaves and what stands between them."""
    text, position = str(held.value), 0
    stretches: dict[tuple[int, int, bool], list[str]] = {}
    for mark in held.marks:
        whole = mark.fate in _WHOLE
        stretches.setdefault((mark.start, mark.end, whole), []).append(mark.pointer)
    for (start, end, whole), pointers in sorted(stretches.items()):
        if start >= position:
            yield Piece(text[position:start])
            yield Piece(text[start:end], tuple(pointers), whole)
            position = end
    yield Piece(text[position:])


def _within(rule: NoteRule, note: NoteResult, fit: Fit) -> NoteResult:
    length, unit = rule.field.length, rule.field.unit
    if length is None or rule.overflow == "continue":
        return note
    cut = fit(note.body, length, unit)
    if not cut.cut:
        return note
    if rule.overflow == "stop":
        message = f'"{rule.to}" holds {length} {unit}, and the note of this handoff is longer.'
        raise MappingStopped("S501", message, rule.line)
    prints = tuple(
        _shifted(one, cut.start, cut.end)
        for one in note.prints
        if max(cut.start, one.start) < min(cut.end, one.end)
    )
    return NoteResult(field=note.field, format=note.format, body=cut.text, prints=prints)


def _shifted(one: Print, start: int, end: int) -> Print:
    return Print(
        pointer=one.pointer,
        start=max(start, one.start) - start,
        end=min(end, one.end) - start,
        whole=one.whole and start <= one.start and one.end <= end,
    )
