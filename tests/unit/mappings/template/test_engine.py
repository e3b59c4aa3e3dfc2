"""The limits: no template and no handoff makes the engine hang, grow or fail."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.sdk.limits import fit
from mappings.nodes import Context
from mappings.problems import Problems
from mappings.template.engine import Rendering, compile_template
from tests.unit.mappings.desk import PATHS, compiled, handoff, mapping
from tests.unit.mappings.template.press import ANN, render

LONG = handoff(
    conversation={
        "id": "c",
        "messages": [{"role": "bot", "content": f"Message {number}"} for number in range(5_000)],
    },
    summary={"situation": "x" * 1_000_000, "background": " " * 1_000_000},
    do_not=[""] * 10_000,
    customer={"attributes": {"k": [{"a": [1, 2, 3]}] * 5_000}},
)


EACH = "{% for a in messages %}"


BOMBS = {
    "nested loops": EACH * 3 + "{{ a.text }}" + "{% endfor %}" * 3,
    "nested loops over nothing": EACH * 6 + "{% endfor %}" * 6,
    "a megabyte again and again": EACH + "{{ summary.situation }}{% endfor %}",
    "a megabyte in capitals": EACH + "{{ summary.situation | upcase | truncate: 1 }}{% endfor %}",
    "blank texts": EACH + "{% if summary.background == blank %}{% endif %}{% endfor %}",
    "joining nothing": EACH + "{{ do_not | join: '' }}{% endfor %}",
    "searching lists": EACH + "{% if do_not contains 'x' %}{% endif %}{% endfor %}",
    "raw JSON": EACH + "{{ customer.attributes | truncate: 1 }}{% endfor %}",
    "counting": EACH + "{{ messages.size }}{{ messages | size }}{% endfor %}",
    "words of the admin's own": EACH + "x" * 15_000 + "{% endfor %}",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_meets_a_limit(bomb: str) -> None:
    text, prints = render(BOMBS[bomb], LONG, "html")

    assert len(text.encode()) <= 400_000
    assert all(one.end <= len(text) for one in prints)


# Of functions, Python's and C's: twice what the limits allow. Without them it is billions.
MOST_CALLS = 10_000_000


@contextmanager
def counted() -> Iterator[None]:
    """Fails where more functions are called than any limit allows.

    A clock would depend on who else is using the machine.
    """
    calls = 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")
        if calls > MOST_CALLS:
            sys.setprofile(None)
            raise AssertionError("a limit should have ended this")

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_ended_by_the_work_it_makes(bomb: str) -> None:
    with counted():
        render(BOMBS[bomb], LONG)


@pytest.mark.parametrize(
    "source",
    [
        "{{ (1..100000000) | join: '' }}",
        "{% for i in (1..100000000) %}{{ i }}{% endfor %}",
        "{{ id" + " | replace: 'a', 'aaaaaaaaaa'" * 30 + " }}",
        "{% assign x = id %}" + "{% capture x %}{{ x }}{{ x }}{% endcapture %}" * 30,
        "{% if id %}" * 7 + "{% endif %}" * 7,
        "{% tablerow m in messages %}{% endtablerow %}",
        "{{ id | append: id | append: id }}",
        "{{ id | truncate: 99999999999999999999 }}",
    ],
)
def test_a_bomb_of_the_librarys_is_refused_before_it_is_lit(source: str) -> None:
    problems = Problems()
    with counted():
        template = compile_template(source, "text", 1, Rendering(PATHS, fit), problems)

    assert template is None
    assert problems.has_errors()


@pytest.mark.parametrize(
    "source",
    [
        "{{" * 9_000,
        "{%" * 9_000,
        "{{ " + "(" * 900 + " }}",
        "{{ ((((((((((((((((((((((((((((( }}" * 500,
        "{{" + " " * 18_000 + "}}",
        "{% raw %}" * 2_000,
        "{% comment %}" * 1_500,
        "{% if id %}" * 1_500,
        "{{ " + "9" * 990 + " }}" + "{{ x",
        "{% if " + "id and " * 2_000 + "id %}{% endif %}",
    ],
)
def test_a_source_that_would_keep_a_parser_busy_is_refused(source: str) -> None:
    assert compile_template(source, "text", 1, Rendering(PATHS, fit), Problems()) is None


def test_a_value_that_does_not_fit_is_cut_and_what_follows_is_not_printed() -> None:
    source = "<p>{{ summary.situation }}</p><p>{{ conversation.id }}</p>"

    text, prints = render(source, LONG, "html")

    assert text.endswith("…</p><p></p>")
    assert [("/summary/situation", False)] == [(one.pointer, one.whole) for one in prints]


PIECES = [
    *("{{", "}}", "{%", "%}", "if", "for", "in", "endif", "endfor", "else", "case", "when"),
    *("endcase", "unless", "endunless", "break", "messages", "m", "customer.name", "steps[0].id"),
    *("|", "join: ','", "upcase", "truncate: 5", "==", "contains", "blank", "'x'", "1", "(1..3)"),
    *("limit: 2", "reversed", "comment", "endcomment", "raw", "-", "[", "]", ".", "#", "and"),
    *("forloop.last", "or", "nil", "(", ")"),
]


@settings(max_examples=100)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join))
def test_no_source_makes_the_engine_fail(source: str) -> None:
    template = compile_template(source, "text", 1, Rendering(PATHS, fit), Problems())

    if template:
        context = Context(handoff=ANN, destination={}, handoff_url="")
        assert isinstance(template.render(context).result()[0], str)


def test_a_tag_that_templates_do_not_have_hides_no_other_problem() -> None:
    text = (
        '[[field]]\nto = "note"\ntemplate = "n"\n[template.n]\nformat = "text"\n'
        "body = '{{ sumry }}{% assign x = 1 %}{{ id | upcas }}'\n"
    )

    found = [one.code for one in compiled(mapping(text)).problems if one.severity == "error"]

    assert {"M101", "M121", "M122"} == set(found)
