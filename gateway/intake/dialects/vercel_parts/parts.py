"""Parts of the Vercel AI SDK's UI messages as canonical parts.

Read in ai 6.0.326, ``ui/ui-messages.ts``. A part that no rule reads stays whole in ``other``.
"""

from __future__ import annotations

from collections.abc import Callable

from gateway.intake.drafting.calls import take_arguments
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.knowledge import add_document
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.turns import reasoning_part, typed, unknown_part
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Text

FINISHED = "finished"
"""Noise: the word that a part has come to its end, as all but the last have."""

TOOL = "tool-"
DYNAMIC = "dynamic-tool"
DATA = "data-"

ANSWERED = {"output-available": False, "output-error": True, "output-denied": True}
"""States of a tool part that hold an answer, and whether the answer is a failure."""

APPROVAL = "approval-requested"


def is_tool(part: Native) -> bool:
    """Whether the part is a call, with its result once there is one."""
    kind = part["type"].text
    return kind == DYNAMIC or (kind.startswith(TOOL) and len(kind) > len(TOOL))


def tool_name(part: Native) -> Native:
    """The tool, which stands in the part's type unless it became known at run time only."""
    if part["type"].text == DYNAMIC:
        return part["toolName"]
    return Native(part["type"].at, part["type"].text.removeprefix(TOOL))


def part_of(draft: Draft, part: Native) -> Draft:
    """The part of one native part that is no tool's. A source is a document of ``draft`` too."""
    kind = part["type"].text
    if kind in ("source-url", "source-document"):
        add_document(draft, _document(part))
    reader = _data if kind.startswith(DATA) else _READERS.get(kind)
    return typed(reader(part) if reader else None, part) if part.is_object else unknown_part(part)


def call_of(part: Native) -> Draft | None:
    """The call of a tool part; None where nobody can tell which tool it is."""
    name = tool_name(part)
    call = Draft(type="tool_call")
    if not name.text or not fits(name.value, Text):
        return None
    call.make("/name", name.text, name)
    call.take(part["toolCallId"], "/call_id", Id)
    take_arguments(call, part["input"])
    if part["type"].text == DYNAMIC:
        call.says("/type", part["type"])
    if part["state"].text and part["state"].text not in (*ANSWERED, APPROVAL):
        # input-streaming, input-available, approval-responded: a call without a result yet.
        call.says("", part["state"])
    return call


def answer_of(part: Native) -> Draft | None:
    """The result of a tool part; None while there is none."""
    state = part["state"]
    if state.text not in ANSWERED:
        return None
    answer = Draft(type="tool_result")
    answer.take(part["toolCallId"], "/call_id", Id)
    if fits(tool_name(part).value, Text):
        answer.value["name"] = tool_name(part).value
    content = {"output-available": "output", "output-error": "errorText"}
    answer.take(part[content.get(state.text, "approval")], "/content")
    answer.make("/is_error", ANSWERED[state.text], state)
    return answer


def _text(part: Native) -> Draft | None:
    made = Draft(type="text")
    if not made.take(part["text"], "/text", Text):
        return None
    if part["state"].text == "done":
        made.drop(part["state"], FINISHED)
    return made


def _reasoning(part: Native) -> Draft:
    made = reasoning_part(part, part["text"])
    if part["state"].text == "done":
        made.drop(part["state"], FINISHED)
    return made


def _file(part: Native) -> Draft | None:
    made = Draft(type="media")
    made.take(part["mediaType"], "/media_type", Text)
    made.take(part["url"], "/url", Text)
    if part["filename"].value is not None:
        made.take(part["filename"], "/name", Text)
    return made if made.trail.says_anything() else None


def _data(part: Native) -> Draft | None:
    made = Draft(type="card")
    made.take(part["type"], "/content_type", Text)
    return made if made.take(part["data"], "/content") else None


def _document(part: Native) -> Draft:
    document = Draft()
    document.take(part["sourceId"], "/id", Id)
    document.take(part["url"], "/uri", Text)
    title = part["title"] if part["title"].text else part["filename"]
    document.take(title, "/title", Text)
    return document


_READERS: dict[str, Callable[[Native], Draft | None]] = {
    "text": _text,
    "reasoning": _reasoning,
    "file": _file,
}
