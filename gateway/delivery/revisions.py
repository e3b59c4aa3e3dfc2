"""The life of a mapping: what a name stands for, and how a text becomes its next revision."""

from __future__ import annotations

import asyncio
import re
from typing import Literal, TypeAlias

from msgspec import Struct

from gateway.delivery.checking import Checked, check_text, side_of, target_of
from gateway.delivery.destination import Destination
from gateway.delivery.plans import PlanBook
from gateway.delivery.presets import preset_names, preset_text
from gateway.sdk.errors import NotFound, ReadbackError
from gateway.store.clock import now
from gateway.store.conflicts import conflict
from gateway.store.mapping_records import DraftRow, NewRevision, RevisionRow
from gateway.store.port import Store
from mappings.problems import MappingProblem

Which: TypeAlias = int | Literal["draft", "latest", "preset"]
"""A revision by its number, or one of the texts that need none."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")


class NameRefused(ReadbackError):
    """A mapping cannot be called that; choose another name."""

    code = "mapping.name"
    public = "A mapping's name is lower-case letters, digits and -, at most 63, a letter first."


class MappingRefused(ReadbackError):
    """The text has errors, so it is not published; correct them."""

    code = "mapping.invalid"
    public = "The mapping has errors. Nothing was published."

    def __init__(self, found: tuple[MappingProblem, ...]) -> None:
        self.found = found
        errors = sum(problem.severity == "error" for problem in found)
        found_them = "an error" if errors == 1 else f"{errors} errors"
        super().__init__(f"The mapping has {found_them}. Nothing was published.")


class MappingText(Struct, frozen=True, kw_only=True):
    """A text under a name; ``revision`` is None for a draft or a preset."""

    which: Which
    text: str
    revision: RevisionRow | None = None


class Desk(Struct, frozen=True, kw_only=True):
    """Where mappings are worked on: the store that keeps them, and the plans in force."""

    store: Store
    plans: PlanBook


def is_name(name: str) -> bool:
    """Whether a mapping can be called that."""
    return _NAME.fullmatch(name) is not None


def named(name: str) -> str:
    """The name, if a mapping can be called that. Raises ``NameRefused``."""
    if not is_name(name):
        raise NameRefused
    return name


def users(plans: PlanBook, name: str, text: str) -> tuple[Destination, ...]:
    """The destinations that use a name; without any, one that creates what the text names."""
    return plans.using(name) or plans.alike(*target_of(text)[:2])[:1]


async def text_of(desk: Desk, name: str, which: Which) -> MappingText:
    """A text under a name; "latest" is the last revision, else the preset of that name.

    Raises ``NotFound``.
    """
    found = await _text_of(desk, name, which)
    if found is None:
        raise NotFound(f'There is no mapping "{name}" ({_words(which)}).')
    return found


async def _text_of(desk: Desk, name: str, which: Which) -> MappingText | None:
    if which == "draft":
        draft = await desk.store.draft(name)
        return MappingText(which="draft", text=draft.text) if draft else None
    if which == "preset":
        return _preset(name)
    found = await _published(desk, name, which)
    return _preset(name) if found is None and which == "latest" else found


def _words(which: Which) -> str:
    return f"revision {which}" if isinstance(which, int) else which


def _preset(name: str) -> MappingText | None:
    if name not in preset_names():
        return None
    return MappingText(which="preset", text=preset_text(name))


async def _published(desk: Desk, name: str, which: Which) -> MappingText | None:
    number = which if isinstance(which, int) else None
    row = await desk.store.revision(name, number)
    text = await desk.store.mapping(row.sha256) if row else None
    if row is None or text is None:
        return None
    return MappingText(which=row.number, text=text, revision=row)


async def save_draft(desk: Desk, name: str, text: str, author: str) -> DraftRow:
    """Keep a text that may be wrong. Raises ``NameRefused``."""
    draft = DraftRow(name=named(name), text=text, author=author, saved_at=now())
    await desk.store.save_draft(draft)
    return draft


async def checked(desk: Desk, name: str, text: str, *, published: bool = False) -> Checked:
    """What the compiler says of a text for every destination that uses the name.

    Where none does, it is checked for a destination of the vendor that it names, else against
    what is known of that vendor's object without an account.
    """
    # Compiling takes long enough to be felt by everybody else.
    return await asyncio.to_thread(_checked, desk.plans, name, text, published)


def _checked(plans: PlanBook, name: str, text: str, published: bool) -> Checked:
    sides = [side_of(one) for one in users(plans, name, text)]
    return check_text(text, sides, published=published)


async def publish(
    desk: Desk, name: str, text: str, *, author: str, note: str, expected: int
) -> RevisionRow:
    """Make a text the next revision and take it into force.

    ``expected`` is the latest revision that the author has seen, 0 for none. Raises
    ``MappingRefused``, ``Conflict``, ``NameRefused``.
    """
    found = await checked(desk, named(name), text)
    return await _publish(desk, name, text, found, (author, note, expected, None))


async def roll_back(
    desk: Desk, name: str, number: int, *, author: str, note: str, expected: int
) -> RevisionRow:
    """Publish an old revision's text as a new revision.

    It compiled once, so what the vendor has changed since does not hinder it. Raises ``NotFound``,
    ``MappingRefused``, ``Conflict``.
    """
    old = await text_of(desk, name, number)
    found = await checked(desk, name, old.text, published=True)
    return await _publish(desk, name, old.text, found, (author, note, expected, number))


async def _publish(
    desk: Desk, name: str, text: str, found: Checked, by: tuple[str, str, int, int | None]
) -> RevisionRow:
    author, note, expected, rolled_back_from = by
    if found.plan is None:
        raise MappingRefused(found.problems)
    latest = await desk.store.revision(name)
    if latest and latest.sha256 == found.plan.sha256:
        raise conflict("mapping.unchanged", f"Revision {latest.number} has this very text.")
    new = NewRevision(
        name=name,
        text=text,
        sha256=found.plan.sha256,
        author=author,
        note=note,
        published_at=now(),
        vendor=found.side.schema.vendor,
        object=found.side.schema.object,
        schema_sha256=found.side.sha256,
        rolled_back_from=rolled_back_from,
    )
    row = await desk.store.publish(new, expected=expected)
    await desk.plans.renew(name)
    return row
