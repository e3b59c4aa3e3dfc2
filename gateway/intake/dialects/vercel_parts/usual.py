"""The forms that the Vercel AI SDK's UI messages usually have."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import UNSET, UnsetType

from gateway.intake.dialects.vercel_parts.parts import TOOL
from gateway.intake.drafting.usual import Form, Turn, Usual, call, content
from gateway.schema.scalars import Id, Text

_Metadata: TypeAlias = dict[str, Any] | UnsetType | None


class _Text(Form, frozen=True, gc=False):
    type: Literal["text"]
    text: Text
    state: Literal["done"] | UnsetType = UNSET


class _Part(Form, frozen=True, gc=False):
    """One of the assistant's: its type names the tool, so that no tag can tell them apart."""

    type: Text
    text: Text | UnsetType = UNSET
    state: str | UnsetType = UNSET
    toolCallId: Id | UnsetType = UNSET  # noqa: N815 (the SDK's own name)
    input: dict[str, Any] | Text | UnsetType = UNSET
    output: Any = UNSET

    def is_text(self) -> bool:
        is_done = self.state is UNSET or self.state == "done"
        is_plain = self.toolCallId is UNSET and self.input is UNSET and self.output is UNSET
        return self.type == "text" and self.text is not UNSET and is_done and is_plain

    def is_answered(self) -> bool:
        """Whether it is the call of a tool with what that answered."""
        is_tool = self.type.startswith(TOOL) and len(self.type) > len(TOOL)
        has_answer = self.state == "output-available" and self.output is not UNSET
        return is_tool and has_answer and self.text is UNSET

    def call(self) -> Turn:
        return call(self.type.removeprefix(TOOL), self.toolCallId, self.input)

    def answer(self) -> Turn:
        answer: Turn = {"type": "tool_result"}
        if self.toolCallId is not UNSET:
            answer["call_id"] = self.toolCallId
        answer |= {"name": self.type.removeprefix(TOOL), "content": self.output, "is_error": False}
        return answer


_STEP = _Part("step-start")


class _Message(Form, frozen=True, gc=False):
    id: Id
    metadata: _Metadata = UNSET

    def turn(self, role: str) -> Turn:
        turn: Turn = {"role": role, "id": self.id}
        if isinstance(self.metadata, dict):
            turn["meta"] = {"metadata": self.metadata}
        return turn


class _User(_Message, frozen=True, gc=False, kw_only=True, tag_field="role", tag="user"):
    parts: list[_Text]

    def turns(self) -> list[Turn]:
        turn = self.turn("customer")
        turn["content"] = content([{"type": "text", "text": part.text} for part in self.parts])
        return [turn]


class _System(_Message, frozen=True, gc=False, kw_only=True, tag_field="role", tag="system"):
    parts: list[_Text]

    def turns(self) -> list[Turn]:
        turn = self.turn("system")
        turn["content"] = content([{"type": "text", "text": part.text} for part in self.parts])
        return [turn]


class _Assistant(_Message, frozen=True, gc=False, kw_only=True, tag_field="role", tag="assistant"):
    parts: list[_Part]

    def turns(self) -> list[Turn] | None:
        turns: list[Turn] = []
        said: list[Turn] = []
        answers: list[Turn] = []

        def end() -> None:
            turn = {"role": "bot"} if turns else self.turn("bot")
            turn["content"] = content(said)
            turns.append(turn)
            turns.extend({"role": "tool", "content": [answer]} for answer in answers)

        for part in self.parts:
            is_step = part == _STEP
            if said and (is_step or (answers and not part.is_answered())):
                end()
                said, answers = [], []
            if part.is_answered():
                said.append(part.call())
                answers.append(part.answer())
            elif part.is_text():
                said.append({"type": "text", "text": part.text})
            elif not is_step:
                return None
        if said or not turns:
            end()
        return turns


USUAL = Usual.of(_User | _System | _Assistant)
