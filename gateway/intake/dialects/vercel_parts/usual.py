"""The forms that the Vercel AI SDK's UI messages usually have."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from gateway.intake.dialects.vercel_parts.parts import TOOL
from gateway.intake.drafting.usual import Form, Turn, Usual, Verdict, call, content
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

    def kind(self) -> Literal["text", "tool", "step", ""]:
        """What it is, "" where only rules can tell."""
        if self.text is not UNSET:
            is_plain = self.toolCallId is UNSET and self.input is UNSET and self.output is UNSET
            is_done = self.state is UNSET or self.state == "done"
            return "text" if self.type == "text" and is_plain and is_done else ""
        if self.state == "output-available" and self.output is not UNSET:
            return "tool" if self.type.startswith(TOOL) and len(self.type) > len(TOOL) else ""
        return "step" if self == _STEP else ""

    def call(self) -> Turn:
        return call(self.type.removeprefix(TOOL), self.toolCallId, self.input)

    def answer(self) -> Turn:
        name = self.type.removeprefix(TOOL)
        part: Turn = {"type": "tool_result", "call_id": self.toolCallId, "name": name}
        if self.toolCallId is UNSET:
            del part["call_id"]
        part["content"] = self.output
        part["is_error"] = False
        return {"role": "tool", "content": [part]}


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

    def say(self, turns: list[Turn]) -> None:
        turn = self.turn("customer")
        turn["content"] = content([{"type": "text", "text": part.text} for part in self.parts])
        turns.append(turn)


class _System(_Message, frozen=True, gc=False, kw_only=True, tag_field="role", tag="system"):
    parts: list[_Text]

    def say(self, turns: list[Turn]) -> None:
        turn = self.turn("system")
        turn["content"] = content([{"type": "text", "text": part.text} for part in self.parts])
        turns.append(turn)


class _Assistant(_Message, frozen=True, gc=False, kw_only=True, tag_field="role", tag="assistant"):
    parts: list[_Part]

    def say(self, turns: list[Turn]) -> Verdict:
        steps = _steps(self.parts)
        turn = self.turn("bot")
        for step in steps:
            turn["content"] = content(step.said)
            turns += [turn, *step.answers]
            turn = {"role": "bot"}
        return None if steps else "unusual"


class _Step(Struct, frozen=True, gc=False):
    said: list[Turn]
    answers: list[Turn]


def _steps(parts: list[_Part]) -> list[_Step]:
    """Each answer of the model and what tools gave back; none where a part is unusual."""
    steps = [_Step([], [])]
    for part in parts:
        kind, step = part.kind(), steps[-1]
        if kind == "":
            return []
        # Without step-start parts, what follows a result was said after it.
        if step.said and (kind == "step" or (step.answers and kind != "tool")):
            step = _Step([], [])
            steps.append(step)
        if kind == "tool":
            step.said.append(part.call())
            step.answers.append(part.answer())
        elif kind == "text":
            step.said.append({"type": "text", "text": part.text})
    return steps if steps[-1].said or len(steps) == 1 else steps[:-1]


USUAL = Usual.of(_User | _System | _Assistant)
