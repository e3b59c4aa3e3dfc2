"""The 25 fields that the Python peers make of a handoff, whatever library holds it."""

from __future__ import annotations

from typing import Any


def fields(handoff: Any) -> dict[str, Any]:
    """By hand, as one would."""
    talk, customer, summary = handoff.conversation, handoff.customer, handoff.summary
    return {
        "id": handoff.id,
        "occurred_at": handoff.occurred_at,
        "subject": summary.headline or handoff.intent.display_name or handoff.reason.detail,
        "priority": handoff.urgency.level,
        "due_at": handoff.urgency.due_at,
        "reason": handoff.reason.code,
        "reason_detail": handoff.reason.detail,
        "channel": talk.channel,
        "conversation": talk.id,
        "started_at": talk.started_at,
        "language": talk.language,
        "customer": customer.id,
        "customer_name": customer.name,
        "customer_email": customer.email.strip().lower() if customer.email else None,
        "customer_phone": customer.phone,
        "customer_tier": customer.tier,
        "customer_language": customer.language,
        "customer_status": customer.verification.status,
        "intent": handoff.intent.name,
        "confidence": handoff.intent.confidence,
        "situation": summary.situation,
        "background": summary.background,
        "assessment": summary.assessment,
        "recommendation": summary.recommendation,
        "bot": handoff.source.bot_name,
    }
