"""The frames between Twilio and a voice bot, in and out, as a conversation.

Prompts and tokens may come in pieces, ``last`` on the last one; the pieces become one message.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gateway.intake.dialects.voice.call import take_call
from gateway.intake.dialects.voice.handoff_data import take_handoff_data
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part, message_of
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Lang, Text

_MESSAGES = "/conversation/messages"

# Who speaks in a frame, and where its words are.
_SPOKEN = {"prompt": ("customer", "voicePrompt", " "), "text": ("bot", "token", "")}
_EVENTS = {
    "dtmf": "customer",
    "interrupt": "system",
    "error": "system",
    "language": "system",
    "play": "bot",
    "sendDigits": "bot",
}

KINDS = frozenset({"setup", "end", *_SPOKEN, *_EVENTS})


def take_frames(draft: Draft, root: Native) -> None:
    """All frames in order."""
    waiting: list[Native] = []
    for frame in root.elements():
        kind = frame["type"].text
        if waiting and waiting[0]["type"].value != kind:
            _say(draft, waiting)
            waiting = []
        if kind in _SPOKEN:
            waiting.append(frame)
            if frame["last"].value is not False:
                _say(draft, waiting)
                waiting = []
        elif kind in _READERS:
            _READERS[kind](draft, frame)
    if waiting:
        _say(draft, waiting)


def _setup(draft: Draft, frame: Native) -> None:
    draft.take(frame["sessionId"], "/conversation/id", Id)
    draft.take(frame["sessionId"], "/correlation/session_id", Id)
    take_call(
        draft,
        caller=frame["from"],
        called=frame["to"],
        call_id=frame["callSid"],
        direction=frame["direction"],
    )
    if frame["callerName"].text:
        draft.take(frame["callerName"], "/customer/name", Text)
    for name, value in frame["customParameters"].members():
        draft.take(value, f"/conversation/variables/{escape(name)}")
    draft.says(_MESSAGES, frame["type"])


def _say(draft: Draft, frames: Sequence[Native]) -> None:
    """One message of the pieces that belong together."""
    role, name, between = _SPOKEN[frames[0]["type"].text]
    pieces = [frame[name] for frame in frames if isinstance(frame[name].value, str)]
    text = between.join(piece.text for piece in pieces)
    if not pieces or not fits(text, Text):
        return
    message = Draft(role=role, content=text)
    message.says("/content", *pieces)
    message.says("/role", *(frame["type"] for frame in frames))
    message.says("/content", *(frame["last"] for frame in frames))
    message.take(frames[0]["lang"], "/language", Lang)
    for frame in frames[1:]:
        message.repeats(frame["lang"], "/language")
    draft.append(_MESSAGES, message)


def _happen(draft: Draft, frame: Native) -> None:
    kind = frame["type"]
    part = event_part(kind.text)
    part.says("/name", kind)
    for name, member in frame.members():
        if name != "type":
            part.take(member, f"/data/{escape(name)}")
    message = message_of(_EVENTS[kind.text], part)
    if message.value["role"] == "system":
        message.value["internal"] = True
    draft.append(_MESSAGES, message)


def _end(draft: Draft, frame: Native) -> None:
    take_handoff_data(draft, frame["handoffData"])
    draft.says(_MESSAGES, frame["type"])


_READERS: dict[str, Callable[[Draft, Native], None]] = {
    "setup": _setup,
    "end": _end,
    **dict.fromkeys(_EVENTS, _happen),
}
