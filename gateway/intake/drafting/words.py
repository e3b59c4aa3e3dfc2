"""Words of bot platforms that mean one of ours: channels and reasons."""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.lifting.reasons import reason_code
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Text

_CHANNELS = {
    **dict.fromkeys(("web", "webchat", "directline", "chat", "socketio", "chatroom"), "web_chat"),
    **dict.fromkeys(("telephony", "phone", "phone_call", "voice", "speech", "pstn"), "voice"),
    "sms": "sms",
    **dict.fromkeys(("facebook", "messenger"), "messenger"),
    **dict.fromkeys(("msteams", "teams"), "teams"),
    "whatsapp": "whatsapp",
    "email": "email",
}


def take_channel(draft: Draft, word: Native) -> bool:
    """The conversation's channel, by our word for it or else by the platform's own."""
    if not fits(word.value, Id):
        return False
    return draft.make("/conversation/channel", channel(word.text), word)


def channel(word: str) -> str:
    """Our word for a channel, or else the platform's own."""
    return _CHANNELS.get(word.lower(), word)


def take_reason(draft: Draft, word: Native) -> bool:
    """Why the bot hands over, in its own word, with our code for it where there is one."""
    if not word.text or not fits(word.value, Text) or "reason" in draft.value:
        return False
    draft.value["reason"] = {"code": reason_code(word.text), "trigger": "bot"}
    return draft.take(word, "/reason/original", Text)
