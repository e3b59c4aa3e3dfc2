"""Paths compiled to one fetch read what their steps read."""

from __future__ import annotations

import pytest

from gateway.schema.handoff import Handoff
from mappings.nodes import Context
from mappings.path import read_root
from mappings.sample import sample_of
from mappings.steps import fixed_place, reader
from tests.unit.mappings.desk import PATHS, handoff

FULL = sample_of(Handoff)
PATHS_ = (
    "id",
    "customer.name",
    "customer.verification.status",
    "customer.attributes.x",
    'customer.attributes["a/b"]',
    "intent.name",
    "intents[*].name",
    "intents[0].slots.x",
    "messages[*].text",
    "messages[0].role",
    "conversation.messages[*].content[*].type",
    "sentiment_trend",
    "commitments_open[*].amount.value",
    "handoff_url",
    "unmapped.x",
)
GIVEN = {
    "full": FULL,
    "bare": handoff(),
    "some": handoff(
        customer={"name": None, "attributes": {"x": None, "a/b": [1]}},
        intents=[{"name": "a", "slots": {"x": 1}}],
        unmapped={"x": {"y": 1}},
    ),
}


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("path", PATHS_)
def test_a_compiled_path_reads_what_its_steps_read(path: str, given: str) -> None:
    cursor = PATHS.compile(path)

    expected = read_root(cursor, context(given))

    assert expected == reader(cursor.steps)(context(given))


@pytest.mark.parametrize(
    ("path", "pointer", "steps"),
    [
        ("customer.name", "/customer/name", 2),
        ('customer.attributes["a/b"]', "/customer/attributes/a~1b", 3),
        ("intents[0].name", "/intents", 1),
    ],
)
def test_a_place_is_fixed_as_far_as_names_lead(path: str, pointer: str, steps: int) -> None:
    fixed = fixed_place(PATHS.compile(path).steps)

    assert fixed is not None
    assert (pointer, steps) == (fixed.suffix, len(fixed.names))


@pytest.mark.parametrize("path", ["intent.name", "messages[*].text", "handoff_url"])
def test_what_stands_elsewhere_in_each_handoff_is_not_fixed(path: str) -> None:
    assert fixed_place(PATHS.compile(path).steps) is None


def context(given: str) -> Context:
    return Context(handoff=GIVEN[given], destination={}, handoff_url="https://panel")
