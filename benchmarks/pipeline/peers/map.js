// The map by hand: 25 members, and the complete handoff beside them. Plain Node requires it, and
// Node-RED's function node is given this very text.
function map(h) {
  return {
    id: h.id,
    occurred_at: h.occurred_at,
    subject: h.summary?.headline ?? h.intent?.display_name ?? h.reason?.detail,
    priority: h.urgency?.level,
    due_at: h.urgency?.due_at,
    reason: h.reason?.code,
    reason_detail: h.reason?.detail,
    channel: h.conversation.channel,
    conversation: h.conversation.id,
    started_at: h.conversation.started_at,
    language: h.conversation.language,
    customer: h.customer?.id,
    customer_name: h.customer?.name,
    customer_email: h.customer?.email?.trim().toLowerCase(),
    customer_phone: h.customer?.phone,
    customer_tier: h.customer?.tier,
    customer_language: h.customer?.language,
    customer_status: h.customer?.verification?.status,
    intent: h.intent?.name,
    confidence: h.intent?.confidence,
    situation: h.summary?.situation,
    background: h.summary?.background,
    assessment: h.summary?.assessment,
    recommendation: h.summary?.recommendation,
    bot: h.source?.bot_name,
    handoff: h,
  };
}

if (typeof module !== "undefined") module.exports = map;
