"""The capsule's side of a mapping: its kind, its name, and what is left out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from mappings.document import Capsule
from mappings.field_source import Given
from mappings.nodes import Context
from mappings.path import Cursor, read_root
from mappings.problems import Refused, listed, quoted
from mappings.template.engine import CompiledTemplate, Rendering, compile_template
from mappings.translation import CapsuleResult

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_NAME = 120
# Words that a name may have as they are, around the id; neither end of a name is cut off by them.
_AROUND_ID = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9_.-]{0,39})?\{\{ *id *\}\}([A-Za-z0-9_.-]{0,39}[A-Za-z0-9])?"
)
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}[A-Za-z0-9]")


class CapsuleRule(Struct, frozen=True, kw_only=True):
    """How to make the copy of one handoff."""

    kind: str
    name: CompiledTemplate
    redacted: tuple[Cursor, ...]
    around_id: tuple[str, str] | None = None

    def apply(self, context: Context, leaves: Callable[[Any], Iterable[str]]) -> CapsuleResult:
        """Its name as a plain file name, and every leaf that policy keeps out of it."""
        return CapsuleResult(
            kind=self.kind,
            name=self._direct_name(context) or self._name(context),
            withheld=self._withheld(context, leaves) if self.redacted else (),
        )

    def _name(self, context: Context) -> str:
        name, _ = self.name.render(context).result()
        return _UNSAFE.sub("-", name).strip("-.")[:_MOST_NAME] or "handoff.json"

    def _direct_name(self, context: Context) -> str:
        """What most names are, words around the id, without a template; "" goes the long way."""
        if self.around_id is None:
            return ""
        id_ = getattr(context.handoff, "id", None)
        if type(id_) is not str or not _SAFE.fullmatch(id_):
            return ""
        before, after = self.around_id
        return f"{before}{id_}{after}"

    def _withheld(
        self, context: Context, leaves: Callable[[Any], Iterable[str]]
    ) -> tuple[str, ...]:
        nodes = [node for cursor in self.redacted for node in read_root(cursor, context)]
        pointers = frozenset(pointer for _, all_ in nodes for pointer in all_)
        if not pointers:
            return ()
        every = leaves(context.handoff)
        return tuple(leaf for leaf in every if not pointers.isdisjoint(_around(leaf)))


def _around(pointer: str) -> Iterable[str]:
    """A pointer and those of everything it stands in."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


def compile_capsule(capsule: Capsule, given: Given) -> CapsuleRule | None:
    """None where something is wrong; ``problems`` says what."""
    problems, place = given.problems, capsule.place
    if capsule.as_ not in given.vendor.capsule and "as" not in place.wrong:
        choices = listed(quoted(given.vendor.capsule), "or")
        line, title = place.of("as"), given.vendor.title
        problems.add("V250", line, vendor=title, found=capsule.as_, choices=choices)
    rendering = Rendering(given.paths, given.fit)
    name = compile_template(capsule.name, "text", place.of("name"), rendering, problems)
    redacted: list[Cursor] = []
    for path in capsule.redact:
        try:
            redacted.append(_redacted(path, given))
        except Refused as refused:
            problems.refused(refused, place.of("redact"))
    if name is None:
        return None
    around = _AROUND_ID.fullmatch(capsule.name)
    return CapsuleRule(
        kind=capsule.as_,
        name=name,
        redacted=tuple(redacted),
        around_id=(around[1] or "", around[2] or "") if around else None,
    )


def _redacted(path: str, given: Given) -> Cursor:
    cursor = given.paths.compile(path)
    if cursor.derived or path == "handoff_url":
        raise Refused("M108", path=path)
    return cursor
