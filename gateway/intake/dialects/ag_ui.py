"""AG-UI: the event by which a run ends with an interrupt, because a person has to decide.

Read in ag-ui-protocol 1.0.0. The run's messages are not in it; they come in as turns of the same
thread.
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.words import take_reason
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_object
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Text, Time

_SYSTEM = "ag_ui"
_FINISHED = "RUN_FINISHED"


def recognises(document: Json) -> bool:
    """The end of a run whose outcome is an interrupt."""
    event = Native("", document)
    return event["type"].text == _FINISHED and event["outcome"]["type"].text == "interrupt"


def normalize(document: Json) -> Normalized:
    """The interrupts as questions that nobody has answered.

    Raises ``InvalidHandoff`` for what is no object.
    """
    if not is_object(document):
        raise refusal(dialect)
    event = Native("", document)
    outcome = event["outcome"]
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    draft.take(event["threadId"], "/conversation/id", Id)
    draft.take(event["threadId"], "/correlation/thread_id", Id)
    draft.take(event["runId"], "/correlation/run_id", Id)
    for interrupt in outcome["interrupts"].elements():
        _interrupt(draft, interrupt)
    if event["type"].value == _FINISHED and outcome["type"].value == "interrupt":
        draft.says("/conversation", event["type"], outcome["type"])
    return finish(document, draft, optional=("metadata", "result"))


def _interrupt(draft: Draft, native: Native) -> None:
    take_reason(draft, native["reason"])
    draft.take(native["expiresAt"], "/expires_at", Time)
    question = Draft()
    if question.take(native["message"], "/text", Text):
        question.take(native["responseSchema"], "/schema")
        draft.append("/open_questions", question)
    for name, value in native["metadata"].members():
        draft.take(value, f"/conversation/variables/{escape(name)}")


dialect = Dialect(
    name=_SYSTEM,
    version="1.0.0",
    looks_like='an event "RUN_FINISHED" whose "outcome" is an interrupt',
    recognises=recognises,
    normalize=normalize,
)
