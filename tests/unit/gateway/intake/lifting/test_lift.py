"""All that tool traffic knows, in one document."""

from __future__ import annotations

from typing import Any

from gateway.intake.lifting.lift import lift
from gateway.schema.check import check
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import document_leaves
from tests.unit.gateway.intake.lifting.traffic import answered, called, conversation

MESSAGES = conversation(
    called(("get_user_details", "a", {"user_id": "u"})),
    answered("a", '{"user_id": "u", "email": "a@b.c"}'),
    called(("cancel_order", "b", {"order_id": "W1"})),
    answered("b", "Error: too late"),
    called(("transfer_to_human_agents", "c", {"summary": "Too late to cancel."})),
)


def _handoff(**members: Any) -> dict[str, Any]:
    return {"conversation": {"id": "c", "messages": MESSAGES}, **members}


def test_records_customer_steps_reason_and_summary_are_lifted() -> None:
    enriched = lift(_handoff())

    assert {"conversation", "records", "customer", "steps", "reason", "summary"} == (
        enriched.handoff.keys()
    )
    assert () == check(enriched.handoff, Handoff).problems


def test_what_the_sender_gave_is_not_touched() -> None:
    given = {"records": [], "steps": None, "reason": {}, "summary": {"headline": "h"}}

    enriched = lift(_handoff(customer=None, **given))

    assert {**given, "customer": None} == {
        name: enriched.handoff[name] for name in (*given, "customer")
    }
    assert () == enriched.generated


def test_every_path_and_source_leads_somewhere_in_the_document() -> None:
    enriched = lift(_handoff())
    pointers = document_leaves(enriched.handoff)

    for made in enriched.generated:
        assert any(pointer.startswith(made.path) for pointer in pointers)
        assert any(pointer.startswith(str(made.source)) for pointer in pointers)


def test_the_document_that_was_given_is_left_alone() -> None:
    document = _handoff(customer={"tier": "gold"})
    before = repr(document)

    lift(document)

    assert before == repr(document)


def test_a_conversation_without_tools_stays_as_it_is() -> None:
    document = {"conversation": {"id": "c", "messages": [{"id": "m1", "content": "hi"}]}}

    assert (document, ()) == (lift(document).handoff, lift(document).generated)
