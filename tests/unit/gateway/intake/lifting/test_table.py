"""The operator's rules for tools, which go before the defaults."""

from __future__ import annotations

from typing import Any

import msgspec

from gateway.config.lifting import LiftingSettings
from gateway.intake.lifting.lift import lift
from gateway.intake.lifting.table import table_of
from gateway.schema.check import check
from gateway.schema.handoff import Handoff
from tests.unit.gateway.intake.lifting.traffic import one_exchange


def _lifted(messages: list[dict[str, Any]], *tools: dict[str, Any], **members: Any) -> Any:
    settings = msgspec.convert({"tools": tools}, LiftingSettings)
    document = {"conversation": {"id": "c", "messages": messages}, **members}
    enriched = lift(document, table_of(settings), "openai_chat")
    assert () == check(enriched.handoff, Handoff).problems
    rules = {made.path: (made.rule, made.source) for made in enriched.generated}
    return enriched.handoff, rules


ANSWER = {"data": {"pnr": "R1", "owner": {"no": 7, "mail": "a@b.c"}}}
RULE = {
    "tool": "crm__fetch*",
    "record": "reservation",
    "id": "data.pnr",
    "identity": {"customer_id": "data.owner.no", "email": "data.owner.mail"},
    "side_effect": False,
}


def test_a_rule_tells_record_id_identity_and_side_effect() -> None:
    handoff, rules = _lifted(one_exchange("crm__fetch_it", {}, ANSWER), RULE)

    assert [{"type": "reservation", "id": "R1", "fields": ANSWER}] == handoff["records"]
    assert {"id": "7", "email": "a@b.c"} == handoff["customer"]
    assert False is handoff["steps"][0]["side_effect"]
    source = "/conversation/messages/1/content/0/content"
    assert ("lifting.tools.crm__fetch*.record", source) == rules["/records/0"]
    assert ("lifting.tools.crm__fetch*.identity.email", source) == rules["/customer/email"]


def test_what_the_result_does_not_say_is_looked_up_in_the_arguments() -> None:
    rule = {"tool": "lookup", "record": "case", "id": "no"}

    handoff, _ = _lifted(one_exchange("lookup", {"no": "C1"}, {"open": True}), rule)

    assert ("case", "C1") == (handoff["records"][0]["type"], handoff["records"][0]["id"])


def test_a_rule_may_say_that_answers_are_no_records() -> None:
    rule = {"tool": "get_order", "record": "none"}

    handoff, _ = _lifted(one_exchange("get_order", {}, {"order_id": "W1"}), rule)

    assert "records" not in handoff


def test_what_a_rule_does_not_say_is_read_as_without_it() -> None:
    rule = {"tool": "get_order", "side_effect": True}

    handoff, rules = _lifted(one_exchange("get_order", {}, {"order_id": "W1"}), rule)

    assert "tool_traffic.record.order" == rules["/records/0"][0]
    assert True is handoff["steps"][0]["side_effect"]


def test_a_rule_for_another_source_does_not_count() -> None:
    messages = one_exchange("get_order", {}, {"order_id": "W1"})
    rule = {"tool": "get_order", "record": "none"}

    assert "records" in _lifted(messages, {**rule, "source": "rasa"})[0]
    assert "records" not in _lifted(messages, {**rule, "source": "openai_chat"})[0]
    named = {**rule, "source": "robin"}
    assert "records" not in _lifted(messages, named, source={"bot_id": "robin"})[0]


def test_a_failed_call_tells_nothing() -> None:
    handoff, _ = _lifted(one_exchange("crm__fetch", {}, {"error": "x", **ANSWER}), RULE)

    assert not {"records", "customer"} & handoff.keys()
