"""What the HTTP interface answers about mappings, as structs."""

from __future__ import annotations

import difflib

from msgspec import Struct

from gateway.delivery.checking import Checked
from gateway.delivery.effect import Effect, Shown
from gateway.delivery.revisions import MappingText
from gateway.store.mapping_records import DraftRow, RevisionRow
from mappings.coverage import Coverage
from mappings.problems import MappingProblem


class DraftDocument(Struct, frozen=True, kw_only=True):
    """A draft without its text."""

    author: str
    saved_at: str


class MappingDocument(Struct, frozen=True, kw_only=True):
    """One mapping. ``preset``: a preset of that name comes with Readback.

    ``destinations`` are those that use it.
    """

    name: str
    latest: RevisionRow | None
    draft: DraftDocument | None
    preset: bool
    destinations: list[str]


class MappingDetail(MappingDocument, frozen=True, kw_only=True):
    """One mapping with its texts; ``text`` is the one in force, None where there is a draft only.

    ``revisions`` are newest first.
    """

    text: str | None
    draft_text: str | None
    revisions: list[RevisionRow]


class CheckDocument(Struct, frozen=True, kw_only=True):
    """All that the compiler has to say, sorted by line, and where each kind of leaf can go."""

    problems: tuple[MappingProblem, ...]
    coverage: Coverage


class SavedDocument(CheckDocument, frozen=True, kw_only=True):
    """A draft that was saved, whatever is wrong with it."""

    name: str
    draft: DraftDocument


class DiffDocument(Struct, frozen=True, kw_only=True):
    """Two texts of one mapping. ``before`` is None where there was none.

    ``text`` is a unified diff, line by line. ``effect`` is None where one of the two has errors;
    ``problems`` are those of the new one. ``shown`` is the one handoff that was asked for.
    """

    name: str
    before: int | str | None
    after: int | str
    text: list[str]
    effect: Effect | None
    problems: tuple[MappingProblem, ...]
    shown: Shown | None = None


class PublishedDocument(Struct, frozen=True, kw_only=True):
    """What was published, and what it changes; ``destinations`` deliver with it from now on."""

    name: str
    revision: RevisionRow
    destinations: list[str]
    problems: tuple[MappingProblem, ...]
    text: list[str]
    effect: Effect | None


def check_document(checked: Checked) -> CheckDocument:
    """A check as it is answered."""
    return CheckDocument(problems=checked.problems, coverage=checked.coverage)


def draft_document(draft: DraftRow | None) -> DraftDocument | None:
    """A draft as it is answered."""
    return DraftDocument(author=draft.author, saved_at=draft.saved_at) if draft else None


def text_diff(before: MappingText | None, after: MappingText) -> list[str]:
    """A unified diff; empty where the texts are equal."""
    old = before.text if before else ""
    names = (_called(before), _called(after))
    return list(difflib.unified_diff(_lines(old), _lines(after.text), *names, lineterm=""))


def _lines(text: str) -> list[str]:
    """Lines as TOML has them, so that texts with other line ends are not taken for equal."""
    *lines, rest = text.split("\n")
    return [*lines, rest, "\\ No newline at end of file"] if rest else lines


def _called(text: MappingText | None) -> str:
    if text is None:
        return "nothing"
    return f"revision {text.which}" if isinstance(text.which, int) else str(text.which)
