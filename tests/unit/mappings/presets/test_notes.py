"""The note that agents read: what it must show at every vendor, and that it is one note."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from msgspec import UNSET

from gateway.schema.handoff import Handoff
from gateway.schema.views import VIEWS
from gateway.sdk.html import visible_text
from mappings import Plan
from mappings.translation import NoteResult
from tests.unit.mappings.presets.cases import (
    CASES,
    EXAMPLES,
    NAMES,
    applied,
    compiled,
    preset_text,
)

# A task's attributes hold 4,096 bytes: its note is another, shorter one.
SHORT = "twilio-flex-task"
LONG = tuple(name for name in NAMES if name != SHORT)
_RESOLVE = {view.name: view.resolve for view in VIEWS}


def _plan(name: str) -> Plan:
    plan, _ = compiled(name, preset_text(name))
    assert plan is not None
    return plan


PLANS = {name: _plan(name) for name in NAMES}


def note_of(name: str, given: Handoff) -> NoteResult:
    note = applied(PLANS[name], given).note
    assert note is not None
    return note


def seen(note: NoteResult) -> str:
    """What a person sees of it, in one line."""
    text = visible_text(note.body).text if note.format == "html" else note.body
    return " ".join(text.split())


def _essentials(given: Handoff) -> Iterator[str]:
    """What must not be missed, as texts that a person would look for."""
    assert given.summary
    assert given.reason
    assert given.customer
    assert given.customer.verification
    yield str(given.summary.recommendation)
    yield str(given.reason.detail)
    yield str(given.reason.code)
    yield str(given.customer.verification.status)
    yield from given.do_not or ()
    for promise in given.commitments or ():
        yield promise.text
        yield promise.due_at or ""
    for step, _ in _RESOLVE["steps_unresolved"](given):
        yield step.description
        yield step.error or ""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_note_shows_what_must_not_be_missed(name: str, example: str) -> None:
    given = EXAMPLES[example]
    essentials = list(_essentials(given))
    note = seen(note_of(name, given))

    assert len(essentials) > 6
    assert [] == [text for text in essentials if " ".join(text.split()) not in note]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("example", EXAMPLES)
def test_what_to_do_and_what_was_promised_come_first(name: str, example: str) -> None:
    given = EXAMPLES[example]
    assert given.summary
    assert given.reason
    assert given.commitments
    note = seen(note_of(name, given))
    order = [
        given.summary.recommendation,
        given.commitments[0].text,
        f"Why a person: {given.reason.code}",
    ]
    places = [note.index(str(text)) for text in order]

    assert note.startswith("DO NEXT")
    assert sorted(places) == places


@pytest.mark.parametrize("case", CASES)
def test_the_long_note_prints_the_same_at_every_vendor_in_the_same_order(case: str) -> None:
    printed = {name: [one.pointer for one in note_of(name, CASES[case]).prints] for name in LONG}

    assert len(printed) > 1
    assert all(pointers == printed[LONG[0]] for pointers in printed.values())


@pytest.mark.parametrize("case", CASES)
def test_the_long_note_has_the_same_words_at_every_vendor(case: str) -> None:
    words = {name: _words(seen(note_of(name, CASES[case]))) for name in LONG}

    assert all(found == words[LONG[0]] for found in words.values())


def _words(text: str) -> list[str]:
    """Without what only marks the lines of a list, or keeps a placeholder from being one."""
    return re.findall(r"[^\s\u2013,:.\u200b-]+", text)


def test_the_text_of_the_long_note_is_the_same_in_every_preset_that_takes_plain_text() -> None:
    bodies = {
        preset_text(name).split("'''")[1] for name in LONG if 'format = "text"' in preset_text(name)
    }

    assert 1 == len(bodies)


@pytest.mark.parametrize("name", NAMES)
def test_the_bare_note_has_no_heading_without_anything_below_it(name: str) -> None:
    lines = [line for line in _lines(note_of(name, CASES["bare"])) if line.isupper()]

    assert set(lines) <= {"TRANSCRIPT", "WHO AND WHY"}


def _lines(note: NoteResult) -> list[str]:
    text = re.sub(r"<[^>]+>", "\n", note.body) if note.format == "html" else note.body
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_short_note_fits_its_budget_together_with_everything_else(example: str) -> None:
    made = applied(PLANS[SHORT], EXAMPLES[example])

    assert made.note is not None
    assert UNSET is not next(
        (field.value for field in made.fields if field.name == "attributes.background"), UNSET
    )
