"""Twilio ConversationRelay: the frames of its WebSocket, or the callback when the session ended.

The callback is a form; its ``HandoffData`` is JSON inside a form field. It has no transcript, so a
bot that wants one sends its frames. Twilio's documentation of ConversationRelay.
"""

from __future__ import annotations

from typing import Any

from gateway.intake.dialects.voice.call import take_call
from gateway.intake.dialects.voice.handoff_data import take_handoff_data
from gateway.intake.dialects.voice.relay_frames import KINDS, take_frames
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.known import lift_variables
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.refusal import refusal
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Text

_SYSTEM = "twilio_conversation_relay"
_OPTIONAL = ("parentCallSid", "callerName", "forwardedFrom", "customParameters", "HandoffData")


def recognises(document: Json) -> bool:
    """Frames of which one sets up the session, or a callback that names session and call."""
    if is_object(document):
        return "CallSid" in document and ("HandoffData" in document or "SessionId" in document)
    if not is_list(document) or not all(map(is_object, document)):
        return False
    kinds = [frame.get("type") for frame in document]
    return "setup" in kinds and all(isinstance(kind, str) and kind in KINDS for kind in kinds)


def normalize(document: Json) -> Normalized:
    """The call, what was said in it, and what the bot hands over.

    Raises ``InvalidHandoff`` for what is neither frames nor a form.
    """
    root = Native("", document)
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    if is_list(document):
        take_frames(draft, root)
    elif is_object(document):
        _callback(draft, root)
    else:
        raise refusal(dialect)
    lift_variables(draft)
    return finish(document, draft, optional=_OPTIONAL)


def _callback(draft: Draft, form: Native) -> None:
    draft.take(form["SessionId"], "/conversation/id", Id)
    draft.take(form["SessionId"], "/correlation/session_id", Id)
    take_call(
        draft,
        caller=form["From"],
        called=form["To"],
        call_id=form["CallSid"],
        direction=form["Direction"],
    )
    draft.take(form["CallerName"], "/customer/name", Text)
    take_handoff_data(draft, form["HandoffData"])
    for name in ("SessionStatus", "SessionDuration", "CallStatus", "Direction", "ErrorMessage"):
        draft.take(form[name], f"/conversation/variables/{name}", Any)


dialect = Dialect(
    name=_SYSTEM,
    version="2026-11",
    looks_like='a list of frames with a "setup", or the callback\'s form with "HandoffData"',
    recognises=recognises,
    normalize=normalize,
)
