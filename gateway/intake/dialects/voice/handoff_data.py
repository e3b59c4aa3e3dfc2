"""``handoffData`` of a Twilio voice bot: JSON inside text, whose members the bot's author names."""

from __future__ import annotations

from msgspec import UNSET

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.words import take_reason
from gateway.intake.embedded import embedded
from gateway.schema.check import fits
from gateway.schema.scalars import Json, Text

PLACE = "/conversation/variables/handoff_data"

# Twilio's own example has reasonCode and reason.
_CODES = ("reasonCode", "reason_code")
_WORDS = ("reason", "summary", "conversationSummary")


def take_handoff_data(draft: Draft, native: Native) -> None:
    """What the data says: whole among the variables, the reason and the summary in their places."""
    said = _said(native)
    if said is UNSET or not draft.make(PLACE, said, native):
        return
    inner = Native("", said)
    code = next((inner[name] for name in _CODES if inner[name].text), Native(""))
    scratch = Draft()
    if take_reason(scratch, code):
        draft.make("/reason", scratch.value["reason"], native)
    for name in _WORDS:
        words = inner[name].text
        if words and fits(words, Text) and draft.make("/summary/free_text", words, native):
            draft.value["summary"]["author"] = {"kind": "model"}


def _said(native: Native) -> Json:
    """The JSON of the text; the text itself where it is none, an object where it is one."""
    if not native.text:
        return native.value if native.is_object else UNSET
    said = embedded(native.text)
    return native.value if said is UNSET else said
