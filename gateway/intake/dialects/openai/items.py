"""Items of OpenAI's Responses as turns: what the model wrote in one go is one message again.

Read in openai 3.51.0. There are more than thirty types of items, and new ones every few months;
one that no rule reads stays whole in a part ``other``.
"""

from __future__ import annotations

from msgspec import Struct

from gateway.intake.dialects.openai.item_content import content_parts
from gateway.intake.drafting.calls import call_part, result_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.knowledge import add_document, add_query
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part
from gateway.intake.drafting.requests import want_approval
from gateway.intake.drafting.turns import (
    add_message,
    reasoning_part,
    speaker,
    stray_message,
    typed,
    unknown_part,
)
from gateway.schema.scalars import Id, Text

FINISHED = "finished"
"""Noise: the word of an API that a thing is complete, as everything else is."""

ROLES = {
    "developer": "system",
    "system": "system",
    "user": "customer",
    "assistant": "bot",
    "tool": "tool",
}


class _Call(Struct, frozen=True, kw_only=True):
    """Where an item keeps its call. Without a ``name`` member the tool is the item's type, and
    ``output`` holds the answer of tools that the platform runs itself.
    """

    written: str
    name: str = ""
    call_id: str = "call_id"
    output: str = ""
    is_json: bool = True


_CALLS: dict[str, _Call] = {
    "function_call": _Call(name="name", written="arguments"),
    "custom_tool_call": _Call(name="name", written="input", is_json=False),
    "mcp_call": _Call(name="name", written="arguments", call_id="id", output="output"),
    "computer_call": _Call(written="action"),
    "local_shell_call": _Call(written="action"),
    "shell_call": _Call(written="action"),
    "apply_patch_call": _Call(written="operation"),
    "tool_search_call": _Call(written="arguments"),
    "web_search_call": _Call(written="action", call_id="id", output="results"),
    "file_search_call": _Call(written="queries", call_id="id", output="results"),
    "code_interpreter_call": _Call(written="code", call_id="id", output="outputs", is_json=False),
}

_OUTPUT = "_output"
_OUTPUTS = {f"{type_}{_OUTPUT}" for type_ in _CALLS} | {"tool_search_output"}

_EVENTS = frozenset({"mcp_approval_request", "mcp_approval_response"})

ITEM_TYPES = frozenset(
    {*_CALLS, *_OUTPUTS, *_EVENTS, "message", "reasoning", "item_reference", "compaction"}
    | {"image_generation_call", "mcp_list_tools"}
)


class Turns:
    """The turns of a list of items; the model's own items are gathered until somebody answers."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._bot: Draft | None = None
        self._parts: list[Draft] = []
        self._has_spoken = False
        self._answers: list[Draft] = []

    def read(self, items: Native) -> None:
        """All items of a list, in order."""
        for item in items.elements():
            self._item(item)
        self._end()

    def _item(self, item: Native) -> None:
        kind = item["type"].text
        if kind == "message" or (not item["type"].is_there and item["role"].is_there):
            self._message(item)
        elif kind in _CALLS:
            self._call(item, _CALLS[kind])
        elif kind in _OUTPUTS:
            self._output(item)
        elif kind == "reasoning":
            self._reasoning(item)
        elif kind in _EVENTS:
            self._event(item)
        elif kind:
            self._bot_part(unknown_part(item))
        else:
            self._other(*stray_message(item))

    def _message(self, item: Native) -> None:
        message = speaker(item["role"], ROLES, kept=("developer",))
        if item["type"].is_there:
            message.says("", item["type"])
        if message.value["role"] != "bot" or self._has_spoken:
            self._end()
        message.take(item["id"], "/id", Id)
        _status(message, item)
        if item["content"].value == []:
            message.says("/content", item["content"])
        if message.value["role"] != "bot":
            self._other(message, content_parts(item["content"]))
            return
        self._bot = message
        self._parts += content_parts(item["content"])
        self._has_spoken = True

    def _call(self, item: Native, form: _Call) -> None:
        name = item[form.name] if form.name else _tool(item)
        part = call_part(
            name=name,
            call_id=item[form.call_id],
            written=item[form.written] if form.written != "queries" else Native(""),
            is_json=form.is_json,
        )
        if part is not None and form.written == "queries":
            part.take(item["queries"], "/arguments/queries")
        bot = self._speaking()
        self._bot_part(typed(part, item))
        if part is None:
            return
        if form.call_id != "id":
            bot.take(item["id"], "/id", Id)
        _status(bot, item)
        self._searched(item)
        if form.output and item["status"].text in ("", "completed", "failed"):
            self._answers.append(_answer(item, form))

    def _searched(self, item: Native) -> None:
        for query in (*item["queries"].elements(), *item["action"]["queries"].elements()):
            add_query(self._draft, query)
        add_query(self._draft, item["action"]["query"])
        if item["type"].text == "file_search_call":
            for rank, result in enumerate(item["results"].elements(), start=1):
                add_document(self._draft, _document(result, rank))

    def _output(self, item: Native) -> None:
        self._end()
        message = Draft(role="tool")
        message.take(item["id"], "/id", Id)
        content = item["tools"] if item["type"].text == "tool_search_output" else item["output"]
        part = result_part(call_id=item["call_id"], content=content)
        _status(message, item)
        self._other(message, [typed(part, item)])

    def _reasoning(self, item: Native) -> None:
        thoughts = (item["summary"], item["content"], item["encrypted_content"])
        said = [thought for thought in thoughts if thought.value is not None]
        if self._has_spoken:
            self._end()
        if item["status"].text == "completed":
            self._draft.drop(item["status"], FINISHED)
        self._bot_part(reasoning_part(item, *said))

    def _event(self, item: Native) -> None:
        """Asking for leave to call a tool, and giving it."""
        event = event_part(item["type"].text, item)
        if item["type"].text == "mcp_approval_response":
            self._other(Draft(role="other"), [event])
            return
        self._bot_part(event)
        want_approval(self._draft, item["name"])

    def _speaking(self) -> Draft:
        if self._bot is None:
            self._bot = Draft(role="bot")
        return self._bot

    def _bot_part(self, part: Draft) -> None:
        self._speaking()
        self._parts.append(part)
        self._has_spoken = self._has_spoken or part.value["type"] != "reasoning"

    def _other(self, message: Draft, parts: list[Draft]) -> None:
        self._end()
        add_message(self._draft, message, parts)

    def _end(self) -> None:
        if self._bot is not None:
            add_message(self._draft, self._bot, self._parts)
        for answer in self._answers:
            add_message(self._draft, Draft(role="tool"), [answer])
        self._bot, self._parts, self._answers, self._has_spoken = None, [], [], False


def _tool(item: Native) -> Native:
    kind = item["type"]
    return Native(kind.at, kind.text.removesuffix("_call"))


def _status(message: Draft, item: Native) -> None:
    if item["status"].text == "completed":
        message.drop(item["status"], FINISHED)
    elif item["status"].text:
        message.take(item["status"], "/meta/status")


def _answer(item: Native, form: _Call) -> Draft:
    """What the platform's own tool answered. A search that keeps its results to itself has an
    answer all the same: that it is done.
    """
    output, error = item[form.output], item["error"]
    has_failed = error.is_there and error.value is not None
    part = result_part(call_id=item[form.call_id], content=error if has_failed else output)
    if has_failed:
        part.value["is_error"] = True
    return part


_DOCUMENT = (("file_id", "/id", Id), ("filename", "/title", Text), ("text", "/content", Text))


def _document(result: Native, rank: int) -> Draft:
    document = Draft()
    for name, place, type_ in _DOCUMENT:
        document.take(result[name], place, type_)
    document.take(result["attributes"], "/metadata", dict)
    score = Draft(kind="unknown", higher_is_better=True)
    if score.take(result["score"], "/value", float):
        document.append("/scores", score)
    document.value["rank"] = rank
    return document
