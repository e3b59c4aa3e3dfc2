"""What templates print, and what the ledger says of it: template, handoff, result."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.schema.handoff import Handoff
from gateway.sdk.limits import fit
from mappings.nodes import Context
from mappings.problems import Problems
from mappings.template.engine import CompiledTemplate, Rendering, compile_template
from mappings.translation import Print
from mappings.vendor_schema import NoteFormat
from tests.unit.mappings.desk import PATHS, handoff, said


def made(source: str, format_: NoteFormat = "text") -> CompiledTemplate:
    problems = Problems()
    template = compile_template(source, format_, 1, Rendering(PATHS, fit), problems)
    assert template is not None, problems.sorted()
    return template


def render(
    source: str, given_: Handoff, format_: NoteFormat = "text", *, neutralise: bool = False
) -> tuple[str, tuple[Print, ...]]:
    context = Context(handoff=given_, destination={}, handoff_url="https://panel")
    return made(source, format_).render(context, neutralise=neutralise).result()


def body(source: str, given_: Handoff, format_: NoteFormat = "text") -> str:
    return render(source, given_, format_)[0]


def ledger(
    source: str, given_: Handoff, format_: NoteFormat = "text"
) -> list[tuple[str, str, bool]]:
    """Pointer, printed stretch, and whether it is the whole leaf."""
    text, prints = render(source, given_, format_)
    return [(one.pointer, text[one.start : one.end], one.whole) for one in prints]


ANN = handoff(
    customer={"name": "Ann", "tier": "gold", "email": "", "needs": ["ramp", "", "calm"]},
    summary={"headline": "Charged\ntwice", "situation": "  wide  "},
    steps=[
        {"id": "s1", "description": "one", "status": "failed", "side_effect": True},
        {"id": "s2", "description": "two", "status": "completed", "result": {"n": [1, None, "x"]}},
        {"id": "s3", "description": "three", "status": "active"},
    ],
    urgency={"score": 0.5, "level": "high"},
    sentiment=[{"score": 0.5}, {"score": -0.5}],
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ customer.name }}!", "Ann!"),
        ("{{ customer.phone }}", ""),
        ("{{ customer.name | upcase }}", "ANN"),
        ("{{ customer.name | downcase }}", "ann"),
        ("[{{ summary.situation | strip }}]", "[wide]"),
        ("{{ customer.phone | default: 'none' }}", "none"),
        ("{{ customer.email | default: 'none' }}", "none"),
        ("{{ customer.name | default: 'none' }}", "Ann"),
        ("{{ summary.headline | truncate: 4 }}", "Cha…"),
        ("{{ customer.needs | join: ', ' }}", "ramp, calm"),
        ("{{ customer.needs | first }} {{ customer.needs | last }}", "ramp calm"),
        ("{{ customer.needs | size }} {{ customer.name | size }}", "3 3"),
        ("{{ customer.needs.size }} {{ steps_unresolved.size }} {{ steps.last.id }}", "3 2 s3"),
        ("{{ customer.needs[2] }} {{ steps_unresolved[1].id }} {{ steps[9].id }}", "calm s3 "),
        ("{{ steps[1].result }}", '{"n": [1, null, "x"]}'),
        ("{{ steps[1].result.n[2] }} {{ steps[1].result.n | join: '+' }}", "x 1+x"),
        ("{{ urgency.score }} {{ steps[0].side_effect }}", "0.5 true"),
        ("{{ 'text' }} {{ 3 }} {{ true }} {{ nil }}", "text 3 true "),
        ("{{ handoff_url }}", "https://panel"),
        ("{{ sentiment_trend }}", "falling"),
        ("{{ messages[0].role }}: {{ messages.first.text }}", "customer: Hello"),
    ],
)
def test_an_output_prints_a_value(source: str, expected: str) -> None:
    assert expected == body(source, ANN)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% if customer.name %}y{% else %}n{% endif %}", "y"),
        ("{% if customer.phone %}y{% else %}n{% endif %}", "n"),
        ("{% if customer.email %}y{% else %}n{% endif %}", "y"),
        ("{% if customer.email == blank %}y{% endif %}", "y"),
        ("{% if customer.phone == blank %}y{% endif %}", "y"),
        ("{% if do_not == blank %}y{% endif %}{% if steps != empty %}z{% endif %}", "yz"),
        ("{% if customer.tier == 'tin' %}a{% elsif customer.tier == 'gold' %}b{% endif %}", "b"),
        ("{% unless customer.tier == 'gold' %}a{% else %}b{% endunless %}", "b"),
        ("{% if urgency.score > 0.4 and urgency.score <= 0.5 %}y{% endif %}", "y"),
        ("{% if urgency.score < 0.4 or urgency.level == 'high' %}y{% endif %}", "y"),
        ("{% if customer.tier > 3 %}y{% else %}n{% endif %}", "n"),
        ("{% if customer.needs contains 'ramp' %}y{% endif %}", "y"),
        ("{% if customer.name contains 'nn' %}y{% endif %}", "y"),
        ("{% if steps[0].side_effect == 1 %}y{% else %}n{% endif %}", "n"),
        ("{% if steps[0].side_effect == true %}y{% endif %}", "y"),
        ("{% case customer.tier %}{% when 'tin', 'gold' %}a{% else %}b{% endcase %}", "a"),
        ("{% case customer.tier %}{% when 'tin' %}a{% else %}b{% endcase %}", "b"),
        ("a{% comment %}{{ nobody }}{% endcomment %}b{% # note %}c", "abc"),
        ("{% if customer.name %}   {% endif %}x", "x"),
        ("a {%- if customer.name -%} b {%- endif -%} c", "abc"),
    ],
)
def test_a_condition_chooses(source: str, expected: str) -> None:
    assert expected == body(source, ANN)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% for s in steps %}{{ s.id }} {% endfor %}", "s1 s2 s3 "),
        ("{% for s in steps reversed %}{{ s.id }} {% endfor %}", "s3 s2 s1 "),
        ("{% for s in steps limit: 2 %}{{ s.id }} {% endfor %}", "s1 s2 "),
        ("{% for s in steps_unresolved %}{{ s.id }} {% endfor %}", "s1 s3 "),
        ("{% for d in do_not %}x{% else %}none{% endfor %}", "none"),
        (
            "{% for s in steps %}{{ s.id }}{% if s.id == 's2' %}{% break %}{% endif %}{% endfor %}",
            "s1s2",
        ),
        ("{% for n in customer.needs %}{{ forloop.index }}{{ n }}{% endfor %}", "1ramp23calm"),
        (
            "{% for s in steps %}{{ s.id }}{% unless forloop.last %},{% endunless %}{% endfor %}",
            "s1,s2,s3",
        ),
        ("{% for p in steps[1].result %}{{ p[0] }}={{ p[1][0] }}{% endfor %}", "n=1"),
        ("{% for i in steps[1].result.n %}<{{ i }}>{% endfor %}", "<1><><x>"),
        (
            "{% for a in steps %}{% for b in customer.needs %}{{ a.id }}{{ b }} {% endfor %}{% break %}{% endfor %}",
            "s1ramp s1 s1calm ",
        ),
        ("{% for p in messages[0].content %}x{% endfor %}", ""),
    ],
)
def test_a_loop_goes_over_a_list(source: str, expected: str) -> None:
    assert expected == body(source, ANN)


def test_what_is_printed_is_in_the_ledger_with_its_place() -> None:
    assert [
        ("/customer/name", "Ann", True),
        ("/steps/0/id", "s1", True),
        ("/steps/2/id", "s3", True),
    ] == ledger("{{ customer.name }} {% for s in steps_unresolved %}{{ s.id }}{% endfor %}", ANN)


def test_what_is_only_read_is_not_in_the_ledger() -> None:
    source = (
        "{% if customer.name == 'Ann' %}x{% endif %}{% for s in steps %}.{% endfor %}"
        "{{ customer.needs.size }}{{ customer.name | size }}{{ steps | size }}"
    )

    assert [] == ledger(source, ANN)


def test_a_leaf_that_prints_nothing_a_person_sees_is_not_in_the_ledger() -> None:
    blank = handoff(customer={"name": " ", "email": "", "phone": None, "id": "\u200b"})

    source = "{{ customer.name }}{{ customer.email }}{{ customer.phone }}{{ customer.id }}"
    assert [] == ledger(source, blank)


def test_a_truncated_leaf_is_not_whole_and_one_behind_the_cut_is_not_there() -> None:
    found = ledger("{{ customer.needs | join: '-' | truncate: 7 }}", ANN)

    assert [("/customer/needs/0", "ramp", True), ("/customer/needs/2", "c", False)] == found


def test_a_computed_value_is_no_whole_print_of_its_leaves() -> None:
    assert [
        ("/sentiment/0/score", "falling", False),
        ("/sentiment/1/score", "falling", False),
    ] == ledger("{{ sentiment_trend }}", ANN)


def test_raw_json_is_printed_leaf_by_leaf() -> None:
    assert [
        ("/steps/1/result/n/0", "1", True),
        ("/steps/1/result/n/1", "null", True),
        ("/steps/1/result/n/2", '"x"', True),
    ] == ledger("{{ steps[1].result }}", ANN)


def test_a_message_of_several_texts_is_printed_below_one_another() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    given_ = handoff(conversation={"id": "c", "messages": [{"role": "bot", "content": parts}]})

    base = "/conversation/messages/0/content"
    assert "a\nb" == body("{{ messages[0].text }}", given_)
    assert [(f"{base}/0/text", "a", True), (f"{base}/1/text", "b", True)] == ledger(
        "{% for m in messages %}{{ m.text }}{% endfor %}", given_
    )


def test_html_escapes_what_is_printed_and_not_the_template() -> None:
    given_ = handoff(customer={"name": "<b>\"A\" & 'B'</b>\r\nC\rD"})

    text, prints = render("<p>{{ customer.name }}</p>", given_, "html")

    escaped = "&lt;b&gt;&quot;A&quot; &amp; &#x27;B&#x27;&lt;/b&gt;<br>C<br>D"
    assert f"<p>{escaped}</p>" == text
    assert [Print(pointer="/customer/name", start=3, end=3 + len(escaped))] == list(prints)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("*b* _i_ `c` [l](u)", r"\*b\* \_i\_ \`c\` \[l\]\(u\)"),
        ("# h\n- item\n1. one\n> q", "\\# h\n\\- item\n1\\. one\n\\> q"),
        ("2026-03-07 at 10.30", "2026-03-07 at 10.30"),
        ("<script>", r"\<script\>"),
        ("a | b ~~c~~ &amp;", r"a \| b \~\~c\~\~ \&amp;"),
    ],
)
def test_markdown_shows_what_a_customer_wrote_as_it_is(written: str, printed: str) -> None:
    assert printed == body("{{ customer.name }}", handoff(customer={"name": written}), "markdown")


def test_what_a_customer_wrote_is_never_evaluated() -> None:
    given_ = handoff(customer={"name": "{{ customer.id }}{% if id %}", "id": "secret"})

    assert "{{ customer.id }}{% if id %}" == body("{{ customer.name }}", given_)


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("{{ customer.name }}", "{{x}}", "{\u200b{x}}"),
        ("{{ customer.name }}", "{{{x", "{\u200b{\u200b{x"),
        ("{{ customer.name }}", "a{", "a{\u200b"),
        ("{{ customer.name }}{{ customer.name }}", "{", "{\u200b{\u200b"),
        ("{ {{ customer.name }}", "{x}", "{ {x}"),
        ("{{ '{' }}{{ customer.name }}", "{x}", "{\u200b{x}"),
        ("{{ customer.name }}", "plain", "plain"),
    ],
)
def test_placeholders_are_broken_where_the_vendor_would_fill_them(
    source: str, name: str, expected: str
) -> None:
    text, _ = render(source, handoff(customer={"name": name}), neutralise=True)

    assert expected == text


@pytest.mark.parametrize(
    "source",
    [
        "{{ nobody }}",
        "{{ customer.nmae }}",
        "{{ customer }}",
        "{{ steps }}",
        "{{ do_not }}",
        "{{ steps | join: ', ' }}",
        "{{ messages[0].content }}",
        "{{ customer.name | replace: 'a', 'b' }}",
        "{{ customer.name | escape }}",
        "{{ customer.name | join: ', ' }}",
        "{{ customer.name | upcase: 1 }}",
        "{{ customer.name | truncate }}",
        "{{ customer.name | truncate: 0 }}",
        "{{ customer.name | default: customer.id }}",
        "{{ customer.name | default: allow: 'x' }}",
        "{{ steps[customer.id].id }}",
        "{{ forloop.index }}",
        "{% for s in steps %}{{ forloop.parentloop }}{% endfor %}",
        "{% for s in customer.name %}{% endfor %}",
        "{% for s in steps offset: 1 %}{% endfor %}",
        "{% for s in steps limit: customer.id %}{% endfor %}",
        "{% for s in steps %}{% endfor %}{{ s.id }}",
        "{% if nobody %}{% endif %}",
        "{% if customer.name %}{% else %}{% else %}{% endif %}",
        "{% if customer.name %}{% else %}{% elsif customer.id %}{% endif %}",
        "{% if customer.name %}",
        "{% endif %}",
        "{% break %}",
        "{% else %}",
        "{% when 1 %}",
        "{{ customer.name",
        "{{ }}",
        "{% %}",
        "{% raw %}{% endraw %}",
        "{% include 'x' %}",
        "{% liquid %}",
        "{{ customer.name.size.size }}",
        "{% if (customer.name) %}{% endif %}",
        "{% if not customer.name %}{% endif %}",
        "{{ customer.name if customer.id }}",
        "{{ customer.name ! }}",
    ],
)
def test_what_templates_do_not_have_is_refused(source: str) -> None:
    problems = Problems()

    template = compile_template(source, "text", 1, Rendering(PATHS, fit), problems)

    assert template is None
    assert problems.has_errors()


def test_every_wrong_name_is_said_with_its_line() -> None:
    problems = Problems()
    source = "{{ nobody }}\n{% if nothing %}\n{{ id | nix }}{% endif %}\n{% assign a = 1 %}"

    compile_template(source.rpartition("\n")[0], "text", 11, Rendering(PATHS, fit), problems)

    assert ["M101 11", "M101 12", "M122 13"] == said(problems)


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


def test_a_template_that_compiles_knows_what_it_can_print() -> None:
    template = made(
        "{% for s in steps %}{{ s.id }}{% if s.error %}x{% endif %}{% endfor %}{{ id }}"
    )

    assert ["steps[*].id", "id"] == [cursor.path for cursor in template.printed]


PIECES = (
    "{{ {% %} }} if for in endif endfor else case when endcase unless endunless break messages m"
    " customer.name steps[0].id | join:', ' upcase truncate:5 == contains blank 'x' 1 (1..3)"
    " limit:2 reversed comment endcomment raw - [ ] . # forloop.last and or nil ( )"
).split(" ")


@settings(max_examples=100)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join))
def test_no_source_makes_the_engine_fail(source: str) -> None:
    template = compile_template(source, "text", 1, Rendering(PATHS, fit), Problems())

    if template:
        context = Context(handoff=ANN, destination={}, handoff_url="")
        assert isinstance(template.render(context).result()[0], str)
