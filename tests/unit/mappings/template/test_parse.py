"""What templates do not have is refused when a mapping is compiled."""

from __future__ import annotations

import pytest

from gateway.sdk.limits import fit
from mappings.problems import Problems
from mappings.template.engine import Rendering, compile_template
from tests.unit.mappings.desk import PATHS, said


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
