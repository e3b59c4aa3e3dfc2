"""MCP: ``elicitation/create``, by which a server asks the user something.

It asks the user and not an agent, and has no conversation: it becomes a question that nobody has
answered. Read in the specification 2026-07-28.
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.refusal import refusal
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_object
from gateway.schema.scalars import Id, Json, Text

_SYSTEM = "mcp_elicitation"
_METHOD = "elicitation/create"


def recognises(document: Json) -> bool:
    """A request with this method."""
    return is_object(document) and document.get("method") == _METHOD


def normalize(document: Json) -> Normalized:
    """The question with the schema of its answer.

    Raises ``InvalidHandoff`` for what is no object.
    """
    if not is_object(document):
        raise refusal(dialect)
    request = Native("", document)
    params = request["params"]
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    draft.take(request["id"], "/correlation/run_id", Id)
    question = Draft()
    if question.take(params["message"], "/text", Text):
        question.take(params["requestedSchema"], "/schema")
        place = draft.append("/open_questions", question)
        if request["method"].value == _METHOD:
            draft.says(place, request["method"])
        if params["mode"].value == "form":
            draft.says(place, params["mode"])
    _elsewhere(draft, params)
    return finish(document, draft)


def _elsewhere(draft: Draft, params: Native) -> None:
    """In the mode ``url`` the user is sent to a page to answer there."""
    step = Draft(description="Answer at this address")
    if params["mode"].value == "url" and step.take(params["url"], "/action_url", Text):
        step.says("/action_url", params["mode"])
        draft.append("/next_steps", step)


dialect = Dialect(
    name=_SYSTEM,
    version="2026-07-28",
    looks_like='a request with the method "elicitation/create"',
    recognises=recognises,
    normalize=normalize,
)
