"""The forms that OpenTelemetry's GenAI messages usually have."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from gateway.intake.drafting.usual import Form, Name, Turn, Usual, call, content
from gateway.schema.scalars import Id, Text

_MaybeId: TypeAlias = Id | UnsetType


class _Text(Form, frozen=True, gc=False, tag="text"):
    content: Text

    def part(self) -> Turn:
        return {"type": "text", "text": self.content}


class _Reasoning(Form, frozen=True, gc=False, tag="reasoning"):
    content: str

    def part(self) -> Turn:
        return {"type": "reasoning", "withheld": True}


class _Call(Form, frozen=True, gc=False, tag="tool_call"):
    name: Name
    arguments: dict[str, Any] | Text
    id: _MaybeId = UNSET

    def part(self) -> Turn:
        return call(self.name, self.id, self.arguments)


class _Answer(Form, frozen=True, gc=False):
    type: Literal["tool_call_response"]
    response: Any
    id: _MaybeId = UNSET

    def turn(self) -> Turn:
        part: Turn = {"type": "tool_result", "content": self.response}
        if self.id:
            part["call_id"] = self.id
        return {"role": "tool", "content": [part]}


_Said: TypeAlias = Annotated[list[_Text | _Reasoning | _Call], Meta(min_length=1)]
_Answers: TypeAlias = Annotated[list[_Answer], Meta(min_length=1)]


class _User(Form, frozen=True, gc=False, tag_field="role", tag="user"):
    parts: _Said

    def say(self, turns: list[Turn]) -> None:
        turns.append({"role": "customer", "content": content(self.parts)})


class _System(Form, frozen=True, gc=False, tag_field="role", tag="system"):
    parts: _Said

    def say(self, turns: list[Turn]) -> None:
        turns.append({"role": "system", "content": content(self.parts)})


class _Assistant(Form, frozen=True, gc=False, tag_field="role", tag="assistant"):
    parts: _Said
    finish_reason: Text | UnsetType | None = UNSET

    def say(self, turns: list[Turn]) -> None:
        turn: Turn = {"role": "bot", "content": content(self.parts)}
        if self.finish_reason:
            turn["meta"] = {"finish_reason": self.finish_reason}
        turns.append(turn)


class _Tool(Form, frozen=True, gc=False, tag_field="role", tag="tool"):
    parts: _Answers

    def say(self, turns: list[Turn]) -> None:
        turns.extend(part.turn() for part in self.parts)


USUAL = Usual.of(_User | _System | _Assistant | _Tool)
