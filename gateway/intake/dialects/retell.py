"""Retell: the webhook that brings a call with its transcript and analysis.

Read in retell-sdk 6.2.13. Of a transcript that Retell scrubbed of personal data there are two:
``normalize_call`` takes the scrubbed one where that is wanted. Times are milliseconds.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from gateway.intake.dialects.voice.call import take_call
from gateway.intake.dialects.voice.repeats import drop_repeated_messages, drop_repeated_text
from gateway.intake.dialects.voice.retell_messages import take_utterance
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.known import lift_variables
from gateway.intake.drafting.moments import MILLISECONDS, take_moment
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.words import take_reason
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Text

_SYSTEM = "retell"
_TRANSCRIPT = "transcript_with_tool_calls"
_SCRUBBED = f"scrubbed_{_TRANSCRIPT}"
_UNSCRUBBED = (
    *(_TRANSCRIPT, "transcript", "transcript_object", "recording_url"),
    "recording_multi_channel_url",
)
_VARIABLES = ("collected_dynamic_variables", "retell_llm_dynamic_variables", "metadata")
_OPTIONAL = ("words", *_VARIABLES, "custom_analysis_data")


def recognises(document: Json) -> bool:
    """An event about a call that has Retell's ids."""
    root = Native("", document)
    call = root["call"]
    return bool(root["event"].text) and call["call_id"].is_there and call["agent_id"].is_there


def normalize(document: Json) -> Normalized:
    """The call as it was, its unscrubbed transcript if there is one."""
    return normalize_call(document, scrubbed=False)


def normalize_call(document: Json, *, scrubbed: bool) -> Normalized:
    """The call. With ``scrubbed`` what Retell scrubbed stands for what was said, which is withheld
    wherever it stands. Raises ``InvalidHandoff`` where there is no call.
    """
    call = Native("", document)["call"]
    if not call.is_object:
        raise refusal(dialect)
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    is_scrubbed = scrubbed and is_list(call[_SCRUBBED].value)
    _transcript(draft, call, is_scrubbed=is_scrubbed)
    _call(draft, call)
    _recording(draft, call, is_scrubbed=is_scrubbed)
    _analysis(draft, call["call_analysis"])
    take_reason(draft, call["disconnection_reason"])
    _variables(draft, call)
    lift_variables(draft)
    return finish(document, draft, optional=_OPTIONAL)


def _transcript(draft: Draft, call: Native, *, is_scrubbed: bool) -> None:
    wanted = call[_SCRUBBED] if is_scrubbed else call[_TRANSCRIPT]
    if not is_list(wanted.value):
        wanted = call[_SCRUBBED] if is_list(call[_SCRUBBED].value) else call["transcript_object"]
    for native in wanted.elements():
        take_utterance(draft, native)
    if is_scrubbed:
        for name in _UNSCRUBBED:
            draft.drop(call[name], "withheld_for_privacy")
        return
    drop_repeated_text(draft, call["transcript"])
    for name in ("transcript_object", _TRANSCRIPT):
        if call[name].at != wanted.at:
            drop_repeated_messages(draft, call[name])
    if call[_SCRUBBED].at != wanted.at:
        draft.drop(call[_SCRUBBED], "scrubbed_copy")


def _call(draft: Draft, call: Native) -> None:
    draft.take(call["call_id"], "/conversation/id", Id)
    take_call(
        draft,
        caller=call["from_number"],
        called=call["to_number"],
        call_id=call["call_id"],
        direction=call["direction"],
    )
    draft.take(call["agent_id"], "/source/bot_id", Id)
    draft.take(call["agent_name"], "/source/bot_name", Text)
    version = call["agent_version"]
    if isinstance(version.value, int) and not isinstance(version.value, bool):
        draft.make("/source/bot_version", str(version.value)[:255], version)
    take_moment(draft, call["start_timestamp"], "/conversation/started_at", MILLISECONDS)
    take_moment(draft, call["end_timestamp"], "/conversation/ended_at", MILLISECONDS)


def _recording(draft: Draft, call: Native, *, is_scrubbed: bool) -> None:
    native = call["scrubbed_recording_url" if is_scrubbed else "recording_url"]
    draft.take(native, "/conversation/voice/recording_url", Text)


def _analysis(draft: Draft, analysis: Native) -> None:
    if draft.take(analysis["call_summary"], "/summary/free_text", Text):
        draft.value["summary"]["author"] = {"kind": "model"}
    mood = Draft(scheme=_SYSTEM, scope="conversation")
    if mood.take(analysis["user_sentiment"], "/label", Id):
        draft.append("/sentiment", mood)
    for name in ("custom_analysis_data", "call_successful", "in_voicemail"):
        if analysis[name].value not in ({}, None):
            draft.take(analysis[name], f"/conversation/variables/{name}", Any)


def _variables(draft: Draft, call: Native) -> None:
    for holder in _VARIABLES:
        for name, value in call[holder].members():
            place = f"/conversation/variables/{escape(name)}"
            if not draft.take(value, place):
                draft.repeats(value, place)
    draft.take(call["transfer_destination"], "/conversation/variables/transfer_destination")


dialect = Dialect(
    name=_SYSTEM,
    version="6.2.13",
    looks_like='a webhook with an "event" and a "call" that has "call_id" and "agent_id"',
    recognises=recognises,
    normalize=normalize,
    normalize_scrubbed=partial(normalize_call, scrubbed=True),
)
