"""``[[accept]]``: what is left to the capsule, or narrowed, on purpose is not said again."""

from __future__ import annotations

from tests.unit.mappings.desk import compiled, mapping, messages, rule

ACCEPT = '[[accept]]\nfield = "{}"\nreason = "of no use to agents"\n'


def accepting(*paths: str) -> str:
    return "".join(map(ACCEPT.format, paths))


def unplaced(text: str) -> set[str]:
    coverage = compiled(text).coverage
    return set(coverage.unplaced) - set(coverage.accepted)


def test_an_accepted_field_is_no_longer_counted_as_missing() -> None:
    before, after = mapping(""), mapping(accepting("messages[*].id"))

    assert {"conversation.messages[*].id"} == unplaced(before) - unplaced(after)
    assert messages(after, "C302")[0].startswith("11: 262 of 263")


def test_a_group_or_a_list_stands_for_all_that_is_in_it() -> None:
    after = unplaced(mapping(accepting("customer", "commitments")))

    assert not [path for path in after if path.startswith(("customer", "commitments"))]


def test_where_everything_is_placed_or_accepted_nothing_is_said() -> None:
    every = {path.partition(".")[0].partition("[")[0] for path in unplaced(mapping(""))}

    assert () == compiled(mapping(accepting(*every))).problems


def test_what_a_rule_narrows_can_be_accepted() -> None:
    text = rule('to = "due"\nfrom = "occurred_at"\ndate = "date"')

    assert messages(text, "C311")
    assert [] == messages(text + accepting("occurred_at"), "C311")


def test_what_a_lookup_merges_can_be_accepted() -> None:
    text = rule('to = "text"\nfrom = "urgency.level"\nlookup = "l"\n[lookup.l]\n"*" = "x"')

    assert messages(text, "C310")
    assert [] == messages(text + accepting("urgency"), "C310")


def test_a_field_that_no_handoff_has_cannot_be_accepted() -> None:
    assert ['8: There is no handoff field called "custmer". Did you mean "customer"?'] == messages(
        mapping(accepting("custmer")), "M101"
    )


def test_accepting_gives_nothing_a_place() -> None:
    text = mapping(accepting("id"), capsule="")

    assert messages(text, "C301")
