"""The writer: nothing a customer wrote is markup, code or a placeholder."""

from __future__ import annotations

import pytest

from mappings.translation import Print
from tests.unit.mappings.desk import handoff
from tests.unit.mappings.template.press import body, render


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
