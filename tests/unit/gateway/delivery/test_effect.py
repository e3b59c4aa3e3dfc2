"""An effect diff counts what really changes, and tells nobody's words unless it is asked."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.delivery.effect import FateEffect, FieldEffect, effect, show
from tests.unit.gateway.delivery.effects import plan, seen

TITLE = '[[field]]\nto = "title"\nfrom = "{}"\n'
NAME, ID = TITLE.format("customer.name"), TITLE.format("conversation.id")
NOTE = '[[field]]\nto = "note"\ntemplate = "n"\n[template.n]\nformat = "text"\nbody = "{}"\n'
ANN, NOBODY = seen("h-1", customer={"name": "Ann"}), seen("h-2")


def test_the_same_mapping_has_no_effect() -> None:
    found = effect(plan(NAME), plan(NAME), [ANN, NOBODY])
    assert (2, 0, 0, 0, (), ()) == (
        found.handoffs,
        found.affected,
        found.stopped,
        found.freed,
        found.fields,
        found.fates,
    )


def test_a_field_that_gets_another_value_changes_and_one_that_had_none_appears() -> None:
    found = effect(plan(NAME), plan(ID), [ANN, NOBODY])
    assert (FieldEffect(field="title", changes=1, appears=1),) == found.fields
    assert 2 == found.affected


def test_a_field_that_loses_its_value_disappears() -> None:
    found = effect(plan(ID), plan(NAME), [ANN, NOBODY])
    assert (FieldEffect(field="title", changes=1, disappears=1),) == found.fields


def test_leaves_that_change_their_fate_are_counted_by_their_path() -> None:
    found = effect(plan(NAME), plan(ID), [ANN, NOBODY])
    assert (
        FateEffect(leaf="conversation.id", before="capsule", after="exact", count=2),
        FateEffect(leaf="customer.name", before="exact", after="capsule", count=1),
    ) == found.fates


def test_a_note_that_reads_otherwise_is_counted() -> None:
    before, after = plan(NOTE.format("{{ customer.name }}")), plan(NOTE.format("Hello"))
    found = effect(before, after, [ANN, NOBODY])
    assert FieldEffect(field="note", changes=2) == found.note
    assert () == found.fields
    assert 2 == found.affected


def test_a_note_that_was_not_there_appears() -> None:
    found = effect(plan(NAME), plan(NAME + NOTE.format("Hello")), [ANN])
    assert FieldEffect(field="note", appears=1) == found.note


def test_what_the_copy_leaves_out_is_counted() -> None:
    redacted = plan(NAME, capsule='[capsule]\nas = "file"\nredact = ["conversation.id"]\n')
    found = effect(plan(NAME), redacted, [ANN])
    assert FieldEffect(field="capsule", changes=1) == found.capsule
    assert (
        FateEffect(leaf="conversation.id", before="capsule", after="withheld", count=1),
    ) == found.fates


def test_handoffs_that_only_one_of_them_stops_are_counted_and_nothing_else_of_them() -> None:
    stops = plan(NAME + "required = true\n")
    stopped, freed = (
        effect(plan(NAME), stops, [ANN, NOBODY]),
        effect(stops, plan(NAME), [ANN, NOBODY]),
    )
    assert (1, 0, 1, ()) == (stopped.stopped, stopped.freed, stopped.affected, stopped.fields)
    assert (0, 1, 1, ()) == (freed.stopped, freed.freed, freed.affected, freed.fields)


def test_handoffs_that_both_stop_are_not_affected() -> None:
    stops = plan(NAME + "required = true\n")
    assert 0 == effect(stops, stops, [NOBODY]).affected


def test_a_mapping_that_strands_leaves_stops_the_handoff() -> None:
    without_copy = msgspec.structs.replace(plan(NAME), capsule=None)
    assert 1 == effect(plan(NAME), without_copy, [ANN]).stopped


def test_without_a_mapping_before_everything_appears() -> None:
    found = effect(None, plan(ID), [ANN])
    assert (FieldEffect(field="title", appears=1),) == found.fields


def test_true_and_one_are_two_values() -> None:
    before = plan('[[field]]\nto = "tags"\nvalue = ["a", "b"]\n')
    after = plan('[[field]]\nto = "tags"\nvalue = ["a"]\n')
    assert (FieldEffect(field="tags", changes=1),) == effect(before, after, [ANN]).fields


def test_settings_of_the_destination_are_read_where_the_handoff_went() -> None:
    reads = plan('[[field]]\nto = "title"\nvalue = "@destination.desk"\n')
    found = effect(plan(NAME), reads, [seen(visible={"desk": "first"}), seen()])
    assert (FieldEffect(field="title", appears=1),) == found.fields


def test_nothing_that_a_customer_said_is_in_an_effect() -> None:
    told = seen(
        "h-9",
        customer={"name": "Hunter2", "attributes": {"Hunter2": "Hunter2"}},
        unmapped={"/Hunter2": "Hunter2"},
    )
    found = effect(plan(NAME), plan(NOTE.format("{{ customer.name }}")), [told])
    assert b"Hunter2" not in msgspec.json.encode(found)
    assert b"h-9" not in msgspec.json.encode(found)


def test_one_handoff_is_shown_in_full_when_it_is_asked_for() -> None:
    shown = show(plan(NAME), plan(ID), ANN)
    assert "h-1" == shown.id
    assert [("title", "Ann", "c-1")] == [(c.field, c.before, c.after) for c in shown.changes]


def test_a_value_that_was_not_there_is_absent_and_not_null() -> None:
    shown = show(plan(NAME), plan(ID), NOBODY)
    assert b'{"field":"title","after":"c-1"}' == msgspec.json.encode(shown.changes[0])


def test_why_a_handoff_stops_is_shown() -> None:
    shown = show(plan(NAME), plan(NAME + "required = true\n"), NOBODY)
    assert shown.stopped_before is None
    assert shown.stopped_after.startswith("S502: ")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([ANN, NOBODY]), max_size=6))
def test_the_order_of_the_handoffs_does_not_matter(handoffs) -> None:
    one, other = (
        effect(plan(NAME), plan(ID), handoffs),
        effect(plan(NAME), plan(ID), handoffs[::-1]),
    )
    assert msgspec.json.encode(one) == msgspec.json.encode(other)
