"""Coverage: where leaves can go, counted before there is a handoff."""

from __future__ import annotations

from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from mappings.sample import sample_of
from tests.unit.mappings.desk import CAPSULE, compiled, mapping

BODY = """
[[field]]
to = "text"
from = ["customer.email", "intent.name"]
[[field]]
to = "note"
template = "n"
[template.n]
format = "text"
body = '''
{% for step in steps_unresolved -%}
{% if step.blocking %}{{ step.description }}{% endif %}
{%- endfor %}
{% for m in messages %}{{ m.text }}{% endfor %}{{ customer.email }}{{ do_not.size }}
'''
"""


def test_places_are_counted_before_any_handoff_is_there() -> None:
    coverage = compiled(mapping(BODY, capsule=CAPSULE + 'redact = ["customer.phone"]')).coverage

    # The note reaches a plain content, the texts of parts, a step and the e-mail.
    assert (263, 2, 4, 1, 0) == (
        coverage.total,
        coverage.fields,
        coverage.note,
        coverage.withheld,
        coverage.nowhere,
    )
    assert 257 == coverage.capsule == len(coverage.unplaced)


def test_what_has_no_place_is_named_as_a_mapping_writes_it() -> None:
    unplaced = compiled(mapping(BODY)).coverage.unplaced

    assert "customer.refs[*].id" in unplaced
    assert "do_not[*]" in unplaced
    assert "steps[*].description" not in unplaced
    assert "conversation.messages[*].content[*].text" not in unplaced


def test_without_a_capsule_the_rest_is_nowhere() -> None:
    coverage = compiled(mapping(BODY, capsule="")).coverage

    assert (0, 258) == (coverage.capsule, coverage.nowhere)


def test_a_sample_has_every_member_and_every_alternative() -> None:
    sample = sample_of(Handoff)

    statuses = {step.status for step in sample.steps}
    assert {"potential", "active", "completed", "failed", "skipped"} == statuses
    types = {leaf for pointer, leaf in leaves(sample).items() if pointer.endswith("/type")}
    assert {"text", "tool_call", "media", "redacted", "other"} <= types


NARROWED = """
[[field]]
to = "due"
from = "occurred_at"
date = "date"
[[field]]
to = "title"
from = "urgency.level"
lookup = "l"
[[field]]
to = "custom.level"
from = "urgency.level"
[lookup.l]
"*" = "x"
"""


def test_what_a_field_may_not_tell_apart_is_named_unless_another_place_does() -> None:
    assert ("occurred_at",) == compiled(mapping(NARROWED)).coverage.narrowed


def test_a_note_that_takes_the_rest_leaves_nothing_to_the_capsule() -> None:
    text = mapping(BODY + '[defaults]\nunmapped = "note"\n')

    coverage = compiled(text).coverage

    assert (0, 0, ()) == (coverage.capsule, coverage.nowhere, coverage.unplaced)
