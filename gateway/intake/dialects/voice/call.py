"""What every telephone bot knows of a call: its numbers, its id, who rang whom."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.schema.scalars import Id, Text


def take_call(
    draft: Draft, *, caller: Native, called: Native, call_id: Native, direction: Native
) -> None:
    """The two numbers and the id. The customer is who called, or who was called by the bot."""
    draft.know("/conversation/channel", "voice", "voice.channel")
    draft.take(caller, "/conversation/voice/from", Text)
    draft.take(called, "/conversation/voice/to", Text)
    draft.take(call_id, "/conversation/voice/call_id", Id)
    draft.take(call_id, "/correlation/call_id", Id)
    is_outbound = direction.text.lower().startswith("outbound")
    customer = called if is_outbound else caller
    if customer.text:
        draft.take(customer, "/customer/phone", Text)
