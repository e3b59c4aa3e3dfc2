"""What templates print: template and result, over one handoff."""

from __future__ import annotations

import pytest

from tests.unit.mappings.template.press import ANN, body, made


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
            "{% for a in steps %}{% for b in customer.needs %}{{ a.id }}{{ b }} {% endfor %}"
            "{% break %}{% endfor %}",
            "s1ramp s1 s1calm ",
        ),
        ("{% for p in messages[0].content %}x{% endfor %}", ""),
    ],
)
def test_a_loop_goes_over_a_list(source: str, expected: str) -> None:
    assert expected == body(source, ANN)


def test_a_template_that_compiles_knows_what_it_can_print() -> None:
    template = made(
        "{% for s in steps %}{{ s.id }}{% if s.error %}x{% endif %}{% endfor %}{{ id }}"
    )

    assert ["steps[*].id", "id"] == [cursor.path for cursor in template.printed]
