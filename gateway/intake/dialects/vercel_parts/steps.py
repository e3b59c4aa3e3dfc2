"""One UI message of the assistant as the turns it is made of."""

from __future__ import annotations

from gateway.intake.dialects.vercel_parts.parts import (
    APPROVAL,
    answer_of,
    call_of,
    is_tool,
    part_of,
    tool_name,
)
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.requests import want_approval
from gateway.intake.drafting.turns import add_message, unknown_part
from gateway.schema.scalars import Id

STEP = "step_boundary"
"""Noise: where one answer of the model ends; messages end there now."""


class Steps:
    """The steps of ``message``, each a message of the bot and one for each result."""

    def __init__(self, draft: Draft, message: Native) -> None:
        self._draft = draft
        self._message = message
        self._parts: list[Draft] = []
        self._answers: list[Draft] = []
        self._is_first = True

    def read(self) -> None:
        """Adds the turns to the draft; a message without parts is one turn all the same."""
        for part in self._message["parts"].elements():
            self._part(part)
        if self._parts or self._answers or self._is_first:
            self._end()

    def _part(self, part: Native) -> None:
        if part["type"].text == "step-start":
            self._draft.drop(part["type"], STEP)
            if self._parts:
                self._end()
        elif is_tool(part):
            self._tool(part)
        else:
            # Without step-start parts, what follows a result was said after it.
            if self._answers:
                self._end()
            self._parts.append(part_of(self._draft, part))

    def _tool(self, part: Native) -> None:
        call = call_of(part)
        if call is None:
            self._parts.append(unknown_part(part))
            return
        self._parts.append(call)
        answer = answer_of(part)
        if answer is not None:
            self._answers.append(answer)
        if part["state"].text == APPROVAL:
            want_approval(self._draft, tool_name(part), part["state"])

    def _end(self) -> None:
        turn = Draft(role="bot")
        turn.says("/role", self._message["role"])
        if self._is_first:
            turn.take(self._message["id"], "/id", Id)
            turn.take(self._message["metadata"], "/meta/metadata", dict)
        if self._message["parts"].value == []:
            turn.says("/content", self._message["parts"])
        add_message(self._draft, turn, self._parts)
        for answer in self._answers:
            add_message(self._draft, Draft(role="tool"), [answer])
        self._parts, self._answers, self._is_first = [], [], False
