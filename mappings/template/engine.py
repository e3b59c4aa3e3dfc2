"""The template engine's door: compile a template once, render it for each handoff."""

from __future__ import annotations

from msgspec import Struct

from mappings.canonical import Fit
from mappings.nodes import Context
from mappings.path import Cursor, Paths
from mappings.problems import Problems
from mappings.template.build import Builder
from mappings.template.ops import Op
from mappings.template.scan import scan
from mappings.template.values import Names, State
from mappings.template.writer import Writer
from mappings.vendor_schema import NoteFormat


class Rendering(Struct, frozen=True):
    """What a template needs from its surroundings."""

    paths: Paths
    fit: Fit


class CompiledTemplate(Struct, frozen=True, kw_only=True):
    """A template ready to be rendered; ``printed`` are the places that it can print."""

    run: Op
    depth: int
    format: NoteFormat
    fit: Fit
    printed: tuple[Cursor, ...]

    def render(self, context: Context, *, neutralise: bool = False) -> Writer:
        """Render into a fresh writer, which further text may be added to.

        Never raises for what a handoff holds: where a limit is reached, loops end and values
        are no longer printed, which the ledger shows.
        """
        writer = Writer(self.format, self.fit, neutralise=neutralise)
        self.run(State(context, writer, self.depth))
        return writer


def compile_template(
    source: str, format_: NoteFormat, first_line: int, given: Rendering, problems: Problems
) -> CompiledTemplate | None:
    """None where the template has an error; ``problems`` says each with its line."""
    found = Problems()
    parseable = scan(source, first_line, found)
    if parseable is None:
        problems.extend(found)
        return None
    from mappings.template.parse import parse

    block = parse(parseable, first_line, found)
    if block is None:
        problems.extend(found)
        return None
    builder = Builder(given.fit, found)
    run = builder.block(block, Names(given.paths))
    problems.extend(found)
    if found.has_errors():
        return None
    return CompiledTemplate(
        run=run,
        depth=builder.depth,
        format=format_,
        fit=given.fit,
        printed=tuple(builder.printed),
    )
