"""The preset for Zendesk tickets, against the fields the adapter declares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from msgspec import UNSET

import mappings
from contract_tests.strategies import handoffs
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves
from gateway.sdk.html import visible_text
from gateway.sdk.limits import fit
from mappings import Compiled, Plan, Translation, VendorField, VendorSchema
from mappings.accounting import account
from tests.installed import need
from tests.unit.mappings.desk import CANONICAL, handoff, value

need("zendesk")
PRESET = Path(mappings.__file__).parent / "presets" / "zendesk-ticket.toml"
TICKET = VendorSchema(
    vendor="zendesk",
    title="Zendesk Support",
    object="ticket",
    fields=(
        VendorField(name="subject", label="Subject", kind="text", length=255),
        VendorField(
            name="comment",
            label="Internal notes",
            kind="note",
            note_format="html",
            neutralise=True,
        ),
        VendorField(
            name="priority",
            label="Priority",
            kind="choice",
            choices=("low", "normal", "high", "urgent"),
            restricted=True,
        ),
        VendorField(
            name="type",
            label="Type",
            kind="choice",
            choices=("question", "incident", "problem", "task"),
            restricted=True,
        ),
        VendorField(name="tags", label="Tags", kind="list"),
        VendorField(name="external_id", label="External id", kind="text", external_id=True),
        VendorField(name="requester.name", label="Customer name", kind="text", length=255),
        VendorField(name="requester.email", label="Customer e-mail", kind="text"),
        VendorField(name="requester.phone", label="Customer phone", kind="text"),
        VendorField(name="requester.external_id", label="Customer id", kind="text"),
        VendorField(name="custom_fields.*", label="Custom field", kind="text"),
        VendorField(name="group_id", label="Group", kind="number"),
        VendorField(name="brand_id", label="Brand", kind="number"),
        VendorField(name="ticket_form_id", label="Form", kind="number"),
    ),
)
ID = "0197f9a4-0000-7000-8000-000000000001"
RICH: dict[str, Any] = {
    "id": ID,
    "conversation": {
        "id": "c-81",
        "channel": "web_chat",
        "messages": [
            {"role": "system", "content": "You are a bot."},
            {
                "role": "customer",
                "content": "I was charged <twice> {{ticket.id}}",
                "at": "2026-03-04T10:00:00Z",
            },
            {
                "role": "bot",
                "content": [
                    {"type": "text", "text": "I see two charges."},
                    {"type": "tool_call", "name": "lookup", "arguments": {"id": 1}},
                    {"type": "media", "name": "bill.pdf", "url": "https://files/1"},
                ],
            },
        ],
    },
    "customer": {
        "id": "cus-7",
        "name": "Ann Lee",
        "email": " ann@example.org ",
        "phone": "+49 30 1",
        "verification": {"status": "verified", "methods": ["otp"]},
    },
    "reason": {"code": "policy_limit", "detail": "Refund above the limit"},
    "summary": {
        "headline": "Refund for a duplicate charge",
        "situation": "Charged twice.",
        "background": "Customer since 2019.",
        "assessment": "The second charge is ours.",
        "recommendation": "Refund pi_2.",
        "contingency": ["If pi_2 is settled, credit it."],
        "author": {"kind": "model", "name": "m-1"},
    },
    "intents": [{"name": "refund", "display_name": "Refund", "confidence": 0.82}],
    "sentiment": [{"score": 0.4}, {"label": "upset", "score": -0.6}],
    "urgency": {"level": "critical", "due_at": "2026-03-05T00:00:00Z"},
    "confidence": [{"name": "overall", "value": 0.7}],
    "knowledge": {"documents": [{"id": "d1", "title": "Refund policy", "uri": "https://kb/1"}]},
    "records": [{"type": "payment", "id": "pi_2", "total": {"value": "12.50", "currency": "EUR"}}],
    "steps": [
        {"id": "1", "description": "Looked up the order", "status": "completed"},
        {"id": "2", "description": "Refund", "status": "failed", "error": "timeout"},
    ],
    "commitments": [
        {"id": "p1", "text": "Refund in 3 days", "due_at": "2026-03-07T00:00:00Z", "status": "open"}
    ],
    "next_steps": [{"description": "Refund the charge", "requires_approval": True}],
    "do_not": ["Do not ask for the card again"],
    "open_questions": [{"text": "Which card?"}],
}


COMPILED = mappings.compile(PRESET.read_text(encoding="utf-8"), CANONICAL, TICKET, fit)


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return COMPILED


@pytest.fixture(scope="module")
def ticket(compiled: Compiled) -> Translation:
    assert compiled.plan is not None
    return compiled.plan.apply(msgspec.convert(RICH, Handoff), {"group_id": 7}, "https://panel/1")


@pytest.fixture(scope="module")
def bare(compiled: Compiled) -> Translation:
    assert compiled.plan is not None
    return compiled.plan.apply(handoff(), {})


def seen(translation: Translation) -> str:
    assert translation.note is not None
    return visible_text(translation.note.body).text


def test_it_compiles_without_an_error_or_a_warning(compiled: Compiled) -> None:
    assert [] == [problem for problem in compiled.problems if problem.severity != "note"]
    assert isinstance(compiled.plan, Plan)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("external_id", ID),
        ("subject", "Refund for a duplicate charge"),
        ("priority", "urgent"),
        (
            "tags",
            ["readback", "reason_policy_limit", "channel_web_chat", "customer_verified"],
        ),
        ("requester.name", "Ann Lee"),
        ("requester.email", "ann@example.org"),
        ("requester.phone", "+49 30 1"),
        ("requester.external_id", "cus-7"),
        ("group_id", 7),
        ("brand_id", UNSET),
    ],
)
def test_a_rich_handoff_fills_a_field(ticket: Translation, name: str, expected: Any) -> None:
    assert expected == value(ticket, name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("subject", "c-1"),
        ("priority", UNSET),
        ("tags", ["readback"]),
        ("requester.name", UNSET),  # one who is known keeps the name they have
        ("requester.email", UNSET),
        ("requester.external_id", "c-1"),
        ("group_id", UNSET),
    ],
)
def test_the_least_handoff_still_makes_a_ticket(
    bare: Translation, name: str, expected: Any
) -> None:
    assert expected == value(bare, name)


def test_what_to_do_and_what_was_promised_come_before_the_situation(ticket: Translation) -> None:
    note = seen(ticket)
    order = ["Refund pi_2.", "Do not ask for the card again", "Refund in 3 days", "Charged twice."]

    places = [note.index(text) for text in order]
    assert sorted(places) == places


@pytest.mark.parametrize(
    "text",
    [
        "Refund the charge (needs approval)",
        "“Refund in 3 days” [open], due 2026-03-07T00:00:00Z",
        "Background: Customer since 2019.",
        "Assessment: The second charge is ours.",
        "If pi_2 is settled, credit it.",
        "Summary by a machine (m-1).",
        "Why a person: policy_limit: Refund above the limit",
        "Wants: Refund (refund), confidence 0.82",
        "Urgency: critical, act before 2026-03-05T00:00:00Z",
        "Mood: upset -0.6, falling",
        "Ann Lee, id cus-7",
        "Identity: verified, checked by otp",
        "Refund [failed]: timeout",
        "Looked up the order",
        "payment pi_2, 12.50 EUR",
        "Which card?",
        "Refund policy https://kb/1",
        "How sure the bot is: overall 0.7",
        "https://panel/1",
        "customer 2026-03-04T10:00:00Z I was charged <twice>",
        "bot I see two charges.",
        "bill.pdf https://files/1",
    ],
)
def test_the_note_shows_an_agent_everything_that_matters(ticket: Translation, text: str) -> None:
    assert text in seen(ticket)


def test_unresolved_steps_stand_before_resolved_ones(ticket: Translation) -> None:
    assert seen(ticket).index("Refund [failed]") < seen(ticket).index("Looked up the order")


@pytest.mark.parametrize("text", ["You are a bot.", "lookup"])
def test_system_prompts_and_tool_traffic_stay_in_the_copy(ticket: Translation, text: str) -> None:
    assert text not in seen(ticket)


def test_placeholders_of_zendesk_in_a_customers_words_are_broken(ticket: Translation) -> None:
    assert ticket.note is not None
    assert "{{" not in ticket.note.body
    assert "<twice>" not in ticket.note.body


def test_the_copy_is_named_after_the_handoff(ticket: Translation) -> None:
    assert ticket.capsule is not None
    assert f"handoff-{ID}.json" == ticket.capsule.name


def test_an_address_that_zendesk_would_refuse_is_not_sent(compiled: Compiled) -> None:
    assert compiled.plan is not None
    made = compiled.plan.apply(handoff(customer={"email": "none"}), {})

    assert UNSET is value(made, "requester.email")
    assert UNSET is value(made, "requester.name")


@settings(max_examples=60)
@given(handoffs())
def test_every_leaf_of_any_handoff_has_a_fate(given_: Handoff) -> None:
    assert COMPILED.plan is not None

    fates = account(COMPILED.plan.apply(given_, {}, "https://panel/1"), leaves(given_))

    assert set(leaves(given_)) == set(fates)
    assert not {"stranded", "withheld"} & set(fates.values())
