"""The ledger: what of a handoff was printed, and whether whole."""

from __future__ import annotations

from tests.unit.mappings.desk import handoff
from tests.unit.mappings.template.press import ANN, body, ledger


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
